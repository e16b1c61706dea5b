import type { Log } from '../log';
import type { ChordEvent } from './chord-tracker';
import type { ChildProcess } from './client';
import type { HookReply, HookRequest, WatchedKey } from './messages';

/** The key that Utter has just pressed itself, or null. */
export type OwnKey = Extract<HookRequest, { type: 'arm' }>['ownKey'];

export type HookProcess = ChildProcess<HookRequest, HookReply>;

export type HookState =
  | { readonly state: 'starting' }
  | { readonly state: 'ready' }
  | { readonly state: 'unavailable'; readonly reason: string };

/** Hears the bound keys through the hook host, which it starts again when it dies. */
export interface KeyHook {
  state(): HookState;
  /** Starts the host, unless it runs. */
  start(): void;
  /** Starts a new host in its place, which asks the system what is pressed; not one that can't be had here. */
  restart(): void;
  watch(keys: readonly WatchedKey[]): void;
  arm(ownKey: OwnKey): void;
  dispose(): void;
}

export interface KeyHookOptions {
  start(): HookProcess;
  /** Why the host must not be started now, or null (macOS: a hook without permission can crash). */
  obstacle(): string | null;
  onEvent(event: ChordEvent): void;
  onStateChanged(state: HookState): void;
  readonly log: Log;
  readonly firstDelayMs?: number;
}

/** A host that dies so often in a row, never having run for a minute, will not work here. */
export const maximumDeaths = 6;
const settledMs = 60_000;

export function createKeyHook(options: KeyHookOptions): KeyHook {
  const { onEvent, onStateChanged, log, firstDelayMs = 250 } = options;
  let host: HookProcess | null = null;
  let state: HookState = { state: 'unavailable', reason: 'The keyboard hook was not started.' };
  let keys: readonly WatchedKey[] = [];
  let deaths = 0;
  let retry: NodeJS.Timeout | undefined;
  let isDisposed = false;

  const change = (next: HookState): void => {
    state = next;
    onStateChanged(next);
  };

  const run = (): void => {
    const obstacle = options.obstacle();
    if (obstacle !== null) {
      change({ state: 'unavailable', reason: obstacle });
      return;
    }
    const started = options.start();
    const startMs = performance.now();
    host = started;
    change({ state: 'starting' });
    started.onReply((reply) => {
      if (host !== started) return;
      if (reply.type === 'ready') change({ state: 'ready' });
      else if (reply.type === 'failed') {
        // It lives on and would say the same again; it has nothing to listen to.
        host = null;
        started.kill();
        change({ state: 'unavailable', reason: reply.reason });
      } else onEvent(reply);
    });
    started.onExit((code) => {
      if (host !== started) return;
      host = null;
      if (performance.now() - startMs > settledMs) deaths = 0;
      deaths += 1;
      log.info(`the keyboard hook ended (${code ?? 'by a signal'}), ${deaths} in a row`);
      const reason = 'The keyboard hook keeps ending. Restart Utter to try again.';
      if (deaths >= maximumDeaths) {
        change({ state: 'unavailable', reason });
        return;
      }
      change({ state: 'starting' });
      retry = setTimeout(run, firstDelayMs * 2 ** (deaths - 1));
    });
    started.send({ type: 'watch', bindings: keys });
  };

  return {
    state: () => state,
    start() {
      if (host !== null || isDisposed || state.state === 'starting' || deaths >= maximumDeaths) return;
      run();
    },
    restart() {
      if (host === null || isDisposed) return;
      const old = host;
      host = null;
      old.kill();
      run();
    },
    watch(next) {
      keys = next;
      host?.send({ type: 'watch', bindings: next });
    },
    arm: (ownKey) => host?.send({ type: 'arm', ownKey }),
    dispose() {
      isDisposed = true;
      clearTimeout(retry);
      const running = host;
      host = null;
      running?.kill();
    },
  };
}
