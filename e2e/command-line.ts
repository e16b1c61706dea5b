import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '..');

/** Runs `utter` as a user would. @returns what it prints on stdout */
export async function utter(...args: readonly string[]): Promise<string> {
  const command = path.join(root, 'bin/utter.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [command, ...args], {
    cwd: root,
    timeout: 150_000,
  });
  return stdout;
}

/** Options for a text of live words alone, as pages have it with `finalTier: 'none'`. */
export const liveWords = ['--pass', 'streaming'] as const;
