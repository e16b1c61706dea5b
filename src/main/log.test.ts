import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLog } from './log';

vi.mock('electron', () => import('./fixtures/electron'));

describe('log', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'utter-log-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('[H14] appends dated lines with the stack of an error', () => {
    const path = join(folder, 'logs/utter.log');
    const now = () => new Date('2026-01-02T03:04:05Z');
    openLog(path, now).info('started');
    openLog(path, now).error('paste failed', new Error('host died'));
    const text = readFileSync(path, 'utf8');
    expect(text).toContain('2026-01-02T03:04:05.000Z info started\n2026-01-02T03:04:05.000Z error paste failed: Error: host');
    expect(text).toContain('log.test.ts');
  });

  it('[H14] a long log is set aside once, so that two files are all there ever are', () => {
    const path = join(folder, 'utter.log');
    writeFileSync(path, 'x'.repeat(1_000_001));
    const log = openLog(path);
    log.info('one');
    log.info('two');
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(3);
    expect(readFileSync(`${path}.old`, 'utf8')).toHaveLength(1_000_001);
  });

  it('[H14] a log that cannot be written does not throw', () => {
    writeFileSync(join(folder, 'file'), '');
    const complain = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    openLog(join(folder, 'file/utter.log')).info('started');
    expect(complain).toHaveBeenCalledOnce();
  });
});
