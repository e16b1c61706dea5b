import { describe, expect, it } from 'vitest';
import { createTypist, type TypingHost } from './typing';

const spy = (platform: NodeJS.Platform, isWayland = false, installed = true) => {
  const fed: { program: string; args: readonly string[]; input: string; timeoutMs: number }[] = [];
  const feed: TypingHost['feed'] = async (program, args, input, timeoutMs) => {
    fed.push({ program, args, input: Buffer.from(input).toString(), timeoutMs });
  };
  return { fed, typist: createTypist({ platform, isWayland, feed, isInstalled: () => installed }) };
};

describe('typing', () => {
  it('[P29] the text goes to a program’s input, and never into its arguments', async () => {
    for (const [platform, isWayland] of [
      ['linux', false],
      ['linux', true],
      ['darwin', false],
      ['win32', false],
    ] as const) {
      const { fed, typist } = spy(platform, isWayland);
      expect(typist.obstacle).toBeNull();
      await typist.type('my bank code');
      expect(fed[0]?.input).toContain('my bank code');
      expect(fed[0]?.args.join(' ')).not.toContain('bank');
      expect(fed[0]?.timeoutMs).toBeGreaterThan(3000);
    }
  });

  it('[P29] on X11 characters that the layout lacks are typed slowly enough to arrive', async () => {
    const { fed, typist } = spy('linux');
    for (const text of ['plain, (text)!\n', 'naïve']) await typist.type(text);
    expect(fed.map(({ args }) => args[args.indexOf('--delay') + 1])).toEqual(['12', '100']);
  });

  it('[P29] what a script would take for its own is escaped', async () => {
    const mac = spy('darwin');
    await mac.typist.type('say "a\\b"\nthen');
    expect(mac.fed[0]?.input).toContain('keystroke "say \\"a\\\\b\\""\nkey code 36\nkeystroke "then"');
    const windows = spy('win32');
    await windows.typist.type('50 % (a+b)\n{x}');
    expect(windows.fed[0]?.input).toBe('50 {%} {(}a{+}b{)}{ENTER}{{}x{}}');
  });

  it('[P29] a missing program is named', async () => {
    expect(spy('linux', false, false).typist.obstacle).toContain('xdotool');
    const { typist } = spy('linux', true, false);
    expect(typist.obstacle).toContain('wtype');
    await expect(typist.type('x')).rejects.toThrow('wtype');
  });
});
