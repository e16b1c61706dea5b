import type { EntryRow } from '../../history/records';
import { formatLocale, type t as Message } from '../locales/language';

/** Day and minute as this place writes them. */
export function timeText(ms: number): string {
  return new Date(ms).toLocaleString(formatLocale(), { dateStyle: 'medium', timeStyle: 'short' });
}

export function entryTime({ startedAtMs }: EntryRow): string {
  return timeText(startedAtMs);
}

/** A recording's file, or that it was dictated. */
export function entryName({ kind, name }: EntryRow, t: typeof Message): string {
  return kind === 'dictation' ? t('page.dictation') : name;
}

/** Puts the focus on an entry in the list, or where the list begins if it is not there. */
export function focusEntry(id: string | null): void {
  // After what changed is drawn.
  requestAnimationFrame(() => {
    const own = id === null ? null : document.querySelector<HTMLElement>(`[data-entry="${CSS.escape(id)}"] button`);
    const first = document.querySelector<HTMLElement>('[data-entry] button[tabindex="0"], [data-entry] button');
    (own ?? first ?? document.querySelector<HTMLElement>('main input[type="search"]'))?.focus();
  });
}

/** Puts the focus on "Undo", where what had it is gone. */
export function focusUndo(): void {
  requestAnimationFrame(() => document.getElementById(undoId)?.focus());
}

export const undoId = 'history-undo';

/** The id of the entry that is looked at. */
export const entrySectionId = 'history-entry';

/** Puts the focus into the entry that was opened. */
export function enterEntry(): void {
  requestAnimationFrame(() => document.getElementById(entrySectionId)?.focus());
}
