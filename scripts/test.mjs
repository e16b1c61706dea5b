/**
 * `npm test`: everything, in order, on a fresh machine. `npm test -- lint units` runs only the stages named.
 * The last line counts all tests and stages; the exit status is nonzero when anything failed.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { playwrightCounts, runStage, totalLine, vitestCounts } from './test-stages.mjs';

const reports = mkdtempSync(path.join(tmpdir(), 'utter-test-'));
const report = (name) => path.join(reports, name);
const quiet = ['--logLevel', 'warn'];
const unitReporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report('units')}`];

/** Scripts of package.json, in order; one without `read` counts as one test. Limits are for two busy cores. */
const stages = [
  { name: 'typecheck', script: 'typecheck', minutes: 5 },
  { name: 'lint', script: 'lint', minutes: 5 },
  { name: 'units', script: 'test:unit', args: unitReporters, minutes: 20, read: vitestCounts },
  { name: 'web build', script: 'build:web', args: quiet, minutes: 5 },
  { name: 'desktop build', script: 'build', args: quiet, minutes: 5 },
  { name: 'e2e', script: 'e2e', args: ['--reporter=list,json'], minutes: 40, read: playwrightCounts, needs: 'web build' },
];
/** Of the whole; a little less than `.ci/run` gives, so that it can still count. */
const deadlineMs = performance.now() + 69 * 60_000;

const failure = (note) => ({ passed: 0, failed: 1, skipped: 0, notes: [`failed: ${note}`] });

/** @returns {Promise<import('./test-stages.mjs').Counts>} never throws for what the stage did */
async function runAndCount({ name, script, args = [], minutes, read }) {
  const limitMs = Math.min(minutes * 60_000, deadlineMs - performance.now());
  if (limitMs <= 0) return failure(`${name}: not run, because the time of all stages is over`);
  const command = ['run', '--silent', script, ...(args.length > 0 ? ['--', ...args] : [])];
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report('e2e') };
  const { status, isTimedOut } = await runStage('npm', command, { limitMs, env });
  if (isTimedOut) return failure(`${name}: ended after its limit of ${(limitMs / 60_000).toFixed(0)} minutes`);
  if (read === undefined) {
    return status === 0 ? { passed: 1, failed: 0, skipped: 0, notes: [] } : failure(`${name}: exit status ${status}`);
  }
  try {
    const counts = read(JSON.parse(readFileSync(report(name), 'utf8')));
    if (counts.failed > 0 || (status === 0 && counts.passed > 0)) return counts;
    // An error outside any test, such as an unhandled rejection, or a pattern that no file fits.
    const note = `failed: ${name}: exit status ${status} with ${counts.passed} tests passed and none failed`;
    return { ...counts, failed: 1, notes: [...counts.notes, note] };
  } catch (error) {
    return failure(`${name}: no report (${error.message}), exit status ${status}`);
  }
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !stages.some((stage) => stage.name === name));
if (unknown.length > 0) {
  const names = stages.map((stage) => `'${stage.name}'`).join(', ');
  console.error(`No stage is called ${unknown.join(', ')}. There are: ${names}.`);
  process.exit(2);
}

const results = [];
for (const stage of stages.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  console.log(`\n=== ${stage.name}`);
  const startMs = performance.now();
  const isBlocked = results.some(({ name, counts }) => name === stage.needs && counts.failed > 0);
  const counts = isBlocked ? failure(`${stage.name}: not run, because the ${stage.needs} failed`) : await runAndCount(stage);
  results.push({ name: stage.name, counts, seconds: (performance.now() - startMs) / 1000 });
}
rmSync(reports, { recursive: true, force: true });

console.log('\n=== summary');
for (const { name, counts, seconds } of results) {
  console.log(`${name.padEnd(14)} ${seconds.toFixed(1).padStart(7)} s   ${totalLine([counts])}`);
  for (const note of counts.notes) console.log(`               ${note}`);
}
console.log(totalLine(results.map(({ counts }) => counts)));
process.exitCode = results.some(({ counts }) => counts.failed > 0) ? 1 : 0;
