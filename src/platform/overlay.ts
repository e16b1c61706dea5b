import type { Settings } from '../core/settings';
import type { LiveDictation } from './platform';

/** What the overlay's window shows; null while it is hidden. */
export type OverlayView =
  | ({ readonly state: 'starting' | 'listening' | 'finishing' } & Omit<LiveDictation, 'problem'>)
  /** How a dictation ended, for a moment. */
  | { readonly state: 'done' | 'notice' | 'problem'; readonly message: string };

export interface OverlayFrame {
  readonly view: OverlayView;
  readonly theme: Settings['theme'];
  readonly language: Settings['language'];
}

/** Everything the overlay's page can ask of its host. */
export interface OverlayHost {
  /** Returns the unsubscribe function. */
  onFrame(listener: (frame: OverlayFrame) => void): () => void;
}

/** The channel from main to the overlay's page; the page sends nothing. */
export const overlayChannel = 'overlayFrame';

declare global {
  interface Window {
    /** Set by the overlay's preload; absent in every other page. */
    readonly utterOverlay?: OverlayHost;
  }
}
