import { describe, expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import { parseSafetensors } from '../model/safetensors';
import { naiveScore, ngramTensors, randomNgrams } from './fixtures/arrays';
import type { NgramTable } from './fixtures/arrays';
import { tensorFile } from './fixtures/tensor-file';
import type { TensorValues } from './fixtures/tensor-file';
import { parseG2p } from './g2p';
import type { GraphemeToPhoneme } from './g2p';
import { sentenceEndId } from './ngram';

function fail(problem: string): never {
  throw new Error(problem);
}

interface Graphone {
  readonly letters: string;
  readonly phones: readonly number[];
}

/** Ids 3 on; the letters and phones of the special words are empty. */
const graphones: readonly Graphone[] = [
  { letters: 'a', phones: [1] },
  { letters: 'a', phones: [2] },
  { letters: 'b', phones: [3] },
  { letters: 'b', phones: [] },
  { letters: 'ab', phones: [1] },
  { letters: 'ba', phones: [3, 2] },
];
const vocabulary = graphones.length + 3;

function tensorsOf(table: NgramTable, order: number): Record<string, TensorValues> {
  const all = [...['', '', ''].map((letters) => ({ letters, phones: [] })), ...graphones];
  const offsets = (lengths: readonly number[]): number[] =>
    lengths.reduce((sums, length) => [...sums, sums.at(-1)! + length], [0]);
  return {
    ...ngramTensors(table, order, vocabulary),
    'graphone.text': { dtype: 'U8', values: all.flatMap(({ letters }) => Array.from(letters, (letter) => letter.charCodeAt(0))) },
    'graphone.textOffset': { dtype: 'U32', values: offsets(all.map(({ letters }) => letters.length)) },
    'graphone.phone': { dtype: 'U8', values: all.flatMap(({ phones }) => phones) },
    'graphone.phoneOffset': { dtype: 'U32', values: offsets(all.map(({ phones }) => phones.length)) },
  };
}

function parse(tensors: Record<string, TensorValues>, order: number, hypotheses?: number): GraphemeToPhoneme {
  return parseG2p(
    parseSafetensors(tensorFile(tensors), '/models/x', 'g2p'),
    order,
    4,
    0,
    fail,
    hypotheses,
    hypotheses && Infinity,
  );
}

/** ln probability of each pronunciation's best spelling in graphones. */
function enumerate(table: NgramTable, order: number, word: string): Map<string, number> {
  const found = new Map<string, number>();
  const walk = (rest: string, history: readonly number[], phones: readonly number[], score: number): void => {
    if (rest === '') {
      const total = score + naiveScore(table, order, history, sentenceEndId);
      if (phones.length > 0) found.set(phones.join(), Math.max(total, found.get(phones.join()) ?? -Infinity));
      return;
    }
    for (const [i, graphone] of graphones.entries()) {
      if (!rest.startsWith(graphone.letters)) continue;
      const next = score + naiveScore(table, order, history, i + 3);
      walk(rest.slice(graphone.letters.length), [...history, i + 3], [...phones, ...graphone.phones], next);
    }
  };
  walk(word, [1], [], 0);
  return found;
}

describe('grapheme-to-phoneme model', () => {
  it('[N7] finds the likeliest pronunciations of all, with their shares', () => {
    const random = seededRandom(5);
    for (let round = 0; round < 10; round++) {
      const order = 1 + (round % 4);
      const table = randomNgrams(random, order, vocabulary, 0.4);
      for (const word of ['a', 'b', 'abba', 'babab']) {
        const wanted = enumerate(table, order, word);
        const mass = [...wanted.values()].reduce((sum, score) => sum + Math.exp(score), 0);
        const guesses = parse(tensorsOf(table, order), order, 10_000).pronounce(word, 10_000);
        expect(guesses).toHaveLength(wanted.size);
        for (const { phones, cost } of guesses)
          expect(Math.exp(-cost)).toBeCloseTo(Math.exp(wanted.get(phones.join())!) / mass, 5);
        expect(guesses.map(({ cost }) => cost)).toEqual(guesses.map(({ cost }) => cost).toSorted((a, b) => a - b));
        // The beam as shipped finds one, too, though not always the best.
        expect(wanted.has(parse(tensorsOf(table, order), order).pronounce(word, 1)[0]!.phones.join())).toBe(true);
      }
    }
  });

  const good = tensorsOf(randomNgrams(seededRandom(1), 2, vocabulary, 0.4), 2);
  it('[N7] says nothing of signs it does not know', () => {
    const model = parse(good, 2);
    for (const word of ['', 'abc', 'é', 'AB']) expect(model.pronounce(word, 3)).toEqual([]);
  });

  const changed = (name: string, change: (values: number[]) => unknown): Record<string, TensorValues> => {
    const values = Array.from(good[name]!.values);
    change(values);
    return { ...good, [name]: { ...good[name]!, values } };
  };
  it.each([
    ['a phone that is no unit', changed('graphone.phone', (v) => (v[0] = 4)), /phone 4/],
    ['the blank as a phone', changed('graphone.phone', (v) => (v[0] = 0)), /phone 0/],
    ['letters that are none', changed('graphone.text', (v) => (v[0] = 200)), /not ASCII/],
    ['a graphone without letters', changed('graphone.textOffset', (v) => (v[4] = 0)), /graphone 3 without letters/],
    ['letters out of range', changed('graphone.textOffset', (v) => (v[5] = 99)), /textOffset that does not span/],
    ['phones that end early', changed('graphone.phoneOffset', (v) => (v[v.length - 1] = 4)), /phoneOffset that does not span/],
    ['offsets for another n-gram', changed('graphone.phoneOffset', (v) => v.pop()), /phoneOffset of shape \(9\)/],
  ])('[N2] refuses %s', (_, tensors, message) => {
    expect(() => parse(tensors, 2)).toThrow(message);
  });
});
