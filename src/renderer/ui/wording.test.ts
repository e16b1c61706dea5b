import { expect, it } from 'vitest';
import { clock } from './clock';
import { keyNames } from './keys';
import { levelShare } from './level';

it('[U4] times read as minutes, from one hour on as hours', () => {
  expect([0, 999, 61_000, 3_600_000, 7_325_000].map(clock)).toEqual(['0:00', '0:00', '1:01', '1:00:00', '2:02:05']);
});

it('[U7] the level meter stays within its height and grows with the level', () => {
  const shares = [-100, -60, -36, -12, 0].map(levelShare);
  expect(shares).toEqual([0, 0, 0.5, 1, 1]);
});

it('[U12] the hotkey is written with the names on the keys', () => {
  expect(keyNames('CommandOrControl+Shift+Space', false)).toBe('Ctrl + Shift + Space');
  expect(keyNames('CommandOrControl+Alt+D', true)).toBe('Cmd + Option + D');
});
