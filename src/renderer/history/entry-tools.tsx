import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntryRow } from '../../history/records';
import { formatLocale, type t as Message } from '../locales/language';
import tools from '../ui/tools.module.css';

/** Day and minute as this place writes them. */
export function entryTime({ startedAtMs }: EntryRow): string {
  return new Date(startedAtMs).toLocaleString(formatLocale(), { dateStyle: 'medium', timeStyle: 'short' });
}

/** A recording's file, or that it was dictated. */
export function entryName({ kind, name }: EntryRow, t: typeof Message): string {
  return kind === 'dictation' ? t('page.dictation') : name;
}

/** Deleting can't be undone, so it takes a second press. */
export function DeleteButton({ label, onDelete }: { readonly label: string; onDelete(): void }) {
  const { t } = useTranslation();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <button
      type="button"
      className={tools.tool}
      data-asking={isAsking || undefined}
      onBlur={() => setIsAsking(false)}
      onClick={() => {
        setIsAsking(!isAsking);
        if (isAsking) onDelete();
      }}
    >
      {isAsking ? t('history.deleteForGood') : label}
    </button>
  );
}
