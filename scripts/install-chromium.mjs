/** Sees to it that there is a Chromium for the end-to-end tests: Debian's for its root, else the one that Playwright downloads. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from './chromium.mjs';

const { env, platform } = process;

function attempt(command, args, timeoutMs) {
  console.log(`$ ${command} ${args.join(' ')}`);
  const { status, error } = spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: timeoutMs,
    env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
    shell: platform === 'win32',
  });
  if (error !== undefined) console.log(`${command}: ${error.message}`);
  return status === 0;
}

/** @returns whether there is one now */
async function install(...commands) {
  for (const [command, args, limitMs] of commands) attempt(command, args, limitMs);
  return (await findChromium()) !== undefined;
}

const isDebianRoot = platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
const packages = ['install', '-y', '-qq', '--no-install-recommends', 'chromium'];
const isThere =
  (await install()) ||
  (isDebianRoot && (await install(['apt-get', ['update', '-qq'], 180_000], ['apt-get', packages, 600_000]))) ||
  (await install(['npx', ['playwright', 'install', 'chromium'], 600_000]));
if (!isThere) {
  console.error('No Chromium found, and none could be installed. Install Chromium or Chrome, or set CHROME_PATH.');
  process.exitCode = 1;
}
