import { setTimeout as sleep } from 'node:timers/promises';
import { errorText } from '../../core/errors';
import type { Delivery } from '../../platform/platform';
import type { Log } from '../log';

/** The clipboard as the paste borrows it. `Saved` is everything it held, in whatever form restores it. */
export interface BorrowedClipboard<Saved = unknown> {
  save(): Promise<Saved>;
  restore(saved: Saved): Promise<void>;
  readText(): Promise<string>;
  /** Lets the user have the text. */
  writeText(text: string): Promise<void>;
  /** For a paste, until the clipboard is restored: histories and clouds are asked to leave it alone. */
  lendText(text: string): Promise<void>;
}

export interface PasteTarget {
  readonly clipboard: BorrowedClipboard;
  /** Presses the keys that make the focused application paste; rejects when they were not pressed. */
  press(): Promise<void>;
  readonly log: Log;
  wait(ms: number): Promise<void>;
}

/**
 * The pasting application reads the clipboard some time after the chord, and nothing says when; restoring
 * sooner makes it paste the old contents.
 */
export const restoreDelayMs = 700;
/** Reading another application's clipboard waits for it; a hung one must not hold the text back, a slow one must get its clipboard back. */
const saveTimeoutMs = 2500;

/** A clipboard manager, or whoever owned it until now, may have the last word for a moment. */
const mostWrites = 4;
const writeAgainMs = 60;

type SavedContents = { readonly state: 'saved'; readonly contents: unknown } | { readonly state: 'lost' };

/** Puts the text on the clipboard and leaves it there. */
export function deliverByCopy(text: string, clipboard: BorrowedClipboard, reason: string): Promise<Delivery> {
  return put(text, clipboard, 'writeText', reason);
}

async function put(text: string, clipboard: BorrowedClipboard, how: 'writeText' | 'lendText', reason: string): Promise<Delivery> {
  try {
    for (let tries = 1; ; tries++) {
      await clipboard[how](text);
      if ((await clipboard.readText()) === text) return { state: 'copied', reason };
      if (tries === mostWrites) throw new Error('it holds something else');
      await sleep(writeAgainMs);
    }
  } catch (error) {
    return { state: 'failed', reason: `${reason} The clipboard did not take the text: ${errorText(error)}.` };
  }
}

/** Borrows the clipboard: save, write, paste, wait, restore. The text is never lost on the way. */
export async function deliverByPaste(text: string, target: PasteTarget): Promise<Delivery> {
  const { clipboard, log, wait } = target;
  const saved = await saveWithin(saveTimeoutMs, target);
  const lent = await put(text, clipboard, 'lendText', '');
  if (lent.state === 'failed') return { state: 'failed', reason: lent.reason.trim() };
  try {
    await target.press();
  } catch (error) {
    log.error('the paste chord was not pressed', error);
    return deliverByCopy(text, clipboard, `Utter could not press the paste keys: ${errorText(error)}`);
  }
  await wait(restoreDelayMs);
  await restore(saved, text, target);
  return { state: 'pasted' };
}

async function saveWithin(limitMs: number, { clipboard, log, wait }: PasteTarget): Promise<SavedContents> {
  const saving: Promise<SavedContents> = clipboard.save().then((contents) => ({ state: 'saved', contents }));
  const giveUp = wait(limitMs).then(() => Promise.reject(new Error(`no answer within ${limitMs} ms`)));
  try {
    return await Promise.race([saving, giveUp]);
  } catch (error) {
    log.error('the clipboard could not be read and will not be restored', error);
    return { state: 'lost' };
  } finally {
    // The loser of the race may still reject.
    saving.catch(() => undefined);
    giveUp.catch(() => undefined);
  }
}

/** What someone copied meanwhile is theirs: only our own text is replaced. */
async function restore(saved: SavedContents, text: string, { clipboard, log }: PasteTarget): Promise<void> {
  if (saved.state === 'lost') return;
  try {
    if ((await clipboard.readText()) === text) await clipboard.restore(saved.contents);
  } catch (error) {
    log.error('the clipboard could not be restored', error);
  }
}
