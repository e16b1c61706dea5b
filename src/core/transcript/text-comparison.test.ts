import { describe, expect, it } from 'vitest';
import { compareTexts } from './text-comparison';

const marked = (before: string, after: string): string =>
  compareTexts(before, after)
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `{+${text}+}` : `[-${text}-]`))
    .join('');

/** The same numbers each time. */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

describe('a comparison', () => {
  it('[J62] tells the words that are new, gone and the same, case and marks included', () => {
    expect(marked('there heard it', 'they heard it.')).toBe('[-there -]{+they +}heard [-it-]{+it.+}');
    expect(marked('one two', 'one two')).toBe('one two');
    expect(marked('', 'one')).toBe('{+one+}');
    expect(marked('one', '')).toBe('[-one-]');
    expect(marked('one\ntwo', 'one two'), 'white space does not count').toBe('one two');
  });

  it('[J62] tells letters apart where words have no spaces', () => {
    expect(marked('今日は雨', '今日も雨')).toBe('今日[-は-]{+も+}雨');
  });

  it('[J62] has both texts whole, whatever they are', () => {
    const next = random(3);
    const text = (): string => Array.from({ length: Math.floor(next() * 30) }, () => 'abc'[Math.floor(next() * 3)]).join(' ');
    for (let i = 0; i < 300; i++) {
      const [before, after] = [text(), text()];
      const stretches = compareTexts(before, after);
      const plain = (kind: string): string[] =>
        stretches
          .filter((each) => each.kind !== kind)
          .flatMap((each) => each.text.trim().split(' '))
          .filter((word) => word !== '');
      expect(plain('added').join(' ')).toBe(before);
      expect(plain('removed').join(' ')).toBe(after);
    }
  });

  it('[J62] compares hours of speech that differ throughout in seconds', () => {
    const next = random(5);
    const before = Array.from({ length: 24_000 }, (_, i) => `w${i % 9 === 0 ? i : Math.floor(next() * 400)}`);
    const after = before.map((word, i) => (i % 7 === 0 ? 'other' : word));
    const startMs = performance.now();
    const stretches = compareTexts(before.join(' '), after.join(' '));
    expect(performance.now() - startMs).toBeLessThan(5000);
    const same = stretches.filter(({ kind }) => kind === 'same').flatMap(({ text }) => text.trim().split(' ')).length;
    expect(same).toBeGreaterThan(20_000);
  });
});
