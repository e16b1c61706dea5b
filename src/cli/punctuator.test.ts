import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { smallPunctuatorBytes } from '../core/text/fixtures/small-punctuator';
import { loadPunctuator } from './punctuator';

const root = mkdtempSync(path.join(tmpdir(), 'utter-punctuator-'));
afterAll(() => rmSync(root, { recursive: true }));

function install(language: string, bytes: Uint8Array): void {
  mkdirSync(path.join(root, language));
  writeFileSync(path.join(root, language, 'punctuator.safetensors'), bytes);
}

it('[K46] the command line has the shipped punctuator of English', async () => {
  const punctuator = await loadPunctuator('en');
  const words = ['how', 'are', 'you'];
  const labels = punctuator?.label(words, [20, 20, 900], 0, 3);
  expect(labels?.map(({ written, mark }) => written + mark).join(' ')).toBe('How are you?');
});

it('[K46] a language without one has none', async () => {
  expect(await loadPunctuator('xx', root)).toBeNull();
  expect(await loadPunctuator('en', path.join(root, 'nowhere'))).toBeNull();
});

it('[K45] [K46] a damaged file is refused, naming it', async () => {
  install('aa', smallPunctuatorBytes());
  install('bb', smallPunctuatorBytes().subarray(0, 300));
  await expect(loadPunctuator('aa', root)).resolves.toMatchObject({ lookahead: 3 });
  await expect(loadPunctuator('bb', root)).rejects.toMatchObject({
    code: 'model-invalid',
    message: expect.stringContaining(path.join(root, 'bb', 'punctuator.safetensors')) as string,
  });
});
