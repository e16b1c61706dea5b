import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { afterAll, expect, it } from 'vitest';
import { textFolder } from './renderer-vite';

const root = mkdtempSync(path.join(tmpdir(), 'utter-text-'));
afterAll(() => rmSync(root, { recursive: true }));

async function built(folder: string, out: string): Promise<string> {
  writeFileSync(path.join(root, 'index.html'), '<!doctype html><title>page</title>');
  const outDir = path.join(root, out);
  await build({ root, configFile: false, logLevel: 'silent', build: { outDir }, plugins: [textFolder(folder)] });
  return path.join(outDir, 'text');
}

it('[K46] the browser edition has the text folder beside its page', async () => {
  mkdirSync(path.join(root, 'resources/en'), { recursive: true });
  writeFileSync(path.join(root, 'resources/en/punctuator.safetensors'), 'bytes');
  const text = await built(path.join(root, 'resources'), 'out');
  expect(readFileSync(path.join(text, 'en/punctuator.safetensors'), 'utf8')).toBe('bytes');
});

it('[K46] without the folder it is built all the same', async () => {
  expect(existsSync(await built(path.join(root, 'none'), 'without'))).toBe(false);
});
