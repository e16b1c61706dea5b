import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { memoryLog } from './fixtures/log';
import { createWordsFile } from './words-file';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'utter-words-'));
  path = join(folder, 'words.json');
});
afterEach(() => rm(folder, { recursive: true }));

const word = (written: string) => ({ written, soundsLike: '', boost: 0, learned: [] });

it('[S40] words outlive the application, and are read anew each time: the command line may have changed them', async () => {
  const file = createWordsFile(path, memoryLog());
  expect(await file.read()).toEqual([]);
  await Promise.all([file.write([word('one')]), file.write([word('two')])]);
  expect(await file.read()).toEqual([word('two')]);
  await writeFile(path, JSON.stringify({ version: 1, words: [{ written: 'three' }] }));
  expect(await file.read()).toEqual([word('three')]);
  expect(await readdir(folder)).toEqual(['words.json']);
});

it('[S40] a damaged file is set aside, not overwritten, and told', async () => {
  const log = memoryLog();
  await writeFile(path, 'oh');
  const file = createWordsFile(path, log);
  await expect(file.read()).rejects.toMatchObject({ code: 'words-invalid', message: expect.stringContaining(path) as string });
  expect(await file.read()).toEqual([]);
  await file.write([word('new')]);
  const names = await readdir(folder);
  expect(names).toHaveLength(2);
  expect(
    await readFile(
      join(
        folder,
        names.find((name) => name.includes('damaged'))!,
      ),
      'utf8',
    ),
  ).toBe('oh');
});

it('[S43] a word that could not be read again is refused, and the file stays as it was', async () => {
  const file = createWordsFile(path, memoryLog());
  await file.write([word('kept')]);
  await expect(file.write([word('new'), word('😀')])).rejects.toMatchObject({
    code: 'words-invalid',
    message: expect.stringContaining('😀') as string,
  });
  expect(await file.read()).toEqual([word('kept')]);
});
