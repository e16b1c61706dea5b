import { describe, expect, it } from 'vitest';
import { waylandChord, waylandClipboard } from './wayland';

/** The clipboard behind `wl-copy` and `wl-paste`: one owner that offers several types. */
function compositor(offer: Record<string, string>) {
  const state = { offer };
  const commands: string[] = [];
  const run = async (program: string, args: readonly string[], input?: Uint8Array): Promise<Buffer> => {
    commands.push([program, ...args].join(' '));
    const type = args.at(-1) ?? '';
    if (program === 'wl-copy')
      state.offer = args[0] === '--clear' ? {} : { [type]: Buffer.from(input ?? []).toString() };
    if (program !== 'wl-paste') return Buffer.alloc(0);
    if (Object.keys(state.offer).length === 0) throw new Error('wl-paste: Nothing is copied');
    if (args[0] === '--list-types') return Buffer.from(Object.keys(state.offer).join('\n'));
    return Buffer.from(state.offer[type] ?? '');
  };
  return { state, commands, run };
}

describe('Wayland delivery', () => {
  it.each([
    [
      { 'text/html': '<b>a</b>', 'text/plain;charset=utf-8': 'a', UTF8_STRING: 'a' },
      'text/plain;charset=utf-8',
    ],
    [{ 'text/plain': '/tmp/a', 'text/uri-list': 'file:///tmp/a' }, 'text/uri-list'],
    [{ 'text/html': '<img>', 'image/png': 'png' }, 'image/png'],
    [{ 'application/x-other': 'x' }, 'application/x-other'],
  ] as [Record<string, string>, string][])('[P12] of %j the format %s comes back', async (offer, type) => {
    const { state, run } = compositor(offer);
    const clipboard = waylandClipboard(run);
    const saved = await clipboard.save();
    await clipboard.writeText('hello ä');
    expect(await clipboard.readText()).toBe('hello ä');
    await clipboard.restore(saved);
    expect(state.offer).toEqual({ [type]: offer[type] });
  });

  it('[P12] an empty clipboard is empty again', async () => {
    const { state, run } = compositor({});
    const clipboard = waylandClipboard(run);
    const saved = await clipboard.save();
    await clipboard.writeText('hello');
    await clipboard.restore(saved);
    expect(state.offer).toEqual({});
  });

  it('[P12] the chord is Ctrl+V, with the modifier released', async () => {
    const { commands, run } = compositor({});
    await waylandChord(run).press();
    expect(commands).toEqual(['wtype -M ctrl -k v -m ctrl']);
  });
});
