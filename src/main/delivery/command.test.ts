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
    const startMs = performance.now();
    await feedCommand('sh', ['-c', 'read word; test "$word" = ä && sleep 5 &'], Buffer.from('ä\n'));
    expect(performance.now() - startMs).toBeLessThan(2000);
    await expect(feedCommand('sh', ['-c', 'echo full >&2; exit 1'], Buffer.alloc(1e6))).rejects.toThrow(
      'full',
    );
  });

  it('[P11] finds programs on the path', () => {
    expect([isInstalled('ls'), isInstalled('no-such-program-here')]).toEqual([true, false]);
    expect(isInstalled('ls', '/no/such/folder:')).toBe(false);
  });
});
