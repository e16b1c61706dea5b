import { describe, expect, it } from 'vitest';
import { noEdits, redone, stepped, undone } from './edit-trail';

/** The same numbers each time. */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

describe('the trail of an edit', () => {
  it('[J72] leads back through every text to the first one and forth to the last, whatever was changed', () => {
    const next = random(7);
    const texts = ['the quick brown fox'];
    let trail = noEdits;
    for (let i = 0; i < 200; i++) {
      const text = texts.at(-1)!;
      const from = Math.floor(next() * (text.length + 1));
      const to = Math.min(text.length, from + Math.floor(next() * 4));
      const changed = text.slice(0, from) + 'ab\n'.slice(0, Math.floor(next() * 4)) + text.slice(to);
      if (changed === text) continue;
      trail = stepped(trail, text, changed);
      texts.push(changed);
    }
    let text = texts.at(-1)!;
    for (const expected of texts.slice(0, -1).toReversed()) {
      const step = undone(trail, text)!;
      expect(step.text).toBe(expected);
      ({ trail, text } = step);
    }
    expect(undone(trail, text)).toBeNull();
    for (const expected of texts.slice(1)) {
      const step = redone(trail, text)!;
      expect(step.text).toBe(expected);
      ({ trail, text } = step);
    }
    expect(redone(trail, text)).toBeNull();
  });

  it('[J72] forgets what was undone when something else is written, and does nothing to another text', () => {
    const trail = stepped(stepped(noEdits, 'a', 'ab'), 'ab', 'abc');
    const back = undone(trail, 'abc')!;
    expect(redone(stepped(back.trail, back.text, 'abd'), 'abd')).toBeNull();
    expect(undone(trail, 'quite another')).toBeNull();
    expect(redone(back.trail, '')).not.toBeNull();
    expect(undone(noEdits, 'a')).toBeNull();
  });

  it('[J73] is bounded: the oldest steps are forgotten first', () => {
    let trail = noEdits;
    for (let i = 0; i < 400; i++) trail = stepped(trail, `text ${i}`, `text ${i + 1}`);
    expect(trail.steps).toHaveLength(300);
    expect(undone(trail, 'text 400')?.text).toBe('text 399');
    const long = 'x'.repeat(150_000);
    let heavy = noEdits;
    for (let i = 0; i < 9; i++) heavy = stepped(heavy, long + i, i % 2 === 0 ? 'y' : long);
    expect(heavy.steps.reduce((sum, { before, after }) => sum + before.length + after.length, 0)).toBeLessThanOrEqual(400_000);
    expect(heavy.steps.length).toBeGreaterThan(0);
  });
});
