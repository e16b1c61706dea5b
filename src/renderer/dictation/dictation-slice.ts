import type { Failure } from '../../core/errors';
import type { HotkeyStates } from '../../platform/platform';
import type { MicrophoneDevice } from '../app/microphone';
import type { MicrophoneTrouble } from '../app/reception';

/** Who began the dictation: text asked for by hotkey goes to the application that had the focus. */
export type Trigger = 'window' | 'hotkey';

export type Dictation =
  | { readonly state: 'idle' }
  | { readonly state: 'starting'; readonly trigger: Trigger }
  | {
      readonly state: 'listening';
      readonly trigger: Trigger;
      readonly microphone: string;
      /** What keeps speech from being heard, or null. */
      readonly trouble: MicrophoneTrouble | null;
      readonly sinceMs: number;
      /** False: text comes at each pause, with its final words alone. */
      readonly isLive: boolean;
    }
  /** `isRefining`: final words are waited for. */
  | { readonly state: 'finishing'; readonly trigger: Trigger; readonly isRefining: boolean }
  | { readonly state: 'error'; readonly failure: Failure };

/** The microphone's test: `hearing` shows the level alone; a recording that was made is played at once. */
export type CheckState =
  | { readonly state: 'off' }
  | { readonly state: 'opening' }
  | {
      readonly state: 'hearing' | 'recording' | 'playing';
      readonly microphone: string;
      readonly trouble: MicrophoneTrouble | null;
    }
  | { readonly state: 'failed'; readonly failure: Failure };

export interface DictationSlice {
  readonly dictation: Dictation;
  readonly microphones: readonly MicrophoneDevice[];
  readonly microphoneCheck: CheckState;
  /** Null where the host has no global hotkeys. */
  readonly hotkeys: HotkeyStates | null;
}

export const dictationSlice: DictationSlice = {
  dictation: { state: 'idle' },
  microphones: [],
  microphoneCheck: { state: 'off' },
  hotkeys: null,
};
