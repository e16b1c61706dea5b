import type { Settings } from '../core/settings';
import type { Delivery, DictationCommand, DictationPhase, LiveDictation } from '../platform/platform';
import type { LaunchRequest } from './launches/single-instance';

/** Something that one feature tells and others hear. */
export interface Signal<Args extends readonly unknown[]> {
  /** Calls those that listen, in the order in which they began to. */
  tell(...args: Args): void;
  on(listener: (...args: Args) => void): void;
}

export function createSignal<Args extends readonly unknown[]>(): Signal<Args> {
  const listeners: ((...args: Args) => void)[] = [];
  return {
    tell(...args) {
      for (const listener of listeners) listener(...args);
    },
    on: (listener) => void listeners.push(listener),
  };
}

/** What the features of main tell each other: none of them needs to know who hears it. */
export interface Signals {
  /** Another launch asks for something. */
  readonly launch: Signal<[request: LaunchRequest]>;
  readonly showWindow: Signal<[]>;
  /** For the page, which dictates: the language's own key may have asked. */
  readonly command: Signal<[command: DictationCommand, language?: string]>;
  /** Deliver the last text once more. */
  readonly repaste: Signal<[]>;
  readonly phase: Signal<[phase: DictationPhase]>;
  readonly live: Signal<[live: LiveDictation]>;
  /** A delivery has begun. */
  readonly delivering: Signal<[delivery: Promise<Delivery>]>;
  /** Something was typed or clicked after a delivery. */
  readonly activity: Signal<[]>;
  /** Before they are written. */
  readonly settings: Signal<[next: Settings]>;
  readonly settingsWritten: Signal<[]>;
}

export function createSignals(): Signals {
  return {
    launch: createSignal(),
    showWindow: createSignal(),
    command: createSignal(),
    repaste: createSignal(),
    phase: createSignal(),
    live: createSignal(),
    delivering: createSignal(),
    activity: createSignal(),
    settings: createSignal(),
    settingsWritten: createSignal(),
  };
}
