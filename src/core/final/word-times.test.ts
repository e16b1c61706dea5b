import { describe, expect, it } from 'vitest';
import { percentile, seededRandom } from '../metrics';
import type { Word } from '../transcript/types';
import { say, textOf } from './fixtures/scripted';
import { placeWords } from './word-times';

const bounds = { startMs: 1000, endMs: 4000 };
/** Words of a model that has no times. */
const untimed = (text: string): Word[] => text.split(' ').map((word) => ({ text: word, startMs: 0, endMs: 0, confidence: 0.8 }));
const timesOf = (words: readonly Word[]): (readonly [number, number])[] =>
  words.map(({ startMs, endMs }) => [Math.round(startMs), Math.round(endMs)] as const);

describe('times of final words', () => {
  it('[V16] are those of the streamed words that are the same, case and marks aside', () => {
    const placed = placeWords(untimed('Hello, big world.'), say('hello big world', 1200), bounds);
    expect(timesOf(placed)).toEqual([
      [1200, 1450],
      [1500, 1750],
      [1800, 2050],
    ]);
    expect(textOf(placed)).toBe('Hello, big world.');
    expect(placed[0]!.confidence).toBe(0.8);
  });

  it('[V16] are those of what the search heard instead, in the same place', () => {
    expect(timesOf(placeWords(untimed('ice cream today'), say('eyes creep today', 1200), bounds))).toEqual([
      [1200, 1450],
      [1500, 1750],
      [1800, 2050],
    ]);
    // One word for two and the other way round: the same stretch.
    expect(timesOf(placeWords(untimed('another day'), say('an other day', 1200), bounds))).toEqual([
      [1200, 1750],
      [1800, 2050],
    ]);
    const split = placeWords(untimed('ab cdef day'), say('abcdef day', 1200), bounds);
    expect(timesOf(split)).toEqual([
      [1200, 1283],
      [1283, 1450],
      [1500, 1750],
    ]);
  });

  it('[V16] lie between the neighbours where nobody else heard the word, or within the segment', () => {
    const between = placeWords(untimed('good old times'), [...say('good', 1200), ...say('times', 2000)], bounds);
    expect(timesOf(between)).toEqual([
      [1200, 1450],
      [1450, 2000],
      [2000, 2250],
    ]);
    const alone = placeWords(untimed('yes indeed'), [], bounds);
    expect(alone[0]!.startMs).toBeGreaterThanOrEqual(bounds.startMs);
    expect(alone[1]!.endMs).toBeLessThanOrEqual(bounds.endMs);
    const last = placeWords(untimed('well yes'), say('well', 1200), bounds);
    expect(timesOf(last)[1]).toEqual([1450, 1660]);
    const close = placeWords(untimed('very well'), [{ text: 'very', startMs: 1200, endMs: 4000, confidence: 1 }], bounds);
    expect(close[1]!.endMs - close[1]!.startMs).toBeGreaterThanOrEqual(79);
  });

  it('[V16] are the words’ own where they were measured and nobody else heard them', () => {
    const own = say('good bye old friend', 1300);
    const placed = placeWords(own, say('good', 1200), bounds, { hasTimes: true });
    expect(timesOf(placed)).toEqual([
      [1200, 1450],
      [1600, 1850],
      [1900, 2150],
      [2200, 2450],
    ]);
  });

  it('[V17] are where the sounds are, for words that the search did not hear', () => {
    const asked: (readonly [string, number, number])[] = [];
    const align = (texts: readonly string[], startMs: number, endMs: number) => {
      asked.push([texts.join(' '), startMs, endMs]);
      return texts.includes('unsayable')
        ? null
        : texts.map((_, i) => ({ startMs: startMs + i * 200, endMs: startMs + i * 200 + 150 }));
    };
    const streamed = [...say('good', 1200), ...say('times', 2000), ...say('a b', 2600)];
    const placed = placeWords(untimed('good old times abc'), streamed, bounds, { align });
    // Both neighbours are sought along with it; of them only the end of the one before it changes.
    expect(asked).toEqual([
      ['times abc', 2000, 3150],
      ['good old times', 1200, 2200],
    ]);
    expect(timesOf(placed)).toEqual([
      [1200, 1400],
      [1400, 1550],
      [2000, 2200],
      [2200, 2350],
    ]);
    expect(timesOf(placeWords(untimed('good unsayable times'), streamed, bounds, { align }))[1]).toEqual([1450, 2000]);
  });

  it('[T2] [V16] are in order, without overlap, within the segment, whatever was heard', () => {
    const random = seededRandom(9);
    const some = (): Word[] => {
      let atMs = 900;
      return Array.from({ length: Math.floor(random() * 12) }, () => {
        const startMs = atMs + random() * 300;
        atMs = startMs + random() * 300;
        return { text: 'abcdefg'.slice(0, 1 + Math.floor(random() * 4)), startMs, endMs: atMs, confidence: random() };
      });
    };
    for (let round = 0; round < 2000; round++) {
      const heard = some();
      const narrow = { startMs: 1000, endMs: 1000 + random() * 3000 };
      const placed = placeWords(heard, some(), narrow, { hasTimes: random() < 0.5 });
      let endMs = narrow.startMs;
      const isOrdered = placed.every((word) => {
        const isFine = word.startMs >= endMs && word.endMs >= word.startMs && word.endMs <= narrow.endMs;
        endMs = word.endMs;
        return isFine;
      });
      expect(isOrdered, JSON.stringify(placed)).toBe(true);
      expect(textOf(placed)).toBe(textOf(heard));
    }
  });

  it('[V16] err little where the search heard most words', () => {
    const random = seededRandom(10);
    const errors: number[] = [];
    for (let round = 0; round < 100; round++) {
      const truth: Word[] = [];
      for (let atMs = 1100; atMs < 3600;) {
        const letters = 1 + Math.floor(random() * 9);
        const lengthMs = letters * (50 + random() * 40);
        truth.push({
          text: Array.from({ length: letters }, () => 'abcdefghij'[Math.floor(random() * 10)]).join(''),
          startMs: atMs,
          endMs: atMs + lengthMs,
          confidence: 1,
        });
        atMs += lengthMs + (random() < 0.2 ? 300 * random() : 0);
      }
      const streamed = truth.flatMap((word) => (random() < 0.1 ? [] : [random() < 0.2 ? { ...word, text: 'xyz' } : word]));
      const placed = placeWords(
        truth.map((word) => ({ ...word, startMs: 0, endMs: 0 })),
        streamed,
        bounds,
      );
      placed.forEach(({ startMs }, i) => errors.push(Math.abs(startMs - truth[i]!.startMs)));
    }
    expect(percentile(errors, 0.5)).toBeLessThan(1);
    expect(percentile(errors, 0.95)).toBeLessThan(200);
  });
});
