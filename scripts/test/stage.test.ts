import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runStage } from './stage.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'utter-stage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('[Q4] gives the exit status of a stage', async () => {
  for (const status of [0, 3]) {
    const ending = await runStage(process.execPath, ['-e', `process.exit(${status})`], { timeoutMs: 30_000 });
    expect(ending).toMatchObject({ status, isTimedOut: false });
  }
});

it('[Q4] counts a command that does not exist as failed', async () => {
  const ending = await runStage(path.join(folder, 'no-such-command'), [], { timeoutMs: 30_000 });
  expect(ending.status).not.toBe(0);
});

it.skipIf(process.platform === 'win32')('[Q5] ends a stage that hangs, and what it started', async () => {
  const pidFile = path.join(folder, 'pid');
  const wait = 'setInterval(() => {}, 1000)';
  const grandchild = `require('node:child_process').spawn(process.execPath, ['-e', '${wait}'])`;
  const hang = `require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(${grandchild}.pid)); ${wait}`;
  const ending = await runStage(process.execPath, ['-e', hang], { timeoutMs: 3_000 });
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
