/**
 * `npm test`: everything, in order, on a fresh machine. `npm test -- lint units` runs only the stages named.
 * The last line counts all tests and stages; the exit status is nonzero when anything failed.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium, installChromium } from './test/chromium.mjs';
import { playwrightCounts, totalLine, vitestCounts } from './test/counts.mjs';
import { runStage } from './test/stage.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = mkdtempSync(path.join(tmpdir(), 'utter-test-'));
const minute = 60_000;

/** A package's own command, run by this Node: no shell, and so the same on Windows. */
const bin = (file) => path.join(root, 'node_modules', file);

/**
 * Stages in order. One without `report` counts as one test. Limits are for two busy cores.
 * @type {readonly { name: string, args: readonly string[], limitMs: number, needs?: string, report?: string,
 *   read?: (report: unknown) => import('./test/stage.mjs').Counts,
 *   prepare?: () => Promise<Record<string, string>> }[]}
 */
const stages = [
  { name: 'typecheck', args: [bin('typescript/bin/tsc'), '-b'], limitMs: 5 * minute },
  { name: 'lint', args: [bin('oxlint/bin/oxlint'), '--deny-warnings'], limitMs: 5 * minute },
  {
    name: 'units',
    args: [
      bin('vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reports}/units`,
    ],
    limitMs: 20 * minute,
    report: 'units',
    read: vitestCounts,
  },
  {
    name: 'web build',
    args: [
      bin('vite/bin/vite.js'),
      'build',
      '--config',
      'vite.web.config.ts',
      '--configLoader',
      'runner',
      '--logLevel',
      'warn',
    ],
    limitMs: 5 * minute,
  },
  {
    name: 'desktop build',
    args: [bin('electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'],
    limitMs: 5 * minute,
  },
  {
    name: 'e2e',
    needs: 'web build',
    args: [bin('@playwright/test/cli.js'), 'test', '--reporter=list,json'],
    limitMs: 40 * minute,
    report: 'e2e',
    read: playwrightCounts,
    prepare: async () => ({
      CHROME_PATH: (await findChromium()) ?? (await installChromium()),
      PLAYWRIGHT_JSON_OUTPUT_FILE: path.join(reports, 'e2e'),
    }),
  },
];

/** @returns {import('./test/stage.mjs').Counts} */
const one = (outcome, note) => ({
  passed: outcome === 'passed' ? 1 : 0,
  failed: outcome === 'failed' ? 1 : 0,
  skipped: 0,
  notes: note === undefined ? [] : [note],
});

/** Runs a stage and counts it; never throws for what the stage did. */
async function runAndCount(stage) {
  let env;
  try {
    env = await stage.prepare?.();
  } catch (error) {
    return { counts: one('failed', `failed: ${stage.name}: ${error.message}`), seconds: 0 };
  }
  const ending = await runStage(process.execPath, stage.args, { timeoutMs: stage.limitMs, cwd: root, env });
  const { seconds } = ending;
  if (ending.isTimedOut) {
    const note = `failed: ${stage.name}: ended after its limit of ${stage.limitMs / minute} minutes`;
    return { counts: one('failed', note), seconds };
  }
  if (stage.read === undefined) {
    if (ending.status === 0) return { counts: one('passed'), seconds };
    return { counts: one('failed', `failed: ${stage.name}: exit status ${ending.status}`), seconds };
  }
  let counts;
  try {
    counts = stage.read(JSON.parse(readFileSync(path.join(reports, stage.report), 'utf8')));
  } catch (error) {
    const note = `failed: ${stage.name}: no report (${error.message}), exit status ${ending.status}`;
    return { counts: one('failed', note), seconds };
  }
  if (counts.passed + counts.failed === 0) {
    counts.failed += 1;
    counts.notes.push(`failed: ${stage.name}: no test ran`);
  } else if (ending.status !== 0 && counts.failed === 0) {
    counts.failed += 1; // an error outside any test, such as an unhandled rejection
    counts.notes.push(`failed: ${stage.name}: exit status ${ending.status} though every test passed`);
  }
  return { counts, seconds };
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !stages.some((stage) => stage.name === name));
if (unknown.length > 0) {
  const names = stages.map((stage) => `'${stage.name}'`).join(', ');
  console.error(`No stage is called ${unknown.join(', ')}. There are: ${names}.`);
  process.exit(2);
}

const results = [];
for (const stage of stages) {
  if (wanted.length > 0 && !wanted.includes(stage.name)) continue;
  console.log(`\n=== ${stage.name}`);
  const need = results.find(({ name }) => name === stage.needs);
  const isBlocked = need !== undefined && need.counts.failed > 0;
  const { counts, seconds } = isBlocked
    ? {
        counts: one('failed', `failed: ${stage.name}: not run, because the ${stage.needs} failed`),
        seconds: 0,
      }
    : await runAndCount(stage);
  results.push({ name: stage.name, counts, seconds });
}
rmSync(reports, { recursive: true, force: true });

console.log('\n=== summary');
for (const { name, counts, seconds } of results) {
  console.log(`${name.padEnd(14)} ${seconds.toFixed(1).padStart(7)} s   ${totalLine([counts])}`);
  for (const note of counts.notes) console.log(`               ${note}`);
}
const all = results.map(({ counts }) => counts);
console.log(totalLine(all));
process.exitCode = all.some(({ failed }) => failed > 0) ? 1 : 0;
