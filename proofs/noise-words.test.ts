import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

it('[D31] nothing is made up where nobody speaks', { timeout: 240_000 }, async () => {
  const args = ['--import', 'tsx', 'proofs/noise-words.ts', '--minutes', '0.3', '--kinds', 'silence,white,pink,room'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  const { words } = JSON.parse(stdout.trim().split('\n').at(-1)!) as { words: unknown };
  expect(words, stdout).toEqual({ silence: 0, white: 0, pink: 0, room: 0 });
});
