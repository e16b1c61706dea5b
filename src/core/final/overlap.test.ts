import { describe, expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import type { Word } from '../transcript/types';
import { say, textOf } from './fixtures/scripted';
import { joinOverlap } from './overlap';

const overlap = { startMs: 1000, endMs: 2000 };

describe('words of segments that overlap', () => {
  it('[V12] are joined at a word that both heard, so that neither half of a cut word stays', () => {
    const before = say('one two three four fifth', 400); // … four 1300, fifth 1600 (cut)
    const after = say('ree four five six', 1000);
    expect(textOf(joinOverlap(before, after, overlap))).toBe('one two three four five six');
  });

  it('[V12] part in the middle of the overlap where both heard something else', () => {
    const before = [...say('one two', 600), ...say('abc', 1300), ...say('xyz', 1700)];
    const after = [...say('klm', 1250), ...say('efg', 1650), ...say('six', 2300)];
    expect(textOf(joinOverlap(before, after, overlap))).toBe('one two abc efg six');
  });

  it('[V12] need no words in the overlap', () => {
    expect(textOf(joinOverlap(say('one', 300), say('two', 2100), overlap))).toBe('one two');
    expect(textOf(joinOverlap([], say('two', 2100), overlap))).toBe('two');
    expect(textOf(joinOverlap(say('one', 300), [], overlap))).toBe('one');
  });

  it('[V12] lose and double none, whatever was said, where times are off by up to a quarter of a second', () => {
    const random = seededRandom(8);
    const vocabulary = ['no', 'yes', 'the', 'of', 'a', 'one', 'very'];
    for (let round = 0; round < 500; round++) {
      const truth: Word[] = [];
      for (let atMs = 0; atMs < 4000;) {
        const lengthMs = 150 + Math.floor(random() * 350);
        // A word may come again, but not at once.
        const choice = vocabulary.filter((text) => truth.slice(-3).every((word) => word.text !== text));
        truth.push({ text: choice[Math.floor(random() * choice.length)]!, startMs: atMs, endMs: atMs + lengthMs, confidence: 1 });
        atMs += lengthMs + Math.floor(random() * 100);
      }
      const shift = (): number => (random() - 0.5) * 500;
      const side = (isIn: (word: Word) => boolean): Word[] => {
        const by = shift();
        return truth.filter(isIn).map((word) => ({ ...word, startMs: word.startMs + by, endMs: word.endMs + by }));
      };
      const before = side(({ startMs, endMs }) => (startMs + endMs) / 2 < overlap.endMs - 50);
      const after = side(({ startMs, endMs }) => (startMs + endMs) / 2 > overlap.startMs + 50);
      expect(textOf(joinOverlap(before, after, overlap)), `round ${round}`).toBe(textOf(truth));
    }
  });
});
