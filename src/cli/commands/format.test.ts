import { expect, it } from 'vitest';
import type { Terminal } from '../terminal';
import { parseReplacements, textSettings } from '../text-options';
import { format, type FormatOptions } from './format';

async function run(input: string | Uint8Array, options: Partial<FormatOptions> = {}): Promise<string> {
  let out = '';
  const terminal: Terminal = { out: (text) => (out += text), err: () => {}, status: null };
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  /** In pieces that cut lines and characters. */
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += 7) yield await Promise.resolve(bytes.subarray(start, start + 7));
  }
  const failure: unknown = await format(pieces(), { from: 'words', ...options }, terminal).then(
    () => null,
    (error: unknown) => error,
  );
  if (failure !== null) throw Object.assign(failure as Error, { out });
  return out;
}

it('[C31] writes each line by itself', async () => {
  expect(await run('meet me at ten thirty a m\n\nhow are you question mark\r\nit is über café')).toBe(
    'Meet me at 10:30 a.m.\n\nHow are you?\nIt is über café.\n',
  );
});

it('[C31] takes times and confidences, and tells which words a piece was made from', async () => {
  const word = (text: string, startMs: number, confidence = 1) => ({ text, startMs, endMs: startMs + 200, confidence });
  const line = JSON.stringify({
    words: [word('two', 0), word('hundred', 250), word('comma', 500, 0.2), word('yes', 1700), word('sir', 1950)],
  });
  const json = JSON.parse(await run(line, { from: 'json', json: true }));
  expect(json.text).toBe('200 comma. Yes sir.');
  expect(json.spans[0]).toEqual({ text: '200', firstWord: 0, endWord: 2 });
  expect(json.words).toEqual(['two', 'hundred', 'comma', 'yes', 'sir']);
});

it('[K62] says of each place where a command was said what it rests on', async () => {
  const out = await run('colon cancer is rare comma i think', { why: true });
  expect(out).toMatch(
    /^Colon cancer is rare, i think\.?\n {2}“colon” is text \(\d+\.\d %\): .*\n {2}“comma” is a command \(\d+\.\d %\): /iu,
  );
  const json = JSON.parse(await run('colon cancer is rare', { why: true, json: true })) as { commands: { phrase: string }[] };
  expect(json.commands).toMatchObject([{ phrase: 'colon', isCommand: false }]);
});

it('[C32] names the line that can not be read, after writing those before it', async () => {
  await expect(run(new Uint8Array([...new TextEncoder().encode('good day\n'), 0xff, 0x0a]))).rejects.toMatchObject({
    code: 'text-invalid',
    message: 'Line 2 of standard input is not UTF-8.',
    out: 'Good day.\n',
  });
  for (const [line, problem] of [
    ['{', 'is not JSON'],
    ['{"text": "a"}', 'has no list of words'],
    ['["a", 1]', 'has no text in word 2'],
    ['[{"text": "a", "confidence": "b"}]', 'has no number'],
  ] as const) {
    await expect(run(`["a"]\n${line}\n`, { from: 'json' })).rejects.toMatchObject({
      message: expect.stringContaining(`Line 2 of standard input ${problem}`),
    });
  }
  for (const [text, problem] of [
    ['a\tb\nab', 'line 2, has no tab'],
    ['a\tb\tc', 'line 1, has more than one tab'],
    ['\tb', 'line 1, says nothing'],
  ] as const) {
    expect(() => parseReplacements(text, 'list.tsv')).toThrow(`list.tsv, ${problem}`);
  }
  await expect(textSettings({ replacements: '/nowhere/list.tsv' })).rejects.toMatchObject({
    message: expect.stringContaining('/nowhere/list.tsv'),
  });
  await expect(textSettings({ style: 'clock=25h' })).rejects.toMatchObject({ message: expect.stringContaining('“25h”') });
  await expect(textSettings({ style: 'watch=24h' })).rejects.toMatchObject({ message: expect.stringContaining('“watch”') });
  await expect(textSettings({ commandsOff: 'comma,coma' })).rejects.toMatchObject({ message: expect.stringContaining('“coma”') });
});

it('[C33] options do what the settings do', async () => {
  expect(await run('one comma two hundred', { verbatim: true })).toBe('one comma two hundred\n');
  expect(await run('one comma two hundred', { punctuation: false })).toBe('One, 200\n');
  expect(await run('one comma two hundred', { commandsOff: 'comma', punctuation: false })).toBe('One comma 200\n');
  expect(await run('at five p m um we left', { style: 'clock=24h, fillers=off' })).toBe('At 17:00 um we left.\n');
  expect((await textSettings({ commandsOff: 'all' })).commandsOff.length).toBeGreaterThan(15);
});
