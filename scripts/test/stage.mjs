/** Runs one stage of the tests as a child process that can't outlive its time limit. */
import { spawn, spawnSync } from 'node:child_process';

/**
 * @typedef {{ passed: number, failed: number, skipped: number, notes: string[] }} Counts
 * @typedef {{ status: number | null, isTimedOut: boolean, seconds: number }} Ending
 */

/** Ends a process and everything it started. */
function killTree(child) {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself meanwhile (ESRCH; macOS says EPERM while its zombie remains).
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
  }
}

/**
 * Runs a command, its output going straight to the terminal.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ timeoutMs: number, env?: Record<string, string>, cwd?: string }} options
 * @returns {Promise<Ending>}
 */
export function runStage(command, args, { timeoutMs, env = {}, cwd = process.cwd() }) {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
      detached: process.platform !== 'win32', // a group of its own, so that killTree reaches grandchildren
    });
    let isTimedOut = false;
    const timer = setTimeout(() => {
      isTimedOut = true;
      killTree(child);
    }, timeoutMs);
    const interrupt = () => {
      killTree(child);
      process.exit(130);
    };
    process.once('SIGINT', interrupt);
    process.once('SIGTERM', interrupt);
    const finish = (status) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
      resolve({ status, isTimedOut, seconds: (performance.now() - startedAt) / 1000 });
    };
    child.once('error', (error) => {
      console.error(`${command}: ${error.message}`);
      finish(null);
    });
    child.once('exit', (status) => {
      if (process.platform !== 'win32') killTree(child); // servers and browsers it left behind
      finish(status);
    });
  });
}
