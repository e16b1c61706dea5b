import { describe, expect, it } from 'vitest';
import { createSpacing, joinWithinMs } from './spacing';
import type { Target } from './target';

const window = (id: string): Target => ({ state: 'window', id, names: [] });
const after = (text: string, target: Target = window('1')) => {
  const spacing = createSpacing();
  spacing.delivered(text, target, 0);
  return spacing;
};

describe('spacing', () => {
  it('[P26] text that goes on in the same window moments later has a space in front', () => {
    expect(createSpacing().joined('one', window('1'), 0)).toBe('one');
    expect(after('one').joined('two', window('1'), joinWithinMs)).toBe(' two');
  });

  it.each([
    ['in another window', () => after('one').joined('two', window('2'), 5)],
    ['a while later', () => after('one').joined('two', window('1'), joinWithinMs + 1)],
    ['after a space', () => after('one ').joined('two', window('1'), 5)],
    ['after a line end', () => after('one\n').joined('two', window('1'), 5)],
    ['after an opening bracket', () => after('one (').joined('two', window('1'), 5)],
    ['in a window that is not known', () => after('one', { state: 'unknown' }).joined('two', { state: 'unknown' }, 5)],
  ])('[P26] but none %s', (_where, joined) => {
    expect(joined()).toBe('two');
  });

  it.each([', two', '. Two', '\ntwo', '? Two', ') two'])('[P26] nor before %j', (text) => {
    expect(after('one').joined(text, window('1'), 5)).toBe(text);
  });

  it('[P26] nor when something was typed or clicked since', () => {
    const spacing = after('one');
    spacing.interrupted();
    expect(spacing.joined('two', window('1'), 5)).toBe('two');
  });
});
