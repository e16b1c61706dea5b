import { expect, it } from 'vitest';
import { t } from '../locales/language';
import { engineFacts } from '../models/engine-facts';
import { clock } from '../ui/clock';
import { keyNames } from '../ui/keys';
import { levelShare } from '../ui/level';
import { exportName } from './export-formats';
import type { FinalState } from './hearing';

const model = { id: 'en', name: 'English', language: 'en', languages: ['en'], role: 'live' as const, bytes: 1, url: '' };

const none: FinalState = { state: 'off', reason: 'none' };

it('[U2] the status line tells backend, speed and where the speech goes', () => {
  const report = { backend: 'wasm', state: 'ok', msPerChunk: 12.4, rtf: 12.4 / 240 } as const;
  const choice = { backend: 'wasm', reason: '', reports: [report] } as const;
  const facts = engineFacts({ state: 'ready', model, choice }, none, t);
  expect(facts).toBe('wasm · 12 ms per 240 ms chunk · nothing leaves this machine');
  expect(engineFacts({ state: 'loading', model, fraction: 0.5 }, none, t)).toBe('Loading English · 50 %');
});

it('[U4] times read as minutes, from one hour on as hours', () => {
  expect([0, 999, 61_000, 3_600_000, 7_325_000].map(clock)).toEqual(['0:00', '0:00', '1:01', '1:00:00', '2:02:05']);
});

it('[U6] an export is named by its recording, a dictation by its day', () => {
  const day = new Date(2026, 2, 5);
  expect(exportName('a talk.v2.flac', 'recording', 'srt', day)).toBe('a talk.v2.srt');
  expect(exportName('Dictation', 'dictation', 'txt', day)).toBe('Dictation 2026-03-05.txt');
});

it('[U7] the level meter stays within its height and grows with the level', () => {
  const shares = [-100, -60, -36, -12, 0].map(levelShare);
  expect(shares).toEqual([0, 0, 0.5, 1, 1]);
});

it('[U12] the hotkey is written with the names on the keys', () => {
  expect(keyNames('CommandOrControl+Shift+Space', false)).toBe('Ctrl + Shift + Space');
  expect(keyNames('CommandOrControl+Alt+D', true)).toBe('Cmd + Option + D');
});
