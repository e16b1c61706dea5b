import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryLog } from '../fixtures/log';
import { createKeyHook, maximumDeaths, type HookState } from './key-hook';
import type { HookReply, HookRequest } from './messages';

function setup(obstacle: () => string | null = () => null) {
  const children: { sent: HookRequest[]; reply(reply: HookReply): void; die(code: number): void; killed: boolean }[] = [];
  const states: HookState[] = [];
  const events: unknown[] = [];
  const hook = createKeyHook({
    start() {
      let reply: (reply: HookReply) => void = () => undefined;
      let exit: (code: number | null) => void = () => undefined;
      const child = {
        sent: [] as HookRequest[],
        reply: (message: HookReply) => reply(message),
        die: (code: number) => exit(code),
        killed: false,
      };
      children.push(child);
      return {
        send: (request) => void child.sent.push(request),
        onReply: (listener) => void (reply = listener),
        onExit: (listener) => void (exit = listener),
        kill: () => void (child.killed = true),
      };
    },
    obstacle,
    onEvent: (event) => void events.push(event),
    onStateChanged: (state) => void states.push(state),
    log: memoryLog(),
  });
  return { hook, children, states, events };
}

describe('key hook', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('[S52] starts one host, tells it the keys, and passes on what it hears', () => {
    const { hook, children, events } = setup();
    hook.watch([{ id: 'dictate', accelerator: 'F9' }]);
    hook.start();
    hook.start();
    expect(children).toHaveLength(1);
    expect(children[0]?.sent).toEqual([{ type: 'watch', bindings: [{ id: 'dictate', accelerator: 'F9' }] }]);
    children[0]?.reply({ type: 'ready' });
    expect(hook.state()).toEqual({ state: 'ready' });
    children[0]?.reply({ type: 'pressed', id: 'dictate' });
    expect(events).toEqual([{ type: 'pressed', id: 'dictate' }]);
  });

  it('[S52] a host that dies is started again with the same keys, ever later, and at last given up', () => {
    const { hook, children, states } = setup();
    hook.watch([{ id: 'dictate', accelerator: 'F9' }]);
    hook.start();
    for (let death = 1; death < maximumDeaths; death++) {
      children.at(-1)?.die(134);
      expect(hook.state().state).toBe('starting');
      vi.advanceTimersByTime(250 * 2 ** (death - 1));
      expect(children).toHaveLength(death + 1);
      expect(children.at(-1)?.sent[0]).toMatchObject({ type: 'watch', bindings: [{ id: 'dictate' }] });
    }
    children.at(-1)?.die(134);
    expect(states.at(-1)).toMatchObject({ state: 'unavailable', reason: expect.stringContaining('keeps ending') });
    hook.start();
    vi.advanceTimersByTime(60_000);
    expect(children).toHaveLength(maximumDeaths);
  });

  it('[S52] one that ran for a minute starts the count anew', () => {
    const { hook, children } = setup();
    hook.start();
    for (let death = 0; death < 2 * maximumDeaths; death++) {
      vi.advanceTimersByTime(61_000);
      children.at(-1)?.die(134);
      vi.advanceTimersByTime(250);
    }
    expect(children).toHaveLength(2 * maximumDeaths + 1);
  });

  it('[S52] what stands in the way is told, and looked at again at the next start', () => {
    let obstacle: string | null = 'Not allowed.';
    const { hook, children } = setup(() => obstacle);
    hook.start();
    expect([hook.state(), children.length]).toEqual([{ state: 'unavailable', reason: 'Not allowed.' }, 0]);
    obstacle = null;
    hook.start();
    expect(children).toHaveLength(1);
    children[0]?.reply({ type: 'failed', reason: 'no display' });
    expect([hook.state(), children[0]?.killed]).toEqual([{ state: 'unavailable', reason: 'no display' }, true]);
  });

  it('[S52] closing ends the host and starts no other', () => {
    const { hook, children } = setup();
    hook.start();
    hook.dispose();
    children[0]?.die(0);
    vi.advanceTimersByTime(60_000);
    hook.start();
    expect([children.length, children[0]?.killed]).toEqual([1, true]);
  });

  it('[H61] a new host takes its place when the user is back, is told the keys, and counts as no death', () => {
    const { hook, children, states, events } = setup();
    hook.restart();
    expect(children, 'nothing runs that could be replaced').toHaveLength(0);
    hook.watch([{ id: 'dictate', accelerator: 'F9' }]);
    hook.start();
    children[0]!.reply({ type: 'ready' });
    for (let turn = 0; turn < 2 * maximumDeaths; turn++) {
      hook.restart();
      children.at(-2)!.die(0);
      children.at(-1)!.reply({ type: 'ready' });
    }
    expect(children).toHaveLength(1 + 2 * maximumDeaths);
    expect(children.slice(0, -1).every(({ killed }) => killed)).toBe(true);
    expect(children.at(-1)!.sent).toEqual([{ type: 'watch', bindings: [{ id: 'dictate', accelerator: 'F9' }] }]);
    expect(states.at(-1)).toEqual({ state: 'ready' });
    children[0]!.reply({ type: 'pressed', id: 'dictate' });
    expect(events, 'the old one is not heard any more').toEqual([]);
  });
});
