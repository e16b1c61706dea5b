import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WatchState } from '../../platform/system-services';
import { memoryLog } from '../fixtures/log';
import { openLedger } from './ledger';
import { createWatchFolder, type WatchFolder } from './watch-folder';

const stableMs = 200;

describe('watch folder', () => {
  let root: string;
  let folder: string;
  const opened: WatchFolder[] = [];

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'utter-watch-'));
    folder = join(root, 'recordings');
    mkdirSync(folder);
  });
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.stop().catch(() => undefined);
    rmSync(root, { recursive: true, force: true });
  });

  async function start() {
    const states: WatchState[] = [];
    const log = memoryLog();
    const ledger = await openLedger(join(root, 'watch-folder.json'), log);
    const watched = createWatchFolder({ ledger, log, changed: (state) => states.push(state), stableMs, checkMs: 300 });
    opened.push(watched);
    await watched.begin();
    const names = (): string[] => {
      const state = watched.state();
      return state.state === 'watching' ? state.found.map(({ name }) => name) : [];
    };
    const id = (name: string): string => {
      const state = watched.state();
      return state.state === 'watching' ? (state.found.find((each) => each.name === name)?.id ?? '') : '';
    };
    return {
      watched,
      states,
      log,
      names,
      id,
      finds: (...wanted: string[]) => vi.waitFor(() => expect(names().sort()).toEqual(wanted), 10_000),
    };
  }

  it('[S70] is off until a folder is chosen', async () => {
    const { watched } = await start();
    expect(watched.state()).toEqual({ state: 'off' });
  });

  it('[S70] finds new recordings only, and writes their text beside them', async () => {
    writeFileSync(join(folder, 'old.wav'), 'old');
    const { watched, finds, id, names } = await start();
    await watched.choose(folder);
    writeFileSync(join(folder, 'talk.WAV'), 'sound');
    writeFileSync(join(folder, 'notes.pdf'), 'no sound');
    await finds('talk.WAV');
    expect(watched.file(id('talk.WAV'))).toBe(join(folder, 'talk.WAV'));
    expect(watched.file('another')).toBeNull();
    await watched.finish(id('talk.WAV'), 'Good morning.\n');
    expect(names()).toEqual([]);
    expect(readFileSync(join(folder, 'talk.txt'), 'utf8')).toBe('Good morning.\n');
    expect(readdirSync(folder).sort()).toEqual(['notes.pdf', 'old.wav', 'talk.WAV', 'talk.txt']);
  });

  it('[S71] leaves a file that is still being written until its size is stable', async () => {
    const { watched, finds, names } = await start();
    await watched.choose(folder);
    const path = join(folder, 'long.wav');
    for (let part = 0; part < 8; part++) {
      appendFileSync(path, 'part');
      await new Promise((resolve) => setTimeout(resolve, stableMs / 2));
      expect(names(), `part ${part}`).toEqual([]);
    }
    await finds('long.wav');
  });

  it('[S72] transcribes nothing twice, also after a restart; what came meanwhile is found', async () => {
    const first = await start();
    await first.watched.choose(folder);
    writeFileSync(join(folder, 'one.wav'), 'one');
    writeFileSync(join(folder, 'broken.wav'), 'broken');
    await first.finds('broken.wav', 'one.wav');
    await first.watched.finish(first.id('one.wav'), 'One.\n');
    await first.watched.finish(first.id('broken.wav'), null);

    writeFileSync(join(folder, 'two.wav'), 'two');
    const second = await start();
    await second.finds('two.wav');
    expect(readdirSync(folder).filter((name) => name.endsWith('.txt'))).toEqual(['one.txt']);
  });

  it('[S72] never overwrites a text that is there', async () => {
    const { watched, finds, id } = await start();
    await watched.choose(folder);
    writeFileSync(join(folder, 'talk.txt'), 'mine');
    writeFileSync(join(folder, 'talk.wav'), 'sound');
    await finds('talk.wav');
    await watched.finish(id('talk.wav'), 'heard');
    expect(readFileSync(join(folder, 'talk.txt'), 'utf8')).toBe('mine');
    expect(readFileSync(join(folder, 'talk 2.txt'), 'utf8')).toBe('heard');
  });

  it('[S72] a recording that changed is another one; one that went is not offered any more', async () => {
    const { watched, finds, id } = await start();
    await watched.choose(folder);
    const path = join(folder, 'talk.wav');
    writeFileSync(path, 'sound');
    await finds('talk.wav');
    const before = id('talk.wav');
    writeFileSync(path, 'longer sound');
    await vi.waitFor(() => expect(id('talk.wav')).not.toBe(before), 10_000);
    await watched.finish(before, 'too early');
    expect(readdirSync(folder)).toEqual(['talk.wav']);
    rmSync(path);
    await finds();
  });

  it('[S73] a folder that is gone is told, and watched again when it is back', async () => {
    const { watched, states, finds } = await start();
    await watched.choose(folder);
    rmSync(folder, { recursive: true });
    await vi.waitFor(
      () => expect(watched.state()).toMatchObject({ state: 'failed', folder, reason: 'it no longer exists' }),
      10_000,
    );
    expect(states.at(-1)).toEqual(watched.state());
    const second = await start();
    expect(second.watched.state()).toMatchObject({ state: 'failed', folder });
    mkdirSync(folder);
    await vi.waitFor(() => expect(watched.state().state).toBe('watching'), 10_000);
    writeFileSync(join(folder, 'talk.wav'), 'sound');
    await finds('talk.wav');
  });

  it('[S73] a text that can not be written is told, and the recording not tried again', async () => {
    const { watched, finds, id, names } = await start();
    await watched.choose(folder);
    writeFileSync(join(folder, 'talk.wav'), 'sound');
    await finds('talk.wav');
    // A folder where the temporary file would be.
    mkdirSync(join(folder, `talk.txt.${process.pid}.tmp`));
    await expect(watched.finish(id('talk.wav'), 'text')).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining('talk.txt') as string,
    });
    expect(names()).toEqual([]);
  });

  it('[S70] a ledger that is damaged is set aside', async () => {
    writeFileSync(join(root, 'watch-folder.json'), '{"version":1,"folder":7}');
    const { watched, log } = await start();
    expect(watched.state()).toEqual({ state: 'off' });
    expect(log.lines[0]).toContain('set aside');
    expect(readdirSync(root).some((name) => name.startsWith('watch-folder.damaged-'))).toBe(true);
  });
});
