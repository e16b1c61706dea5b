import { describe, expect, it } from 'vitest';
import { pressOnWayland, waylandClipboard } from './wayland';

/** The clipboard behind `wl-copy` and `wl-paste`: one owner that offers several types. */
function compositor(offer: Record<string, string>, emptyMessage = 'Nothing is copied') {
  const state = { offer };
  const commands: string[] = [];
  const run = async (program: string, args: readonly string[]): Promise<Buffer> => {
    commands.push([program, ...args].join(' '));
    if (args[0] === '--clear') state.offer = {};
    if (program !== 'wl-paste') return Buffer.alloc(0);
    const types = Object.keys(state.offer);
    if (types.length === 0) throw new Error(`wl-paste: ${emptyMessage}`);
    return Buffer.from(args[0] === '--list-types' ? types.join('\n') : (state.offer[args.at(-1) ?? ''] ?? ''));
  };
  const feed = async (_program: string, args: readonly string[], input: Uint8Array): Promise<void> => {
    state.offer = { [args.at(-1) ?? '']: Buffer.from(input).toString() };
  };
  return { state, commands, tools: { run, feed } };
}

describe('Wayland delivery', () => {
  it.each([
    [{ 'text/html': '<b>a</b>', 'text/plain;charset=utf-8': 'a', UTF8_STRING: 'a' }, 'text/plain;charset=utf-8'],
    [{ 'text/plain': '/tmp/a', 'text/uri-list': 'file:///tmp/a' }, 'text/uri-list'],
    [{ 'text/html': '<img>', 'image/png': 'png' }, 'image/png'],
    [{ 'application/x-other': 'x' }, 'application/x-other'],
  ] as [Record<string, string>, string][])('[P12] of %j the format %s comes back', async (offer, type) => {
    const { state, tools } = compositor(offer);
    const clipboard = waylandClipboard(tools);
    const saved = await clipboard.save();
    await clipboard.writeText('hello ä');
    expect(await clipboard.readText()).toBe('hello ä');
    await clipboard.restore(saved);
    expect(state.offer).toEqual({ [type]: offer[type] });
  });

  it.each(['Nothing is copied', 'No selection'])('[P12] an empty clipboard (%s) is empty again', async (say) => {
    const { state, tools } = compositor({}, say);
    const clipboard = waylandClipboard(tools);
    const saved = await clipboard.save();
    await clipboard.writeText('hello');
    await clipboard.restore(saved);
    expect(state.offer).toEqual({});
  });

  it('[P12] a clipboard that could not be read is not taken for an empty one', async () => {
    const { tools } = compositor({});
    const run = () => Promise.reject(new Error('wl-paste: failed to connect to a Wayland server'));
    await expect(waylandClipboard({ ...tools, run }).save()).rejects.toThrow('failed to connect');
  });

  it.each([
    ['paste', 'wtype -M ctrl -k v -m ctrl'],
    ['paste-terminal', 'wtype -M ctrl -M shift -k v -m shift -m ctrl'],
    ['paste-selection', 'wtype -M shift -k Insert -m shift'],
  ] as const)('[P21] %s presses its keys, with the modifiers released', async (chord, command) => {
    const { commands, tools } = compositor({});
    await pressOnWayland(chord, tools);
    expect(commands).toEqual([command]);
  });

  it.each([
    ['Usage: wl-copy\n\t-p, --primary\n\t--sensitive  Hint to clipboard managers', ['--sensitive']],
    ['Usage: wl-copy\n\t-p, --primary', []],
  ])('[P41] what is lent is marked as far as this wl-copy can (%j)', async (help, marks) => {
    const fed: (readonly string[])[] = [];
    const run = async (): Promise<Buffer> => Buffer.from(help);
    const clipboard = waylandClipboard({ run, feed: async (_program, args) => void fed.push(args) });
    await clipboard.lendText('hello');
    await clipboard.writeText('hello');
    expect(fed).toEqual([
      [...marks, '--type', 'text/plain;charset=utf-8'],
      ['--type', 'text/plain;charset=utf-8'],
    ]);
  });
});
