import { describe, expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import type { Word } from '../transcript/types';
import { say, textOf } from './fixtures/scripted';
import { createRefreshedWords } from './refreshed-words';

const until = (words: readonly Word[], ms: number): Word[] => words.filter(({ startMs }) => startMs < ms);

describe('refreshed words', () => {
  it('[V9] shows the streamed words until there is a reading', () => {
    expect(textOf(createRefreshedWords(0).joined(say('a b', 0)))).toBe('a b');
  });

  it('[V9] puts the streamed words that a reading has not heard behind it', () => {
    const streamed = say('eye scream sun day', 0); // 0, 300, 600, 900
    const words = createRefreshedWords(0);
    words.update(say('ice cream', 0), 600);
    expect(textOf(words.joined(streamed))).toBe('ice cream sun day');
    // A reading that ends within a word may have it or not.
    words.update(say('ice cream sun', 0), 700);
    expect(textOf(words.joined(streamed))).toBe('ice cream sun day');
    words.update(say('ice cream', 0), 700);
    expect(textOf(words.joined(streamed))).toBe('ice cream sun day');
  });

  it('[V9] keeps a word that two readings agree on, whatever later readings say', () => {
    const words = createRefreshedWords(0);
    words.update(say('the cat', 0), 600);
    words.update(say('the cat sad', 0), 900);
    expect(words.agreed).toBe(2);
    words.update(say('a cap sat down', 0), 1200);
    expect(textOf(words.joined([]))).toBe('the cat sat down');
    words.update(say('cat sat down here', 0), 1500);
    expect(textOf(words.joined([]))).toBe('the cat sat down here');
  });

  it('[V9] takes a reading that hears nothing any more for one that is not to be trusted', () => {
    const words = createRefreshedWords(0);
    words.update(say('hello there', 0), 600);
    words.update(say('hello there', 0), 900);
    words.update([], 1200);
    expect(textOf(words.joined([]))).toBe('hello there');
  });

  it('[V9] changes no word that stays, and loses or doubles none at the seam', () => {
    const random = seededRandom(5);
    const wordOf = (): string => String.fromCharCode(97 + Math.floor(random() * 6)).repeat(1 + Math.floor(random() * 3));
    let doubled = 0;
    let lost = 0;
    let cases = 0;
    for (let round = 0; round < 200; round++) {
      const startMs = Math.floor(random() * 2000);
      const truth: Word[] = [];
      for (let atMs = startMs; atMs < startMs + 9000;) {
        const lengthMs = 120 + Math.floor(random() * 400);
        truth.push({ text: `${wordOf()}${truth.length}`, startMs: atMs, endMs: atMs + lengthMs, confidence: 0.9 });
        atMs += lengthMs + Math.floor(random() * 120);
      }
      const noisy = (words: readonly Word[], share: number): Word[] =>
        words.map((word) => (random() < share ? { ...word, text: wordOf() } : word));
      const streamed = noisy(truth, 0.3);
      const words = createRefreshedWords(startMs);
      let stays: string[] = [];
      let problem = '';
      for (let coveredMs = startMs + 1000; coveredMs < startMs + 9500; coveredMs += 700 + Math.floor(random() * 600)) {
        // The last word of a reading is often heard wrong or not at all.
        const heard = noisy(until(truth, coveredMs), 0.1);
        if (random() < 0.4) heard.pop();
        words.update(
          heard.map((word, i) => ({ ...word, startMs: startMs + i, endMs: startMs + i + 1 })),
          coveredMs,
        );
        const live = until(streamed, coveredMs + 1500);
        const shown = words.joined(live);
        const texts = shown.map(({ text }) => text);
        if (texts.slice(0, stays.length).join(' ') !== stays.join(' '))
          problem = `changed: ${stays.join(' ')} to ${texts.join(' ')}`;
        stays = texts.slice(0, words.agreed);
        if (shown.some(({ startMs: from, endMs }, i) => endMs < from || from < (shown[i - 1]?.endMs ?? startMs) - 1e-6))
          problem = 'order';
        // With as many words as were said: all that the search heard after the reading are there.
        cases++;
        if (shown.length > live.length) doubled++;
        if (shown.length < live.length) lost++;
      }
      expect(problem).toBe('');
    }
    // Readings that end within a word or hear one wrong there can't always be joined rightly.
    expect(doubled / cases).toBeLessThan(0.025);
    expect(lost / cases).toBeLessThan(0.025);
  });
});
