import type { Settings } from '../core/settings';

/** What a host can do; the interface hides what it can't. */
export interface Capabilities {
  /** Types text into the application that had the focus. */
  readonly deliver: boolean;
  readonly globalHotkey: boolean;
  readonly tray: boolean;
}

/** How a delivery ended: the user is told when text did not reach its target. */
export type Delivery =
  | { readonly state: 'pasted' }
  | { readonly state: 'copied'; readonly reason: string }
  | { readonly state: 'failed'; readonly reason: string };

/** A model that is installed on this machine. */
export interface ModelEntry {
  readonly id: string;
  readonly name: string;
  readonly language: string;
  readonly bytes: number;
  /** Where `manifest.json` and the files beside it can be fetched from by the speech worker. */
  readonly url: string;
}

export type HotkeyState =
  | { readonly state: 'registered'; readonly accelerator: string }
  | { readonly state: 'unavailable'; readonly accelerator: string; readonly reason: string };

/** Text is written as UTF-8. */
export type FileContents = string | Uint8Array<ArrayBuffer>;

/** Everything the renderer asks of its host (Electron's preload, or the plain browser). */
export interface Platform {
  readonly name: 'electron' | 'web';
  readonly can: Capabilities;
  listModels(): Promise<readonly ModelEntry[]>;
  readSettings(): Promise<Settings>;
  writeSettings(settings: Settings): Promise<void>;
  copyText(text: string): Promise<void>;
  /** Pastes text into the application that had the focus when dictation started. */
  deliver(text: string): Promise<Delivery>;
  /** Saves a file where the user chooses; false when they cancel. */
  saveFile(suggestedName: string, contents: FileContents, mimeType: string): Promise<boolean>;
  hotkeyState(): Promise<HotkeyState>;
  /** The global hotkey was pressed. Returns the unsubscribe function. */
  onToggleDictation(listener: () => void): () => void;
  /** Tells the host (tray, overlay) what dictation is doing. */
  dictationChanged(state: 'idle' | 'starting' | 'listening' | 'finishing' | 'error'): void;
}

declare global {
  interface Window {
    /** Set by Electron's preload; absent in a plain browser. */
    readonly utter?: Platform;
  }
}
