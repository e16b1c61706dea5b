import { describe, expect, it } from 'vitest';
import { createInputHost, type HostProcess } from './client';
import type { HostReply, HostRequest } from './messages';

type Behaviour = 'press' | 'refuse' | 'die' | 'hang';

/** Starts hosts that behave as told, one after the other. */
function hosts(...behaviours: Behaviour[]) {
  const received: HostRequest[][] = [];
  let killed = 0;
  const start = (): HostProcess => {
    const behaviour = behaviours[received.length] ?? 'press';
    const requests: HostRequest[] = [];
    received.push(requests);
    let reply: (reply: HostReply) => void = () => undefined;
    let exit: (code: number | null) => void = () => undefined;
    return {
      onReply: (listener) => void (reply = listener),
      onExit: (listener) => void (exit = listener),
      kill: () => (killed++, queueMicrotask(() => exit(null))),
      send(request) {
        requests.push(request);
        queueMicrotask(() => {
          if (behaviour === 'press') reply({ type: 'pressed', id: request.id });
          if (behaviour === 'refuse') reply({ type: 'failed', id: request.id, reason: 'no display' });
          if (behaviour === 'die') exit(134);
        });
      },
    };
  };
  return { start, received, killedCount: () => killed };
}

describe('input host client', () => {
  it('[P13] starts one host for all chords, at the latest with the first', async () => {
    const { start, received } = hosts('press');
    const host = createInputHost(start);
    expect(received).toHaveLength(0);
    host.prepare();
    host.prepare();
    await Promise.all([host.press('paste'), host.press('paste')]);
    expect(received.map((requests) => requests.length)).toEqual([2]);
  });

  it('[P13] a host that dies fails its chord, is not asked again, and is replaced for the next', async () => {
    const { start, received } = hosts('die', 'press');
    const host = createInputHost(start);
    await expect(host.press('paste')).rejects.toThrow('134');
    expect(received).toHaveLength(1);
    await host.press('paste');
    expect(received.map((requests) => requests.length)).toEqual([1, 1]);
  });

  it('[P13] a host that hangs is ended and replaced', async () => {
    const { start, received, killedCount } = hosts('hang', 'press');
    const host = createInputHost(start, 20);
    await expect(host.press('paste')).rejects.toThrow('within 20 ms');
    expect(killedCount()).toBe(1);
    await host.press('paste');
    expect(received).toHaveLength(2);
  });

  it('[P13] the host’s own reason is passed on', async () => {
    const { start } = hosts('refuse');
    await expect(createInputHost(start).press('paste')).rejects.toThrow('no display');
  });

  it('[P13] closing ends the host and whoever waits for it', async () => {
    const { start, killedCount } = hosts('hang');
    const host = createInputHost(start);
    const pressed = expect(host.press('paste')).rejects.toThrow('closing');
    host.dispose();
    await pressed;
    expect(killedCount()).toBe(1);
  });
});
