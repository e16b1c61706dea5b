import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { asWritten, heardScores } from './evidence';
import { readHearings, spokenWords } from './hearings';

it('[K53] hearings are held against what was read, by the words that were heard right', async () => {
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'utter-')), 'hearings.jsonl');
  const line = {
    split: 'test',
    spoken: ['we', 'met', 'smith', 'the', 'clerk', 'why', 'not'],
    written: ['We', 'met', 'Smith', 'the', 'clerk', 'Why', 'not'],
    marks: ['', '', ',', '', '.', '', '?'],
    pausesMs: [0, 0, 100, 0, 700, 0, null],
    segments: [
      { from: 0, to: 5, text: 'We met a Smith, the clark.' },
      { from: 5, to: 7, text: 'Why not?' },
    ],
  };
  await writeFile(file, `${JSON.stringify(line)}\n`);
  const [heard] = (await readHearings(file))!;
  expect(heard!.words).toEqual(['we', 'met', 'a', 'smith', 'the', 'clark', 'why', 'not']);
  expect(heard!.reference.spoken).toEqual(['we', 'met', 'smith', 'the', 'why', 'not']);
  expect(heard!.places).toEqual([0, 1, 3, 4, 6, 7]);
  expect(heard!.pausesMs).toEqual([0, 0, null, 100, 0, 700, 0, null]);
  expect(heard!.evidence.map((each) => each!.isStart)).toEqual([true, false, false, false, false, false, true, false]);
  const { words, caseAccuracy, all } = heardScores([heard!], asWritten);
  expect([words, caseAccuracy, all.f1]).toEqual([6, 1, 1]);
  expect(await readHearings(`${file}x`)).toBeNull();
  expect(spokenWords('"Twenty-three," he said - so.').map(({ text }) => text)).toEqual(['twenty', 'three', 'he', 'said', 'so']);
});
