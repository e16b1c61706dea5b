/** Runs the stages of the tests, and reads what Vitest and Playwright counted from the reports that they write. */
import { spawn, spawnSync } from 'node:child_process';

/** @typedef {{ passed: number, failed: number, skipped: number, notes: string[] }} Counts */

const isWindows = process.platform === 'win32';

/** Ends a process and everything it started. */
function killTree({ pid }) {
  if (pid === undefined) return;
  if (isWindows) return void spawnSync('taskkill', ['/pid', String(pid), '/T', '/F']);
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself meanwhile (ESRCH; macOS says EPERM while its zombie remains).
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
  }
}

/**
 * Runs a command that can't outlive its time limit, its output going straight to the terminal.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ limitMs: number, env?: Record<string, string> }} options
 * @returns {Promise<{ status: number | null, isTimedOut: boolean }>}
 */
export function runStage(command, args, { limitMs, env = {} }) {
  return new Promise((resolve) => {
    const stdio = ['ignore', 'inherit', 'inherit'];
    // Detached is a group of its own, so that killTree reaches grandchildren; npm is a script on Windows.
    const child = spawn(command, args, { stdio, env: { ...process.env, ...env }, detached: !isWindows, shell: isWindows });
    let isTimedOut = false;
    const timer = setTimeout(() => {
      isTimedOut = true;
      killTree(child);
    }, limitMs);
    const interrupt = () => {
      killTree(child);
      process.exit(130);
    };
    const finish = (status) => {
      clearTimeout(timer);
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, interrupt);
      if (!isWindows) killTree(child); // servers and browsers it left behind
      resolve({ status, isTimedOut });
    };
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, interrupt);
    child.once('error', () => finish(null)).once('exit', finish);
  });
}

// eslint-disable-next-line no-control-regex -- colours are control characters
const firstLine = (text = '') => text.replace(/\u001b\[[0-9;]*m/g, '').split('\n')[0];

/**
 * @param {any} report Vitest's `json` reporter
 * @returns {Counts}
 */
export function vitestCounts({ testResults }) {
  const broken = testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0);
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const passed = tests.filter(({ status }) => status === 'passed');
  const failed = tests.filter(({ status }) => status === 'failed');
  const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
  return {
    passed: passed.length,
    failed: broken.length + failed.length,
    skipped: skipped.length,
    notes: [
      ...failed.map(({ fullName, failureMessages }) => `failed: ${fullName}: ${firstLine(failureMessages?.[0])}`),
      ...skipped.map(({ fullName }) => `skipped: ${fullName}`),
      ...broken.map(({ name, message }) => `failed: ${name}: ${firstLine(message)}`),
    ],
  };
}

/**
 * @param {any} report Playwright's `json` reporter
 * @returns {Counts}
 */
export function playwrightCounts({ suites, stats, errors = [] }) {
  const notes = [];
  const visit = ({ title, suites: inner = [], specs = [] }, path = '') => {
    for (const suite of inner) visit(suite, `${path}${title} › `);
    for (const { title: name, tests } of specs) {
      for (const { status, annotations, results } of tests) {
        if (status === 'expected') continue;
        const message = results.flatMap((result) => result.errors).find((error) => error.message)?.message;
        const why = status === 'skipped' ? annotations.find(({ type }) => type === 'skip')?.description : message;
        notes.push(`${status === 'unexpected' ? 'failed' : status}: ${path}${title} › ${name}: ${firstLine(why)}`);
      }
    }
  };
  for (const suite of suites) visit(suite);
  notes.push(...errors.map(({ message }) => `failed: ${firstLine(message)}`));
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length, skipped: stats.skipped, notes };
}

/**
 * The line that ends a run: `N passed, M failed` and, when some were, `, K skipped`.
 * @param {readonly Counts[]} all
 */
export function totalLine(all) {
  const [passed, failed, skipped] = ['passed', 'failed', 'skipped'].map((key) =>
    all.reduce((sum, counts) => sum + counts[key], 0),
  );
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
