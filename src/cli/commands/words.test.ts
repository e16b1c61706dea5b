import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WordProblem } from '../../core/language/user-words';
import type { LoadedModel } from '../../engine/load';
import { fakeEars } from '../fixtures/fake-ears';
import { fakeModel } from '../fixtures/fake-model';
import type { Terminal } from '../terminal';
import { userFolder } from '../user-folder';
import { transcribeWith, useWords } from './transcribe';
import { addWord, importWords, listWords, removeWords } from './words';

const tinyTable = fileURLToPath(new URL('../../engine/fixtures/tiny-table', import.meta.url));
const speech = fileURLToPath(new URL('../../media/fixtures/speech.wav', import.meta.url));
const backend = 'wasm' as const;

let folder: string;
let file: string;
let [out, err] = ['', ''];
const terminal: Terminal = { out: (text) => (out += text), err: (text) => (err += text), status: null };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'utter-words-'));
  file = join(folder, 'deep', 'words.json');
  [out, err] = ['', ''];
});
afterEach(() => rm(folder, { recursive: true }));

const stored = async (): Promise<unknown> => (JSON.parse(await readFile(file, 'utf8')) as { words: unknown }).words;

describe('utter words', () => {
  it('[C40] adds, changes, lists and removes words, in a file that holds what was given', async () => {
    expect(await listWords({ words: file }, terminal)).toBe(0);
    expect(out).toContain('No words yet');
    expect(await addWord('Kubernetes', { words: file, backend }, terminal)).toBe(0);
    expect(await addWord('Nguyễn', { words: file, backend, soundsLike: 'win', boost: 2 }, terminal)).toBe(0);
    expect(await addWord('Kubernetes', { words: file, backend, soundsLike: 'koo ber net ease' }, terminal)).toBe(0);
    expect(out).toContain('Changed “Kubernetes”');
    expect(await stored()).toEqual([
      { written: 'Kubernetes', soundsLike: 'koo ber net ease', boost: 0, learned: [] },
      { written: 'Nguyễn', soundsLike: 'win', boost: 2, learned: [] },
    ]);
    out = '';
    await listWords({ words: file }, terminal);
    expect(out).toMatch(/Kubernetes +koo ber net ease\nNguyễn +win +2\n$/);
    out = '';
    await listWords({ words: file, json: true }, terminal);
    expect(JSON.parse(out)).toEqual(await stored());
    expect(await removeWords(['Nguyễn', 'nope'], { words: file }, terminal)).toBe(1);
    expect(err).toContain('“nope”');
    expect(await removeWords(['Kubernetes'], { words: file }, terminal)).toBe(0);
    expect(await stored()).toEqual([]);
  });

  it('[C40] adds a word of any script, and tells which models can’t hear it without its sound', async () => {
    await addWord('日本', { words: file, backend }, terminal);
    expect(out).toMatch(/Added “日本”\.\n.*--sounds-like/);
    out = '';
    await addWord('日本', { words: file, backend, soundsLike: 'nee hon' }, terminal);
    expect(out).toBe('Changed “日本”.\n');
  });

  it('[C40] refuses a word without letters, and a file that is damaged, and changes nothing then', async () => {
    await expect(addWord('😀', { words: file, backend }, terminal)).rejects.toMatchObject({
      code: 'words-invalid',
      message: expect.stringContaining('😀') as string,
    });
    await expect(addWord('fine', { words: file, backend, boost: 99 }, terminal)).rejects.toMatchObject({ code: 'words-invalid' });
    await addWord('fine', { words: file, backend }, terminal);
    await writeFile(file, '{"version":1,"words":[{}]}');
    await expect(addWord('more', { words: file, backend }, terminal)).rejects.toMatchObject({
      message: expect.stringContaining(file) as string,
    });
    expect(await readFile(file, 'utf8')).toBe('{"version":1,"words":[{}]}');
  });

  it('[C41] imports a text file, and tells the lines that it can’t use', async () => {
    const list = join(folder, 'list.txt');
    await writeFile(list, 'Kubernetes\n☃\nSiobhan\tshivawn\t1.5\nword\tone\tloud\n');
    expect(await importWords(list, { words: file }, terminal)).toBe(1);
    expect(out).toContain('Added 2 words');
    expect(err).toMatch(/list\.txt, line 2 \(“☃”\)[^\n]*\n.*line 4[^\n]*"loud" is no number/);
    expect(await stored()).toHaveLength(2);
    await writeFile(list, '😀\n');
    await expect(importWords(list, { words: file }, terminal)).rejects.toMatchObject({
      message: expect.stringContaining('line 1') as string,
    });
    await writeFile(list, Buffer.from([0x50, 0x4b, 0, 1]));
    await expect(importWords(list, { words: file }, terminal)).rejects.toMatchObject({
      message: expect.stringContaining('not a text file') as string,
    });
    await expect(importWords(join(folder, 'none'), { words: file }, terminal)).rejects.toMatchObject({
      message: expect.stringContaining('no file') as string,
    });
  });

  it('[C42] transcribe takes the words of a list, and tells the entries that the model can’t hear', async () => {
    const list = join(folder, 'list.txt');
    await writeFile(list, 'Kubernetes\n☃\n');
    const given: unknown[] = [];
    const problems: WordProblem[] = [{ line: 1, text: 'Kubernetes', problem: 'it is too hard' }];
    const model: LoadedModel = { ...fakeModel(), setUserWords: (words) => Promise.resolve((given.push(words), problems)) };
    await useWords(model, { words: list }, terminal);
    expect(given).toEqual([[{ written: 'Kubernetes', soundsLike: '', boost: 0, learned: [] }]]);
    expect(err).toContain('line 2');
    expect(err).toContain('entry 1 (“Kubernetes”): it is too hard');
    await useWords(model, { words: false }, terminal);
    expect(given[1]).toEqual([]);
    expect(
      await transcribeWith(await fakeEars(), [{ path: speech, name: 'speech' }], { format: ['txt'], backend: 'cpu' }, terminal),
    ).toBe(0);
    await expect(useWords(model, { words: join(folder, 'none') }, terminal)).rejects.toMatchObject({ code: 'words-invalid' });
  });

  it('[C43] learns how a word sounds from recordings, and refuses those that can’t be used', async () => {
    const options = { words: file, backend, model: tinyTable };
    expect(await addWord('日本', { ...options, recordings: [speech, speech, speech] }, terminal)).toBe(0);
    const [word] = (await stored()) as { learned: string[][] }[];
    expect(word!.learned.length).toBeGreaterThan(0);
    expect(out).toContain(`heard as ${word!.learned[0]!.join(' ')}`);
    await expect(addWord('x', { ...options, recordings: [join(folder, 'none.wav')] }, terminal)).rejects.toMatchObject({
      code: 'audio-undecodable',
    });
  });

  it('[C44] the words are where the app keeps what is the user’s', () => {
    expect(userFolder('linux', {}, '/home/ada')).toBe(join('/home/ada', '.config', 'Utter'));
    expect(userFolder('linux', { XDG_CONFIG_HOME: '/etc/ada' }, '/home/ada')).toBe(join('/etc/ada', 'Utter'));
    expect(userFolder('darwin', {}, '/Users/ada')).toBe(join('/Users/ada', 'Library', 'Application Support', 'Utter'));
    expect(userFolder('win32', { APPDATA: 'C:/Users/ada/Roaming' }, 'C:/Users/ada')).toBe(join('C:/Users/ada/Roaming', 'Utter'));
  });
});
