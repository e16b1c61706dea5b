import type { Target } from './target';

/** Two dictations that come so soon after each other into one window are one text. */
export const joinWithinMs = 60_000;

/** Puts the space between a dictation and the one before it. */
export interface Spacing {
  /** The text with a space in front, if it goes on where the last delivery ended. */
  joined(text: string, target: Target, nowMs: number): string;
  delivered(text: string, target: Target, nowMs: number): void;
  /** Something was typed or clicked since: the cursor may be anywhere. */
  interrupted(): void;
}

export function createSpacing(): Spacing {
  let last: { readonly windowId: string; readonly endsInSpace: boolean; readonly atMs: number } | null = null;
  return {
    joined(text, target, nowMs) {
      const isSameWindow = last !== null && target.state === 'window' && target.id === last.windowId;
      if (last === null || !isSameWindow || nowMs - last.atMs > joinWithinMs || last.endsInSpace) return text;
      // Text that brings its own space, or a mark that belongs to the word before, needs none.
      return /^[\s,.;:!?)\]}…’”%]/.test(text) ? text : ` ${text}`;
    },
    delivered(text, target, nowMs) {
      last = target.state === 'window' ? { windowId: target.id, endsInSpace: /[\s([{“‘]$/.test(text), atMs: nowMs } : null;
    },
    interrupted: () => (last = null),
  };
}
