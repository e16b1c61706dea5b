import { describe, expect, it } from 'vitest';
import { unitSpelling } from '../language/piece-spelling';
import { compilePieceWords } from '../language/piece-words';
import type { PieceWords } from '../language/piece-words';
import type { UserWord } from '../language/user-words';
import { createWrittenForms } from '../language/written-forms';
import { seededRandom } from '../metrics';
import type { Units } from '../model/units';
import type { Word } from '../transcript/types';
import { createPieceBeam } from './piece-beam';
import { createPieceSearch } from './piece-search';
import { searchStart } from './types';
import type { DirectSearch, Joint, Predictor } from './types';

const pieces = ['<blk>', '▁', 'a', 'b', 'c', 'd', 'e', 'k', 'u', '▁ku', 'be', '▁a', '▁co', 'de', 'o', '▁cube'];
const units: Units = { pieces, blankId: 0, wordBoundary: '▁' };
const frameMs = 60;
const id = (piece: string): number => pieces.indexOf(piece);
const entry = (written: string, changes: Partial<UserWord> = {}): UserWord => ({
  written,
  soundsLike: '',
  boost: 0,
  learned: [],
  ...changes,
});

const predictor: Predictor = { contextUnits: 1, outputDim: 1, predict: ([unit]) => Float32Array.of(unit!) };
/** A frame has a row of logits for the first unit in it; after a unit, the blank is certain unless `more` says otherwise. */
const joint: Joint = {
  units: pieces.length,
  normalization: 'local',
  maxUnitsPerFrame: 5,
  score(data, offset, prediction, out) {
    for (let unit = 0; unit < pieces.length; unit++) out[unit] = data[offset + unit]!;
    // Just said: not said again.
    out[prediction[0]!]! -= 20 * (prediction[0] === 0 ? 0 : 1);
    if (prediction[0] !== 0 && data[offset + prediction[0]!]! > 2) out[0]! += 20;
  },
};

function compiled(words: readonly UserWord[]): PieceWords {
  const { words: found, problems } = compilePieceWords(words, unitSpelling(units));
  expect(problems).toEqual([]);
  return found!;
}

/** Logits of frames: each says its pieces about equally well, the first a little better. */
function frames(said: readonly (readonly string[])[], lead = 1): Float32Array {
  const data = new Float32Array(said.length * pieces.length);
  said.forEach((ways, frame) => {
    if (ways.length === 0) data[frame * pieces.length] = 9;
    ways.forEach((piece, i) => (data[frame * pieces.length + id(piece)] = 9 - i * lead));
  });
  return data;
}

function hear(search: DirectSearch, data: Float32Array): readonly Word[] {
  for (let offset = 0; offset < data.length; offset += pieces.length) search.advance(data, offset, Infinity);
  return search.endUtterance();
}

const texts = (words: readonly Word[]): string => words.map((word) => word.text).join(' ');
const beam = (words: readonly UserWord[]): DirectSearch =>
  createPieceBeam(predictor, joint, units, compiled(words), frameMs, searchStart);

describe('the user’s words in a model of word pieces', () => {
  const said = frames([['▁a'], [], ['▁cube', '▁ku'], ['▁a', 'be'], ['▁co'], ['de']]);

  it('[N26] gain where pieces spell them, are written as the user writes them, and give back what they gained where they fail', () => {
    expect(texts(hear(createPieceSearch(predictor, joint, units, frameMs), said))).toBe('a cube a code');
    expect(texts(hear(beam([entry('KuBe', { boost: 4 })]), said))).toBe('a KuBe code');
    expect(texts(hear(beam([entry('Kubeabc', { boost: 4 })]), said))).toBe('a cube a code');
    expect(texts(hear(beam([entry('Cube')]), said))).toBe('a Cube a code');
    expect(texts(hear(beam([entry('Q', { soundsLike: 'kube', boost: 4 })]), said))).toBe('a Q code');
  });

  it('[N26] phrases go on over word boundaries', () => {
    const words = hear(beam([entry('Kube Code', { boost: 6 })]), said);
    expect(texts(words)).toBe('a Kube Code');
    expect(words.map(({ startMs }) => startMs)).toEqual([0, 120, 240]);
  });

  it('[N26] the automaton gives back exactly what it gave, whatever the way a word is cut into pieces', () => {
    const words = compiled([entry('kube', { boost: 2 }), entry('kube code', { boost: 1 }), entry('code a'), entry('bed')]);
    const random = seededRandom(4);
    const spell = (sequence: readonly string[]): number => {
      let [state, total] = [words.start, 0];
      for (const piece of sequence) {
        state = words.after(state, id(piece));
        total += words.gain;
      }
      return total - words.refund(state);
    };
    expect(spell(['▁ku', 'be'])).toBeCloseTo(spell(['▁', 'k', 'u', 'b', 'e']), 6);
    expect(spell(['▁ku', 'be'])).toBeCloseTo(2 + 4 * 0.6, 6);
    expect(spell(['▁ku', 'be', 'd'])).toBeCloseTo(0, 6);
    expect(spell(['▁ku', 'be', '▁a'])).toBeCloseTo(2 + 4 * 0.6, 6);
    expect(spell(['▁a', '▁co', 'de', '▁a'])).toBeGreaterThan(2);
    for (let round = 0; round < 500; round++) {
      const sequence = Array.from({ length: 12 }, () => pieces[1 + Math.floor(random() * (pieces.length - 1))]!);
      const total = spell([...sequence, '▁', 'd', 'd', '▁', 'd']);
      const text = [...sequence, '▁', 'd', 'd', '▁', 'd'].join('').split('▁').slice(1);
      const has = text.some((word, i) => ['kube', 'bed'].includes(word) || (word === 'code' && text[i + 1] === 'a'));
      if (has) expect(total).toBeGreaterThan(0.5);
      else expect(total).toBeCloseTo(0, 6);
    }
  });

  it('[N28] committed words never change, and the end has them first', () => {
    const random = seededRandom(6);
    const search = beam([entry('Kube Code A', { boost: 3 }), entry('Cab'), entry('Bed Code')]);
    let committedWords = 0;
    for (let round = 0; round < 20; round++) {
      let before: readonly Word[] = [];
      const data = Float32Array.from(
        { length: 60 * pieces.length },
        (_, i) => random() ** 4 * 14 + (i % pieces.length === 9 || i % pieces.length === 11 ? 1 : 0),
      );
      for (let offset = 0; offset < data.length; offset += pieces.length) {
        search.advance(data, offset, Infinity);
        const { committed, tentative } = search.partial();
        expect(committed.slice(0, before.length)).toEqual(before);
        before = committed;
        const all = [...committed, ...tentative];
        for (let i = 1; i < all.length; i++) expect(all[i]!.startMs).toBeGreaterThanOrEqual(all[i - 1]!.startMs);
      }
      committedWords += before.length;
      expect(search.endUtterance().slice(0, before.length)).toEqual(before);
    }
    expect(committedWords).toBeGreaterThan(50);
  });

  it('[N26] tells which words have letters that the model can’t write', () => {
    const { words, problems } = compilePieceWords(
      [entry('Kube'), entry('Zoo'), entry('日本', { soundsLike: 'xyz' })],
      unitSpelling(units),
    );
    expect(words).not.toBeNull();
    expect(problems.map(({ line, text }) => [line, text])).toEqual([
      [2, 'Zoo'],
      [3, '日本'],
    ]);
    expect(compilePieceWords([], unitSpelling(units))).toEqual({ words: null, problems: [] });
  });
});

describe('written forms', () => {
  const word = (text: string, i: number): Word => ({ text, startMs: i * 100, endMs: i * 100 + 90, confidence: 0.5 });
  const forms = createWrittenForms([
    { tokens: ['visual', 'studio', 'code'], written: 'Visual Studio Code' },
    { tokens: ['visual'], written: 'Visual' },
    { tokens: ['koo', 'ber', 'netties'], written: 'Kubernetes' },
  ]);

  it('[N27] hold back what may become a longer entry, and never take back what is committed', () => {
    const said = 'a VISUAL studio visual STUDIO code koo ber koo ber netties b'.split(' ').map(word);
    let before: readonly Word[] = [];
    for (let count = 0; count <= said.length; count++) {
      const { committed } = forms.partial({ committed: said.slice(0, count), tentative: [] });
      expect(committed.slice(0, before.length)).toEqual(before);
      before = committed;
    }
    const all = forms.words(said);
    expect(texts(all)).toBe('a Visual studio Visual Studio Code koo ber Kubernetes b');
    expect(all[8]).toMatchObject({ startMs: 800, endMs: 1090 });
  });
});
