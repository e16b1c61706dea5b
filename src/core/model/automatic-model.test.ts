import { describe, expect, it } from 'vitest';
import type { BackendChoice } from '../backend';
import {
  type AutomaticModel,
  automaticModel,
  automaticPair,
  inOfferedOrder,
  isExperimental,
  judgement,
  stillHolds,
} from './automatic-model';
import { canKeepUp } from './chunk-length';

const standard = { id: 'utter-en', languages: ['en'], hash: 'a' };
const small = { id: 'utter-en-small', languages: ['en'], hash: 'b' };
const own = { id: 'mine', languages: ['en'], hash: 'c' };
const known: AutomaticModel = { modelId: small.id, hash: 'a', backends: ['wasm', 'webgl'], msPerChunk: 200, chunkMs: 320 };

const choice = (msPerChunk: number, ...alsoPassed: BackendChoice['backend'][]): BackendChoice => ({
  backend: 'wasm',
  reason: '',
  reports: [
    { backend: 'webgpu', state: 'failed', reason: 'none' },
    ...alsoPassed.map((backend) => ({ backend, state: 'ok', msPerChunk: 400, rtf: 1.25 }) as const),
    { backend: 'wasm', state: 'ok', msPerChunk, rtf: msPerChunk / 320 },
  ],
});

describe('the automatic live model', () => {
  it('[E16] a model keeps up where its chunk takes at most the share of its time that live speech may take', () => {
    expect([1, 160, 161].map((ms) => canKeepUp(choice(ms, 'webgl')))).toEqual([true, true, false]);
    expect(canKeepUp({ ...choice(1), reports: [] }), 'nothing is known').toBe(true);
  });

  it('[E16] is the default until it was found too slow, and the small one then', () => {
    const models = [own, small, standard];
    expect(automaticModel(models, null)).toBe(standard);
    expect(automaticModel(models, known)).toBe(small);
    expect(automaticModel(models, { ...known, modelId: standard.id })).toBe(standard);
    expect(automaticModel(models, { ...known, hash: 'an earlier version' })).toBe(standard);
  });

  it('[E16] is what there is where one of the two is missing or of another language', () => {
    expect(automaticPair([own, standard])).toBeNull();
    expect(automaticPair([standard, { ...small, languages: ['de'] }])).toBeNull();
    expect(automaticModel([own, standard], known)).toBe(standard);
    expect(automaticModel([own, small], null)).toBe(small);
    expect(automaticModel([own], known)).toBe(own);
    expect(automaticModel([], null)).toBeUndefined();
  });

  it('[E16] what was found out holds for the same models on the same backends, however fast they are now', () => {
    expect(judgement(standard, choice(200, 'webgl'), { model: small, choice: choice(20, 'webgl') })).toEqual(known);
    expect(stillHolds(known, standard, small, choice(300, 'webgl'))).toBe(true);
    expect(stillHolds(known, standard, small, choice(20))).toBe(false);
    expect(stillHolds(known, { ...standard, hash: 'new' }, small, choice(20, 'webgl'))).toBe(false);
    expect(stillHolds(known, standard, standard, choice(20, 'webgl'))).toBe(false);
    expect(stillHolds(null, standard, standard, choice(20, 'webgl'))).toBe(false);
  });

  it('[E16] nothing is remembered of a model without a hash, or of a self-test without a time', () => {
    const used = { model: small, choice: choice(20) };
    expect(judgement({ ...standard, hash: undefined }, choice(200), used)).toBeNull();
    expect(judgement(standard, { ...choice(200), reports: [] }, used)).toBeNull();
  });
});

it('[U89] models are offered with the default first, and experimental ones last', () => {
  const offered = inOfferedOrder(['utter-en-pieces', 'my own', 'utter-en-small', 'utter-en'].map((id) => ({ id })));
  expect(offered.map(({ id }) => id)).toEqual(['utter-en', 'utter-en-small', 'my own', 'utter-en-pieces']);
  expect(offered.filter(isExperimental)).toEqual([{ id: 'utter-en-pieces' }]);
});
