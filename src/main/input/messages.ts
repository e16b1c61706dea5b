import type { ChordEvent } from './chord-tracker';

/** What main and the input host, which presses keys, say to each other. */
export type HostRequest = {
  readonly type: 'press';
  readonly id: number;
  readonly chord: PressedChord;
};

/** The keys that make an application paste. */
export type PressedChord = 'paste' | 'paste-terminal' | 'paste-selection';

export type HostReply =
  | { readonly type: 'pressed'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly reason: string };

/** What main and the hook host, which listens to keys, say to each other. */
export type HookRequest =
  | { readonly type: 'watch'; readonly bindings: readonly WatchedKey[] }
  /** Tell of the next thing that is typed or clicked, Utter's own press of `ownKey` not counted. */
  | { readonly type: 'arm'; readonly ownKey: 'V' | 'Insert' | null };

export interface WatchedKey {
  readonly id: string;
  /** An Electron accelerator. */
  readonly accelerator: string;
  /** Heard whatever else is held: the cancel key beside a dictation key that is held to talk. */
  readonly isLoose?: true;
}

export type HookReply = { readonly type: 'ready' } | { readonly type: 'failed'; readonly reason: string } | ChordEvent;
