import { expect, it } from 'vitest';
import { exportName } from './export-formats';

it('[U6] an export is named by its recording, a dictation by its day', () => {
  const day = new Date(2026, 2, 5);
  expect(exportName('a talk.v2.flac', 'recording', 'srt', day)).toBe('a talk.v2.srt');
  expect(exportName('Dictation', 'dictation', 'txt', day)).toBe('Dictation 2026-03-05.txt');
});
