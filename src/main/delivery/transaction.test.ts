import { beforeEach, describe, expect, it } from 'vitest';
import { memoryLog } from '../fixtures/log';
import { deliverByPaste, restoreDelayMs, type BorrowedClipboard, type PasteTarget } from './transaction';

/** A desktop in which every event is written down; waiting takes no time but runs what was planned for it. */
function desktop() {
  const events: string[] = [];
  const state = { clipboard: 'the old contents' };
  const clipboard: BorrowedClipboard<string> = {
    save: async () => (events.push('save'), state.clipboard),
    restore: async (saved) => void (events.push('restore'), (state.clipboard = saved)),
    readText: async () => state.clipboard,
    writeText: async (text) => void (events.push(`write ${text}`), (state.clipboard = text)),
    lendText: (text) => clipboard.writeText(text),
  };
  const duringWait: (() => void)[] = [];
  const target: PasteTarget & { log: ReturnType<typeof memoryLog> } = {
    clipboard,
    press: async () => void events.push(`paste ${state.clipboard}`),
    log: memoryLog(),
    async wait(ms) {
      // Only what is stubbed never to answer runs into the time limit of saving, two and a half seconds.
      if (ms === 2500) await new Promise((resolve) => setTimeout(resolve, 50));
      else events.push(`wait ${ms}`);
      for (const happen of duringWait) happen();
    },
  };
  return { events, state, target, clipboard, duringWait };
}

describe('delivery by paste', () => {
  let { events, state, target, clipboard, duringWait } = desktop();
  beforeEach(() => ({ events, state, target, clipboard, duringWait } = desktop()));

  it('[P1] saves, writes, pastes, waits at least 500 ms and only then restores', async () => {
    expect(await deliverByPaste('hello', target)).toEqual({ state: 'pasted' });
    expect(events).toEqual(['save', 'write hello', 'paste hello', `wait ${restoreDelayMs}`, 'restore']);
    expect(restoreDelayMs).toBeGreaterThanOrEqual(500);
    expect(state.clipboard).toBe('the old contents');
  });

  it('[P2] what someone copies meanwhile is not overwritten', async () => {
    const own = state; // the time limit of saving ends after this test
    duringWait.push(() => (own.clipboard = 'copied by hand'));
    expect(await deliverByPaste('hello', target)).toEqual({ state: 'pasted' });
    expect(events).not.toContain('restore');
    expect(state.clipboard).toBe('copied by hand');
  });

  it('[P3] when the chord fails, the text stays on the clipboard', async () => {
    const failing = { ...target, press: () => Promise.reject(new Error('host died')) };
    const delivery = await deliverByPaste('hello', failing);
    expect(delivery).toEqual({ state: 'copied', reason: expect.stringContaining('host died') });
    expect(state.clipboard).toBe('hello');
    expect(events).not.toContain('restore');
  });

  it('[P4] a clipboard that does not take the text is reported, and nothing is pasted', async () => {
    for (const writeText of [async () => undefined, () => Promise.reject(new Error('no owner'))]) {
      const refusing = { ...target, clipboard: { ...clipboard, writeText, lendText: writeText } };
      expect(await deliverByPaste('hello', refusing)).toMatchObject({ state: 'failed' });
    }
    expect(events.filter((event) => event.startsWith('paste'))).toEqual([]);
    expect(state.clipboard).toBe('the old contents');
  });

  it('[P4] a clipboard that another application takes for a moment is written again', async () => {
    let writes = 0;
    const contested = {
      ...clipboard,
      lendText: async (text: string) => void (++writes > 1 && (await clipboard.writeText(text))),
    };
    expect(await deliverByPaste('hello', { ...target, clipboard: contested })).toEqual({ state: 'pasted' });
    expect(writes).toBe(2);
    expect(events).toContain('paste hello');
  });

  it('[P5] a clipboard that cannot be read, or not within 2.5 s, does not hold the text back', async () => {
    for (const save of [() => Promise.reject(new Error('owner gone')), () => new Promise<string>(() => undefined)]) {
      events.length = 0;
      const unreadable = { ...target, clipboard: { ...clipboard, save } };
      expect(await deliverByPaste('hello', unreadable)).toEqual({ state: 'pasted' });
      expect(events).toEqual(['write hello', 'paste hello', `wait ${restoreDelayMs}`]);
    }
    expect(target.log.lines).toHaveLength(2);
  });

  it('[P6] the log never holds the text', async () => {
    const restore = () => Promise.reject(new Error('owner gone'));
    const press = () => Promise.reject(new Error('host died'));
    await deliverByPaste('my bank code', { ...target, clipboard: { ...clipboard, restore } });
    await deliverByPaste('my bank code', { ...target, press });
    expect(target.log.lines).toHaveLength(2);
    expect(target.log.lines.join()).not.toContain('bank code');
  });
});
