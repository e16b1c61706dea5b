import { clipboard as electronBoard } from 'electron';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeliveryMethod, Settings } from '../../core/settings';
import type { Delivery } from '../../platform/platform';
import type { InputHost } from '../input/client';
import type { OwnKey } from '../input/key-hook';
import type { Log } from '../log';
import { electronClipboard } from './electron-clipboard';
import { macObstacle } from './mac-permission';
import { methodFor } from './rules';
import type { Route } from './route';
import type { Spacing } from './spacing';
import type { Target, TargetFinder } from './target';
import { deliverByCopy, deliverByPaste, type BorrowedClipboard } from './transaction';
import type { Typist } from './typing';
import { pressOnWayland, waylandClipboard, waylandSelection } from './wayland';

/** Brings dictated text to the application that has the focus. */
export interface Deliverer {
  /** Gets ready for a delivery that is likely to come. */
  prepare(): void;
  /** The dictation is ending: looks already where the text will go. */
  aim(): void;
  /** Resolves when the whole transaction is over and the clipboard is the user's again. Never rejects. */
  deliver(text: string): Promise<Delivery>;
  /** Delivers the last text once more, wherever the focus is now. */
  redeliver(): Promise<Delivery>;
  /** Resolves when no delivery is under way. */
  settled(): Promise<void>;
}

export interface DelivererOptions {
  readonly route: Route;
  readonly inputHost: InputHost;
  readonly targets: TargetFinder;
  readonly typist: Typist;
  readonly spacing: Spacing;
  readonly log: Log;
  isOwnWindowFocused(): boolean;
  settings(): Pick<Settings, 'deliveryMode' | 'deliveryRules'>;
  /** Resolves with true as soon as no Ctrl, Alt, Shift or Super key is held, and with false after `limitMs`. */
  modifiersReleased(limitMs: number): Promise<boolean>;
  /** Text is being sent, with `ownKey` the next key that Utter presses: what is typed or clicked from now on matters. */
  onSending(ownKey: OwnKey): void;
}

/** A held modifier would turn the paste keys into others; nobody holds one for so long by accident. */
const modifierLimitMs = 2000;

const typedKeysMs = 300;

export function createDeliverer(options: DelivererOptions): Deliverer {
  const { route, inputHost, targets, typist, spacing, log } = options;
  const boards = boardsFor(route, log);
  let last: string | null = null;

  const deliverNow = async (text: string): Promise<Delivery> => {
    if (text === '') return { state: 'failed', reason: 'There was no text to deliver.' };
    last = text;
    const copy = (reason: string): Promise<Delivery> => deliverByCopy(text, boards.clipboard, reason);
    const { deliveryMode, deliveryRules } = options.settings();
    if (deliveryMode === 'copy') return copy('The text is on the clipboard.');
    if (options.isOwnWindowFocused()) return copy('Utter itself has the focus. The text is on the clipboard.');
    const target = await targets.find();
    if (target.state === 'none') return copy('No window has the focus. The text is on the clipboard.');
    if (target.state === 'barred') return copy(`${target.reason} The text is on the clipboard.`);
    const method = methodFor(target, deliveryMode, deliveryRules, process.platform);
    if (method === 'copy') return copy('Your settings say so for this application. The text is on the clipboard.');
    const obstacle = route.kind === 'copy-only' ? route.reason : (macObstacle() ?? (method === 'type' ? typist.obstacle : null));
    if (obstacle !== null) return copy(obstacle);
    if (!(await options.modifiersReleased(modifierLimitMs))) {
      return copy('A modifier key was held down the whole time. The text is on the clipboard.');
    }
    return send(spacing.joined(text, target, performance.now()), text, target, method);
  };

  /** `text` is what is sent, `said` what stays on the clipboard if that fails. */
  const send = async (text: string, said: string, target: Target, method: Exclude<DeliveryMethod, 'copy'>): Promise<Delivery> => {
    const arrived = (): void => spacing.delivered(text, target, performance.now());
    if (method === 'type') {
      try {
        await typist.type(text);
      } catch (error) {
        log.error('the text was not typed', error);
        return deliverByCopy(said, boards.clipboard, 'Not all of the text could be typed. It is on the clipboard.');
      }
      // The last of its own keys come round a little later.
      await sleep(typedKeysMs);
      options.onSending(null);
      arrived();
      return { state: 'typed' };
    }
    const clipboard = method === 'paste-selection' ? boards.withSelection : boards.clipboard;
    const press = async (): Promise<void> => {
      // Before, so that the hook knows the key when it comes round.
      options.onSending(method === 'paste-selection' ? 'Insert' : 'V');
      await (route.kind === 'wayland' ? pressOnWayland(method) : inputHost.press(method));
      arrived();
    };
    const delivery = await deliverByPaste(text, { clipboard, press, log, wait: (ms) => sleep(ms) });
    // Left on the clipboard it is for pasting by hand, wherever that may be.
    return delivery.state === 'copied' && text !== said ? deliverByCopy(said, clipboard, delivery.reason) : delivery;
  };

  // One at a time: a second delivery that saved the clipboard during the first would save the first one's
  // text.
  let queue: Promise<unknown> = Promise.resolve();
  const enqueue = (deliver: () => Promise<Delivery>): Promise<Delivery> => {
    const delivery = queue.then(deliver);
    queue = delivery;
    return delivery;
  };
  return {
    prepare() {
      if (route.kind === 'input-host' && options.settings().deliveryMode !== 'copy') inputHost.prepare();
    },
    aim() {
      if (options.settings().deliveryMode !== 'copy') targets.prepare();
    },
    deliver: (text) => enqueue(() => deliverNow(text)),
    redeliver: () =>
      enqueue(async () => {
        if (last === null) return { state: 'failed', reason: 'Nothing has been dictated since Utter started.' };
        return deliverNow(last);
      }),
    settled: async () => void (await queue),
  };
}

interface Boards {
  readonly clipboard: BorrowedClipboard;
  /** The clipboard and, where there is one, the selection that Shift+Insert pastes. */
  readonly withSelection: BorrowedClipboard;
}

function boardsFor(route: Route, log: Log): Boards {
  if (route.kind === 'wayland' || (route.kind === 'copy-only' && route.clipboard === 'wayland')) {
    const clipboard = waylandClipboard();
    return { clipboard, withSelection: both(clipboard, waylandSelection()) };
  }
  const clipboard = electronClipboard(log);
  const selection = electronBoard.selection as typeof electronBoard | undefined;
  return {
    clipboard,
    withSelection: selection === undefined ? clipboard : both(clipboard, electronClipboard(log, selection)),
  };
}

function both<One, Other>(
  one: BorrowedClipboard<One>,
  other: BorrowedClipboard<Other>,
): BorrowedClipboard<readonly [One, Other]> {
  return {
    save: () => Promise.all([one.save(), other.save()]),
    restore: async ([first, second]) => {
      await one.restore(first);
      await other.restore(second);
    },
    readText: () => one.readText(),
    async writeText(text) {
      await one.writeText(text);
      await other.writeText(text);
    },
    async lendText(text) {
      await one.lendText(text);
      await other.lendText(text);
    },
  };
}
