/** Builds an edition of the application where what is built is missing, or older than what it is built from. */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

export type Edition = 'browser' | 'desktop';

const root = path.resolve(import.meta.dirname, '..');
const sources = ['src', 'resources', 'scripts/renderer-vite.ts', 'package.json'];
/** `last` is what a build writes last: with it the build is whole. */
const editions = {
  browser: { script: 'build:web', config: 'vite.web.config.ts', last: 'dist/web/models/index.json' },
  desktop: { script: 'build', config: 'electron.vite.config.ts', last: 'out/renderer/index.html' },
} as const;

/** @throws Error when it can't be built. */
export function buildIfStale(edition: Edition): void {
  const { script, config, last } = editions[edition];
  const why = staleness(
    path.join(root, last),
    [...sources, config].map((source) => path.join(root, source)),
  );
  if (why === null) return;
  console.log(`Building the ${edition} edition (${last} ${why}) …`);
  const { status } = spawnSync('npm', ['run', '--silent', script, '--', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`The ${edition} edition could not be built: npm run ${script} ended with status ${status}.`);
}

/** Why what was built must be built anew, or null. */
export function staleness(built: string, from: readonly string[]): string | null {
  const builtMs = statSync(built, { throwIfNoEntry: false })?.mtimeMs;
  if (builtMs === undefined) return 'is missing';
  const newer = from.flatMap(filesOf).find((file) => statSync(file).mtimeMs > builtMs);
  return newer === undefined ? null : `is older than ${path.relative(root, newer)}`;
}

/** What a build reads: tests and their fixtures are none of it. */
function filesOf(source: string): readonly string[] {
  if (!statSync(source).isDirectory()) return [source];
  return readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
}
