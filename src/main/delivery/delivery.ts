import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../../platform/platform';
import type { InputHost } from '../input/client';
import type { Log } from '../log';
import { electronClipboard } from './electron-clipboard';
import { macObstacle } from './mac-permission';
import type { Route } from './route';
import { deliverByCopy, deliverByPaste, type BorrowedClipboard, type PasteChord } from './transaction';
import { waylandChord, waylandClipboard } from './wayland';

/** Brings dictated text to the application that has the focus. */
export interface Deliverer {
  /** Gets ready for a delivery that is likely to come. */
  prepare(): void;
  /** Resolves when the whole transaction is over and the clipboard is the user's again. Never rejects. */
  deliver(text: string): Promise<Delivery>;
  /** Resolves when no delivery is under way. */
  settled(): Promise<void>;
}

export interface DelivererOptions {
  readonly route: Route;
  readonly inputHost: InputHost;
  readonly log: Log;
  isOwnWindowFocused(): boolean;
  /** The setting: false leaves the text on the clipboard. */
  isPastingWanted(): boolean;
}

export function createDeliverer(options: DelivererOptions): Deliverer {
  const { route, inputHost, log } = options;
  const usesWayland =
    route.kind === 'wayland' || (route.kind === 'copy-only' && route.clipboard === 'wayland');
  const clipboard: BorrowedClipboard = usesWayland ? waylandClipboard() : electronClipboard(log);
  const chord = chordFor(route, inputHost);
  const target = { clipboard, chord, log, wait: (ms: number) => sleep(ms) };

  const deliverNow = async (text: string): Promise<Delivery> => {
    if (text === '') return { state: 'failed', reason: 'There was no text to deliver.' };
    if (!options.isPastingWanted()) return deliverByCopy(text, clipboard, 'The text is on the clipboard.');
    if (options.isOwnWindowFocused()) {
      return deliverByCopy(text, clipboard, 'Utter itself has the focus. The text is on the clipboard.');
    }
    return deliverByPaste(text, target);
  };

  // One at a time: a second delivery that saved the clipboard during the first would save the first one's
  // text.
  let queue: Promise<unknown> = Promise.resolve();
  return {
    prepare() {
      if (route.kind === 'input-host' && options.isPastingWanted()) inputHost.prepare();
    },
    deliver(text) {
      const delivery = queue.then(() => deliverNow(text));
      queue = delivery;
      return delivery;
    },
    settled: async () => void (await queue),
  };
}

function chordFor(route: Route, inputHost: InputHost): PasteChord {
  switch (route.kind) {
    case 'input-host':
      return { obstacle: async () => macObstacle(), press: () => inputHost.pressPaste() };
    case 'wayland':
      return waylandChord();
    case 'copy-only':
      return {
        obstacle: async () => route.reason,
        press: () => Promise.reject(new Error(route.reason)),
      };
  }
}
