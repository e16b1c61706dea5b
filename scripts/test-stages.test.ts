import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { playwrightCounts, runStage, totalLine, vitestCounts } from './test-stages.mjs';

it('[Q4] counts vitest reports, a file that could not load included', () => {
  const counts = vitestCounts({
    testResults: [
      {
        name: 'a.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'one', failureMessages: [] },
          { status: 'failed', fullName: 'two', failureMessages: ['\u001b[31mexpected 1\u001b[0m\n  at …'] },
          { status: 'pending', fullName: 'three', failureMessages: [] },
        ],
      },
      { name: 'b.test.ts', status: 'failed', message: 'SyntaxError', assertionResults: [] },
    ],
  });
  expect(counts).toEqual({
    passed: 1,
    failed: 2,
    skipped: 1,
    notes: ['failed: two: expected 1', 'skipped: three', 'failed: b.test.ts: SyntaxError'],
  });
});

it('[Q4] counts Playwright reports and names what was skipped, why, and what passed the second time only', () => {
  const test = (status: string, extra: object = {}) => ({
    status,
    annotations: [],
    results: [{ errors: [] }],
    ...extra,
  });
  const counts = playwrightCounts({
    suites: [
      {
        title: 'a.spec.ts',
        specs: [
          { title: 'one', tests: [test('expected')] },
          { title: 'two', tests: [test('flaky', { results: [{ errors: [{ message: 'late' }] }, { errors: [] }] })] },
        ],
        suites: [
          {
            title: 'group',
            specs: [
              {
                title: 'three',
                tests: [test('skipped', { annotations: [{ type: 'skip', description: 'no Electron' }] })],
              },
              {
                title: 'four',
                tests: [test('unexpected', { results: [{ errors: [{ message: 'boom\nat …' }] }] })],
              },
            ],
          },
        ],
      },
    ],
    stats: { expected: 1, flaky: 1, skipped: 1, unexpected: 1 },
    errors: [{ message: 'the server did not start' }],
  });
  expect(counts).toMatchObject({ passed: 2, failed: 2, skipped: 1 });
  expect(counts.notes).toContain('flaky: a.spec.ts › two: late');
  expect(counts.notes).toContain('skipped: a.spec.ts › group › three: no Electron');
  expect(counts.notes).toContain('failed: a.spec.ts › group › four: boom');
  expect(counts.notes).toContain('failed: the server did not start');
});

it('[Q4] ends with the total', () => {
  const counts = (passed: number, failed: number, skipped: number) => ({
    passed,
    failed,
    skipped,
    notes: [],
  });
  expect(totalLine([counts(1, 0, 0), counts(2, 1, 0)])).toBe('3 passed, 1 failed');
  expect(totalLine([counts(1, 0, 0), counts(2, 1, 4)])).toBe('3 passed, 1 failed, 4 skipped');
});

const folder = mkdtempSync(path.join(tmpdir(), 'utter-stage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('[Q4] gives the exit status of a stage', async () => {
  for (const status of [0, 3]) {
    const ending = await runStage(process.execPath, ['-e', `process.exit(${status})`], { limitMs: 30_000 });
    expect(ending).toMatchObject({ status, isTimedOut: false });
  }
});

it('[Q4] counts a command that does not exist as failed', async () => {
  const ending = await runStage(path.join(folder, 'no-such-command'), [], { limitMs: 30_000 });
  expect(ending.status).not.toBe(0);
});

it.skipIf(process.platform === 'win32')('[Q5] ends a stage that hangs, and what it started', async () => {
  const pidFile = path.join(folder, 'pid');
  const wait = 'setInterval(() => {}, 1000)';
  const grandchild = `require('node:child_process').spawn(process.execPath, ['-e', '${wait}'])`;
  const hang = `require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(${grandchild}.pid)); ${wait}`;
  const ending = await runStage(process.execPath, ['-e', hang], { limitMs: 3_000 });
  expect(ending.isTimedOut).toBe(true);
  expect(ending.status).not.toBe(0);
  const pid = Number(readFileSync(pidFile, 'utf8'));
  await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
});

/** A killed process whose parent is gone may stay a zombie in a container without an init. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false; // gone
  }
}
