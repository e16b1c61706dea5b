import { describe, expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import { parseSafetensors } from '../model/safetensors';
import { naiveScore, ngramTensors, randomNgrams } from './fixtures/arrays';
import { tensorFile } from './fixtures/tensor-file';
import type { TensorValues } from './fixtures/tensor-file';
import { parseNgram } from './ngram';
import type { Ngram } from './ngram';

function fail(problem: string): never {
  throw new Error(problem);
}
const parse = (tensors: Record<string, TensorValues>, order: number): Ngram =>
  parseNgram(parseSafetensors(tensorFile(tensors), '/models/x', 'lm.safetensors'), order, fail);

/** A bigram and trigram model over a = 3, b = 4, c = 5. */
const entry = (score: number, backoff = 0): { score: number; backoff: number } => ({ score, backoff });
const byHand = new Map([
  ['0', entry(-8)],
  ['1', entry(0, -0.5)],
  ['2', entry(-2)],
  ['3', entry(-1, -0.25)],
  ['4', entry(-2, -0.75)],
  ['5', entry(-3)],
  ['1 3', entry(-0.5, -0.125)],
  ['3 4', entry(-0.25, -1)],
  ['4 5', entry(-1.5)],
  ['1 3 4', entry(-0.0625)],
  ['3 4 5', entry(-0.75)],
]);

describe('n-gram', () => {
  it('[N4] backs off as computed by hand', () => {
    const ngram = parse(ngramTensors(byHand, 3, 6), 3);
    const walk = (...words: readonly number[]): number[] => {
      let state = ngram.startState;
      return words.map((word) => {
        const score = ngram.score(state, word);
        state = ngram.nextState;
        return score;
      });
    };
    expect(walk(3, 4, 5, 2)).toEqual([-0.5, -0.0625, -0.75, -2]);
    expect(walk(4)).toEqual([-0.5 - 2]);
    expect(walk(3, 3, 4)).toEqual([-0.5, -0.125 - 0.25 - 1, -0.25]);
    expect(walk(3, 4, 3)).toEqual([-0.5, -0.0625, -1 - 0.75 - 1]);
    expect(ngram.score(ngram.emptyState, 5)).toBe(-3);
  });

  it.each([1, 2, 3, 4, 5])('[N4] of order %i agrees with the definition on random n-grams', (order) => {
    const random = seededRandom(order);
    for (let round = 0; round < 12; round++) {
      const words = 4 + Math.floor(random() * 5);
      const table = randomNgrams(random, order, words, random() * 0.6);
      const ngram = parse(ngramTensors(table, order, words), order);
      for (let walk = 0; walk < 20; walk++) {
        let state = ngram.startState;
        const history = [1];
        for (let step = 0; step < 10; step++) {
          const word = random() < 0.1 ? 0 : 2 + Math.floor(random() * (words - 2));
          expect(ngram.score(state, word)).toBeCloseTo(naiveScore(table, order, history, word), 5);
          state = ngram.nextState;
          history.push(word);
        }
      }
    }
  });

  it('[N5] merges contexts that score alike', () => {
    const ngram = parse(ngramTensors(byHand, 3, 6), 3);
    // Nothing follows (4 5) or 5, and backing off from them is free.
    ngram.score(ngram.startState, 5);
    expect(ngram.nextState).toBe(ngram.emptyState);
    ngram.score(4, 5);
    expect(ngram.nextState).toBe(ngram.emptyState);
    ngram.score(ngram.emptyState, 4);
    expect(ngram.nextState).not.toBe(ngram.emptyState);
  });

  const good = ngramTensors(byHand, 3, 6);
  const changed = (name: string, change: (values: number[]) => unknown): Record<string, TensorValues> => {
    const values = Array.from(good[name]!.values);
    change(values);
    return { ...good, [name]: { ...good[name]!, values } };
  };
  const backwards: TensorValues = { dtype: 'U32', values: [5, 4, 3] };
  it.each([
    ['no words', { ...good, '1.score': { dtype: 'F16', values: [] } }, /no words/],
    ['a probability that is none', changed('1.score', (v) => (v[4] = NaN)), /probability in 1\.score/],
    ['an infinite probability', changed('2.scoreTable', (v) => (v[9] = -Infinity)), /probability in 2\.scoreTable/],
    ['a back-off that is none', changed('2.backoffTable', (v) => (v[9] = NaN)), /back-off of order 2/],
    ['a word out of range', changed('2.word', (v) => (v[2] = 6)), /2\.word that is not below 6/],
    ['ranges out of order', changed('1.child', (v) => (v[2] = 3)), /1\.child that is not ascending/],
    ['ranges that go too far', changed('1.child', (v) => (v[2] = 99)), /1\.child that is not ascending/],
    ['ranges that end early', changed('1.child', (v) => (v[6] = 2)), /1\.child that does not span/],
    ['ranges that begin late', changed('2.child', (v) => (v[0] = 1)), /2\.child that does not span/],
    ['words that are not sorted', { ...changed('1.child', (v) => v.fill(3, 1)), '2.word': backwards }, /not sorted/],
    ['a table cut short', changed('2.scoreTable', (v) => v.pop()), /2\.scoreTable of shape \(255\)/],
    ['codes cut short', changed('3.scoreCode', (v) => v.pop()), /3\.scoreCode of shape \(1\)/],
    ['no trigrams', Object.fromEntries(Object.entries(good).filter(([name]) => !name.startsWith('3'))), /no 3-grams/],
    ['4-grams too', { ...good, '4.word': good['3.word']! }, /has tensor 4\.word, but manifest\.json says order 3/],
  ] as const)('[N2] refuses %s', (_, tensors, message) => {
    expect(() => parse(tensors as Record<string, TensorValues>, 3)).toThrow(message);
  });
});
