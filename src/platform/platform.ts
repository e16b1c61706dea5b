import type { UserWord } from '../core/language/user-words';
import type { ModelRole } from '../core/model/any-manifest';
import type { Settings } from '../core/settings';
import type { SystemServices } from './system-services';
import type { ModelHost } from './model-host';

/** What a host can do; the interface hides what it can't. */
export interface Capabilities {
  /** Types text into the application that had the focus. */
  readonly deliver: boolean;
  readonly globalHotkey: boolean;
  readonly tray: boolean;
  /** A small window above all others that shows the words while they are said. */
  readonly overlay: boolean;
  readonly startAtLogin: boolean;
  /** Transcribes what appears in a folder of the user's. */
  readonly watchFolder: boolean;
  readonly updateCheck: boolean;
}

/** How a delivery ended: the user is told when text did not reach its target. `app` is where it went, if the system says. */
export type Delivery =
  | { readonly state: 'pasted'; readonly app?: string }
  | { readonly state: 'typed'; readonly app?: string }
  | { readonly state: 'copied'; readonly reason: string }
  | { readonly state: 'failed'; readonly reason: string };

/** A model that is installed on this machine. */
export interface ModelEntry {
  readonly id: string;
  readonly name: string;
  readonly language: string;
  /** ISO 639 codes; none where they are not known. */
  readonly languages: readonly string[];
  readonly bytes: number;
  /** Tells its weights from those of another version; absent where the host can't tell. */
  readonly hash?: string | undefined;
  /** Whether it hears while one speaks, or each segment once more when that has ended. */
  readonly role: ModelRole;
  /** Where `manifest.json` and the files beside it can be fetched from by the speech worker. */
  readonly url: string;
}

export type HotkeyState =
  /** `canHold`: its release is seen too, so that it can be held while talking; if not, `reason` says why. */
  | { readonly state: 'registered'; readonly accelerator: string; readonly canHold: true }
  | { readonly state: 'registered'; readonly accelerator: string; readonly canHold: false; readonly reason: string }
  | { readonly state: 'unavailable'; readonly accelerator: string; readonly reason: string }
  | { readonly state: 'off' };

/** Every global key and whether the system let Utter have it. */
export type HotkeyStates = Readonly<Record<'dictate' | 'cancel' | 'repaste', HotkeyState>> & {
  /** By the code of the language that it starts dictation in. */
  readonly languages: Readonly<Record<string, HotkeyState>>;
};

/** `cancel` drops what was said without delivering it; `interrupt` ends as "stop" does but only keeps the text. */
export type DictationCommand = 'toggle' | 'start' | 'stop' | 'cancel' | 'interrupt';

export type DictationPhase = 'idle' | 'starting' | 'listening' | 'finishing' | 'error';

/** What the overlay shows of a running dictation. */
export interface LiveDictation {
  readonly committed: string;
  readonly tentative: string;
  /** dB relative to full scale. */
  readonly levelDb: number;
  /** What keeps speech from being heard, or null. */
  readonly notice: string | null;
  /** Why dictation ended by itself, or null. */
  readonly problem: string | null;
}

/** Text is written as UTF-8. */
export type FileContents = string | Uint8Array<ArrayBuffer>;

/** Everything the renderer asks of its host (Electron's preload, or the plain browser). */
export interface Platform extends SystemServices {
  readonly name: 'electron' | 'web';
  readonly can: Capabilities;
  listModels(): Promise<readonly ModelEntry[]>;
  readSettings(): Promise<Settings>;
  writeSettings(settings: Settings): Promise<void>;
  /** The words that the user wants recognised; the command line reads and writes them too. @throws UtterError `words-invalid` */
  readUserWords(): Promise<readonly UserWord[]>;
  writeUserWords(words: readonly UserWord[]): Promise<void>;
  copyText(text: string): Promise<void>;
  /** Pastes text into the application that had the focus when dictation started. */
  deliver(text: string): Promise<Delivery>;
  /** Saves a file where the user chooses; false when they cancel. */
  saveFile(suggestedName: string, contents: FileContents, mimeType: string): Promise<boolean>;
  hotkeyStates(): Promise<HotkeyStates>;
  /**
   * A global key, the tray or another launch asks for something; the key of a language for dictation in that one.
   * Returns the unsubscribe function.
   */
  onDictationCommand(listener: (command: DictationCommand, language?: string) => void): () => void;
  /** Tells the host (tray, overlay, keys) what dictation is doing. */
  dictationChanged(state: DictationPhase): void;
  /** Tells the overlay what is being said; at most some 20 times a second. */
  liveChanged(live: LiveDictation): void;
}

declare global {
  interface Window {
    /** Set by Electron's preload; absent in a plain browser. */
    readonly utter?: Platform & ModelHost;
  }
}
