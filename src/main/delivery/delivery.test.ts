import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ClipboardItem, clipboardState } from '../fixtures/electron';
import { memoryLog } from '../fixtures/log';
import type { InputHost } from '../input/client';
import { createDeliverer, type DelivererOptions } from './delivery';

vi.mock('electron', () => import('../fixtures/electron'));
/** Waiting before the restore is shortened; the time limit of saving is not met, however slow the machine. */
vi.mock('node:timers/promises', () => ({
  setTimeout: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms < 1000 ? 20 : 30_000).unref()),
}));

const { done } = clipboardState;
const inputHost: InputHost = {
  prepare: () => void done.push('prepare'),
  pressPaste: async () => void done.push('paste'),
  dispose: () => undefined,
};
const deliverer = (options: Partial<DelivererOptions> = {}) =>
  createDeliverer({
    route: { kind: 'input-host' },
    inputHost,
    log: memoryLog(),
    isOwnWindowFocused: () => false,
    isPastingWanted: () => true,
    ...options,
  });

async function contentsOf(item: ClipboardItem | undefined): Promise<Record<string, unknown>> {
  const contents: Record<string, unknown> = {};
  for (const type of item?.types ?? []) {
    const content = await item?.getType(type);
    contents[type] = content instanceof Blob ? [...new Uint8Array(await content.arrayBuffer())] : content;
  }
  return contents;
}

describe('delivery', () => {
  beforeEach(() => {
    done.length = 0;
    clipboardState.items = [];
  });

  it('[P7] every format comes back byte for byte: text, markup, image, bookmark, files', async () => {
    const files = 'electron application/osclipboard;format="x-special/gnome-copied-files"';
    const item = new ClipboardItem({
      'text/plain': 'plain ä',
      'text/html': '<b>rich</b>',
      'text/rtf': '{\\rtf1 rich}',
      'image/png': new Blob([new Uint8Array([137, 80, 0, 255])]),
      'electron application/bookmark': { title: 'Utter', url: 'https://example.org/' },
      [files]: new Blob(['copy\nfile:///tmp/a']),
    });
    const before = await contentsOf(item);
    clipboardState.items = [item];
    expect(await deliverer().deliver('hello')).toEqual({ state: 'pasted' });
    expect(done).toEqual(['writeText hello', 'paste', `write ${item.types.join(', ')}`]);
    expect(await contentsOf(clipboardState.items[0])).toEqual(before);
  });

  it('[P7] a format that is listed but cannot be read does not cost the others', async () => {
    const item = new ClipboardItem({ 'text/plain': 'plain' });
    item.types.push('image/png');
    clipboardState.items = [item];
    expect(await deliverer().deliver('hello')).toEqual({ state: 'pasted' });
    expect(clipboardState.items[0]?.types).toEqual(['text/plain']);
  });

  it('[P7] an empty clipboard is empty again', async () => {
    expect(await deliverer().deliver('hello')).toEqual({ state: 'pasted' });
    expect(done).toEqual(['writeText hello', 'paste', 'clear']);
  });

  it('[P8] deliveries wait for each other, so that the second restores what the user had', async () => {
    clipboardState.items = [new ClipboardItem({ 'text/plain': 'the user’s' })];
    const { deliver, settled } = deliverer();
    const both = Promise.all([deliver('one'), deliver('two')]);
    await settled();
    expect(await both).toEqual([{ state: 'pasted' }, { state: 'pasted' }]);
    expect(done).toEqual(
      ['one', 'two'].flatMap((text) => [`writeText ${text}`, 'paste', 'write text/plain']),
    );
    expect(await contentsOf(clipboardState.items[0])).toEqual({
      'text/plain': [...Buffer.from('the user’s')],
    });
  });

  it('[P9] Utter never pastes into its own window', async () => {
    const delivery = await deliverer({ isOwnWindowFocused: () => true }).deliver('hello');
    expect(delivery).toEqual({ state: 'copied', reason: expect.stringContaining('Utter itself') });
    expect(done).toEqual(['writeText hello']);
  });

  it('[P10] with pasting switched off the text is copied and no host is started', async () => {
    const quiet = deliverer({ isPastingWanted: () => false });
    quiet.prepare();
    expect(await quiet.deliver('hello')).toMatchObject({ state: 'copied' });
    expect(done).toEqual(['writeText hello']);
  });

  it('[P3] without a way to paste the text is copied and the reason is the route’s', async () => {
    const route = { kind: 'copy-only', clipboard: 'electron', reason: 'No display.' } as const;
    const copying = deliverer({ route });
    copying.prepare();
    expect(await copying.deliver('hello')).toEqual({ state: 'copied', reason: 'No display.' });
    expect(done).toEqual(['writeText hello']);
  });

  it('[P4] nothing to deliver is a failure, and the clipboard is not touched', async () => {
    expect(await deliverer().deliver('')).toMatchObject({ state: 'failed' });
    expect(done).toEqual([]);
  });

  it('[P8] a delivery that failed does not hold up the next one', async () => {
    const pressPaste = vi.fn().mockRejectedValueOnce(new Error('host died')).mockResolvedValue(undefined);
    const { deliver } = deliverer({ inputHost: { ...inputHost, pressPaste } });
    expect(await deliver('one')).toMatchObject({ state: 'copied' });
    expect(await deliver('two')).toEqual({ state: 'pasted' });
  });
});
