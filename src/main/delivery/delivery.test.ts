import { beforeEach, describe, expect, it, vi } from 'vitest';
import { clipboard, ClipboardItem, clipboardState, lentMarks, selectionState } from '../fixtures/electron';
import { memoryLog } from '../fixtures/log';
import type { InputHost } from '../input/client';
import { createDeliverer, type DelivererOptions } from './delivery';
import { createSpacing } from './spacing';
import type { Target } from './target';
import type { Typist } from './typing';

vi.mock('electron', () => import('../fixtures/electron'));
/** Waiting before the restore is shortened; the time limit of saving is not met, however slow the machine. */
vi.mock('node:timers/promises', () => ({
  setTimeout: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms < 1000 ? 20 : 30_000).unref()),
}));

const { done } = clipboardState;
const format = (name: string): string => `electron application/osclipboard;format="${name}"`;
const marks: Partial<Record<NodeJS.Platform, Record<string, number[]>>> = {
  win32: {
    ExcludeClipboardContentFromMonitorProcessing: [0, 0, 0, 0],
    CanIncludeInClipboardHistory: [0, 0, 0, 0],
    CanUploadToCloudClipboard: [0, 0, 0, 0],
  },
  darwin: { 'org.nspasteboard.TransientType': [], 'org.nspasteboard.ConcealedType': [] },
  linux: { 'x-kde-passwordManagerHint': [...Buffer.from('secret')] },
};
lentMarks.push(...Object.keys(marks[process.platform] ?? {}).map(format));
const inputHost: InputHost = {
  prepare: () => void done.push('prepare'),
  press: async (chord) => void done.push(chord),
  dispose: () => undefined,
};
const typist: Typist = { obstacle: null, type: async (text) => void done.push(`type ${text}`) };
const editor: Target = { state: 'window', id: '1', names: ['gedit'] };

interface Changes extends Partial<Omit<DelivererOptions, 'settings' | 'targets'>> {
  readonly settings?: Partial<ReturnType<DelivererOptions['settings']>>;
  readonly target?: Target;
}

function deliverer({ settings, target = editor, ...options }: Changes = {}) {
  return createDeliverer({
    route: { kind: 'input-host' },
    inputHost,
    targets: { prepare: () => undefined, find: async () => target },
    typist,
    spacing: createSpacing(),
    log: memoryLog(),
    isOwnWindowFocused: () => false,
    settings: () => ({ deliveryMode: 'paste', deliveryRules: [], ...settings }),
    modifiersReleased: async () => true,
    onSending: () => undefined,
    ...options,
  });
}

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
    vi.restoreAllMocks();
    done.length = 0;
    clipboardState.items = [];
    selectionState.items = [];
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
    expect(done).toEqual(['lend hello', 'paste', `write ${item.types.join(', ')}`]);
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
    expect(done).toEqual(['lend hello', 'paste', 'clear']);
  });

  it('[P8] deliveries wait for each other, so that the second restores what the user had', async () => {
    clipboardState.items = [new ClipboardItem({ 'text/plain': 'the user’s' })];
    const { deliver, settled } = deliverer();
    const both = Promise.all([deliver('one'), deliver('two')]);
    await settled();
    expect(await both).toEqual([{ state: 'pasted' }, { state: 'pasted' }]);
    expect(done).toEqual(['one', ' two'].flatMap((text) => [`lend ${text}`, 'paste', 'write text/plain']));
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
    const quiet = deliverer({ settings: { deliveryMode: 'copy' } });
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
    const press = vi.fn().mockRejectedValueOnce(new Error('host died')).mockResolvedValue(undefined);
    const { deliver } = deliverer({ inputHost: { ...inputHost, press } });
    expect(await deliver('one')).toMatchObject({ state: 'copied' });
    expect(await deliver('two')).toEqual({ state: 'pasted' });
  });

  it.each([
    [['gnome-terminal-server'], 'paste-terminal'],
    [['xterm'], 'paste-selection'],
    [['firefox'], 'paste'],
  ])('[P21] into %j it pastes with the keys that application pastes with', async (names, keys) => {
    await deliverer({ target: { state: 'window', id: '1', names } }).deliver('hello');
    expect(done.filter((each) => each.startsWith('paste'))).toEqual([keys]);
  });

  it('[P22] a user’s rule comes before the shipped ones, for one application or for all', async () => {
    const target: Target = { state: 'window', id: '1', names: ['xterm'] };
    const rule = (app: string, method: 'type' | 'copy') => ({ settings: { deliveryRules: [{ app, method }] }, target });
    expect(await deliverer(rule('xterm', 'type')).deliver('hello')).toEqual({ state: 'typed' });
    expect(done).toEqual(['type hello']);
    expect(await deliverer(rule('*', 'copy')).deliver('hello')).toMatchObject({ state: 'copied' });
  });

  it('[P23] in typing mode the clipboard is not touched; what was not typed is copied', async () => {
    const settings = { deliveryMode: 'type' } as const;
    expect(await deliverer({ settings }).deliver('hello')).toEqual({ state: 'typed' });
    expect(done).toEqual(['type hello']);
    const failing: Typist = { obstacle: null, type: () => Promise.reject(new Error('no key')) };
    expect(await deliverer({ settings, typist: failing }).deliver('hello')).toMatchObject({ state: 'copied' });
    const missing: Typist = { ...failing, obstacle: 'Install xdotool.' };
    const without = await deliverer({ settings, typist: missing }).deliver('hello');
    expect(without).toEqual({ state: 'copied', reason: 'Install xdotool.' });
    expect(done).toEqual(['type hello', 'writeText hello', 'writeText hello']);
  });

  it('[P24] where no window has the focus nothing is pressed, and the text is copied', async () => {
    const delivery = await deliverer({ target: { state: 'none' } }).deliver('hello');
    expect(delivery).toEqual({ state: 'copied', reason: expect.stringContaining('No window has the focus') });
    expect(done).toEqual(['writeText hello']);
    expect(await deliverer({ target: { state: 'unknown' } }).deliver('hello')).toEqual({ state: 'pasted' });
  });

  it('[P25] a held modifier delays the paste keys, and at last leaves the text on the clipboard', async () => {
    const limits: number[] = [];
    const held = deliverer({ modifiersReleased: async (limitMs) => (limits.push(limitMs), false) });
    expect(await held.deliver('hello')).toMatchObject({ state: 'copied' });
    expect(done).toEqual(['writeText hello']);
    expect(limits[0]).toBeGreaterThanOrEqual(1000);
  });

  it('[P26] a second delivery into the same window has one space in front, and nothing else changes', async () => {
    const { deliver } = deliverer();
    await deliver('one');
    await deliver('two');
    expect(done.filter((each) => each.startsWith('lend'))).toEqual(['lend one', 'lend  two']);
    done.length = 0;
    const press = vi.fn().mockResolvedValueOnce(undefined).mockRejectedValue(new Error('host died'));
    const failing = deliverer({ inputHost: { ...inputHost, press } });
    await failing.deliver('one');
    await failing.deliver('two');
    expect(await clipboard.readText(), 'for pasting by hand there is no space').toBe('two');
  });

  it('[P27] the last text can be delivered again, also one that failed', async () => {
    const press = vi.fn().mockRejectedValueOnce(new Error('host died')).mockResolvedValue(undefined);
    const { deliver, redeliver } = deliverer({ inputHost: { ...inputHost, press } });
    expect(await redeliver()).toMatchObject({ state: 'failed', reason: expect.stringContaining('Nothing has been') });
    expect(await deliver('hello')).toMatchObject({ state: 'copied' });
    done.length = 0;
    expect(await redeliver()).toEqual({ state: 'pasted' });
    expect(done).toContain('lend hello');
  });

  it('[P28] Shift+Insert pastes the selection, which gets the text too and is given back', async () => {
    selectionState.items = [new ClipboardItem({ 'text/plain': 'selected' })];
    clipboardState.items = [new ClipboardItem({ 'text/plain': 'copied' })];
    let atPaste: string[] = [];
    const press = async () => {
      atPaste = [await clipboard.readText(), await clipboard.selection.readText()];
    };
    const target: Target = { state: 'window', id: '1', names: ['xterm'] };
    await deliverer({ target, inputHost: { ...inputHost, press } }).deliver('hello');
    expect(atPaste).toEqual(['hello', 'hello']);
    expect([await clipboard.readText(), await clipboard.selection.readText()]).toEqual(['copied', 'selected']);
  });

  it.each(['win32', 'darwin', 'linux'] as const)(
    '[P41] on %s what is lent for a paste is marked for histories and clouds',
    async (system) => {
      vi.spyOn(process, 'platform', 'get').mockReturnValue(system);
      let atPaste: Record<string, unknown> = {};
      const press = async () => {
        atPaste = await contentsOf(clipboardState.items[0]);
      };
      expect(await deliverer({ inputHost: { ...inputHost, press } }).deliver('hello')).toEqual({ state: 'pasted' });
      const marked = Object.entries(marks[system]!).map(([name, bytes]) => [format(name), bytes]);
      expect(atPaste).toEqual({ 'text/plain': [...Buffer.from('hello')], ...Object.fromEntries(marked) });
    },
  );

  it('[P41] what stays on the clipboard is for the user’s history too, and only Windows’ cloud must not have it', async () => {
    const stays = async (system: NodeJS.Platform): Promise<readonly string[]> => {
      vi.spyOn(process, 'platform', 'get').mockReturnValue(system);
      const press = () => Promise.reject(new Error('host died'));
      expect(await deliverer({ inputHost: { ...inputHost, press } }).deliver('hello')).toMatchObject({ state: 'copied' });
      expect(await clipboard.readText()).toBe('hello');
      return clipboardState.items[0]!.types;
    };
    expect(await stays('linux')).toEqual(['text/plain']);
    expect(await stays('darwin')).toEqual(['text/plain']);
    expect(await stays('win32')).toEqual(['text/plain', format('CanUploadToCloudClipboard')]);
  });

  it('[P41] a clipboard that takes no marks still takes the text', async () => {
    const write = vi.spyOn(clipboard, 'write').mockRejectedValue(new Error('no such format'));
    expect(await deliverer().deliver('hello')).toEqual({ state: 'pasted' });
    expect(done.slice(0, 2)).toEqual(['writeText hello', 'paste']);
    write.mockRestore();
  });

  it('[P42] where nothing may be pressed the text is copied, and the reason says why', async () => {
    const target: Target = { state: 'barred', reason: 'The screen is locked.' };
    for (const deliveryMode of ['paste', 'type'] as const) {
      const delivery = await deliverer({ target, settings: { deliveryMode } }).deliver('hello');
      expect(delivery).toEqual({ state: 'copied', reason: 'The screen is locked. The text is on the clipboard.' });
    }
    expect(done.filter((each) => !each.startsWith('write'))).toEqual([]);
  });
});
