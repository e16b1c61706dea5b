import { existsSync, mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { feedCommand, isInstalled, runCommand } from './command';

describe.skipIf(process.platform === 'win32')('command', () => {
  it('[P12] gives the whole output, or what the program complained about', async () => {
    const output = await runCommand('sh', ['-c', 'head -c 300000 /dev/zero; printf end']);
    expect([output.length, output.subarray(-3).toString()]).toEqual([300_003, 'end']);
    await expect(runCommand('ls', ['/no/such/folder'])).rejects.toThrow('/no/such/folder');
    await expect(runCommand('sh', ['-c', 'exit 3'])).rejects.toThrow('exit status 3');
    await expect(runCommand('no-such-program-here', [])).rejects.toThrow('ENOENT');
  });

  it('[P12] feeds a program, and does not wait for what it leaves behind', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'utter-command-'));
    // What is left behind ends when it is told to, after the command: who waits for it waits for ever.
    const left = `read word; test "$word" = ä && { until [ -e "$0/go" ]; do sleep 0.1; done; rmdir "$0/go"; } &`;
    await feedCommand('sh', ['-c', left, folder], Buffer.from('ä\n'));
    mkdirSync(path.join(folder, 'go'));
    await expect.poll(() => existsSync(path.join(folder, 'go')), { timeout: 30_000 }).toBe(false);
    rmdirSync(folder);
    await expect(feedCommand('sh', ['-c', 'echo full >&2; exit 1'], Buffer.alloc(1e6))).rejects.toThrow('full');
  });

  it('[P11] finds programs on the path', () => {
    expect([isInstalled('ls'), isInstalled('no-such-program-here')]).toEqual([true, false]);
    expect(isInstalled('ls', '/no/such/folder:')).toBe(false);
  });
});
