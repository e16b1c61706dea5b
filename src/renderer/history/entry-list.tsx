import { memo, useMemo, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { anyEntry } from '../../history/archive';
import { excerptOf } from '../../history/hits';
import type { EntryRow } from '../../history/records';
import { useApp, useHistory } from '../app/desks';
import { joined } from '../locales/language';
import { clock } from '../ui/clock';
import { enterEntry, entryName, entryTime, focusEntry } from './entry-names';
import styles from './history-view.module.css';
import { Marked } from './marked-text';

const excerptLetters = 160;

/** What is kept, or was found; the arrow keys go from entry to entry. */
export function EntryList() {
  const { t } = useTranslation();
  const history = useHistory();
  const entries = useApp((state) => state.history.entries);
  const limit = useApp((state) => state.history.limit);
  const openedId = useApp((state) => state.history.opened?.entry.id ?? null);
  const [reachedId, setReachedId] = useState<string | null>(null);
  if (entries.length === 0) return <NoEntries />;
  // Tab reaches one of them.
  const current = [reachedId, openedId].find((id) => entries.some((entry) => entry.id === id)) ?? entries[0]!.id;

  function onKeyDown(event: KeyboardEvent): void {
    const { target, key, shiftKey } = event;
    if (!(target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = entries.findIndex(({ id }) => id === target.closest<HTMLElement>('[data-entry]')?.dataset['entry']);
    const entry = entries[index];
    if (entry === undefined) return;
    const last = entries.length - 1;
    const next = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: last }[key];
    if (next !== undefined) {
      event.preventDefault();
      const to = entries[Math.min(last, Math.max(0, next))]!;
      setReachedId(to.id);
      if (shiftKey) for (const { id } of [entry, to]) history.mark(id, true);
      const kind = target instanceof HTMLInputElement ? 'input' : 'button';
      document.querySelector<HTMLElement>(`[data-entry="${CSS.escape(to.id)}"] ${kind}`)?.focus();
    } else if (key === 'Delete' || key === 'Backspace') {
      event.preventDefault();
      const neighbour = entries[index + 1] ?? entries[index - 1] ?? null;
      setReachedId(neighbour?.id ?? null);
      void history.remove([entry.id]).then(() => focusEntry(neighbour?.id ?? null));
    }
  }

  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- moves the focus between the controls in it */}
      <ul className={styles.list} aria-label={t('history.entries')} onKeyDown={onKeyDown}>
        {entries.map((entry) => (
          <EntryItem key={entry.id} entry={entry} isReached={entry.id === current} onReach={setReachedId} />
        ))}
      </ul>
      {entries.length === limit && (
        <button type="button" className={styles.more} onClick={() => void history.showMore()}>
          {t('history.older')}
        </button>
      )}
    </>
  );
}

/** Says why there is nothing, and how something comes here. */
function NoEntries() {
  const { t } = useTranslation();
  const isSearch = useApp((state) => state.history.query.trim() !== '');
  const isFiltered = useApp((state) => state.history.filter !== anyEntry);
  const isEmpty = useApp((state) => state.history.isEmpty);
  const isKept = useApp((state) => state.settings.keepHistory);
  if (!isEmpty) {
    const message = isSearch ? t('history.nothingFound') : isFiltered ? t('history.nothingFiltered') : t('history.nothingKept');
    return <p className={styles.empty}>{message}</p>;
  }
  return (
    <div className={styles.empty}>
      <p>{t('history.nothingKept')}</p>
      <p>{isKept ? <Trans i18nKey="history.emptyHint" components={{ key: <kbd /> }} /> : t('history.emptyOff')}</p>
    </div>
  );
}

interface EntryItemProps {
  readonly entry: EntryRow;
  readonly isReached: boolean;
  onReach(id: string): void;
}

const EntryItem = memo(function EntryItem({ entry, isReached, onReach }: EntryItemProps) {
  const { t } = useTranslation();
  const history = useHistory();
  const isOpened = useApp((state) => state.history.opened?.entry.id === entry.id);
  const isMarked = useApp((state) => state.history.marked.has(entry.id));
  const query = useApp((state) => state.history.query);
  const when = entryTime(entry);
  const excerpt = useMemo(() => excerptOf(entry.text, query, excerptLetters), [entry.text, query]);
  const facts = [when, clock(entry.durationMs), ...(entry.pinnedAtMs === undefined ? [] : [t('history.pinned')])];
  const open = (event: MouseEvent): void => {
    const isByKey = event.detail === 0;
    void history.open(entry.id).then(() => {
      if (isByKey) enterEntry();
    });
  };
  return (
    <li
      className={styles.item}
      data-entry={entry.id}
      data-opened={isOpened || undefined}
      data-pinned={entry.pinnedAtMs === undefined ? undefined : ''}
    >
      <input
        type="checkbox"
        tabIndex={isReached ? 0 : -1}
        aria-label={t('history.mark', { name: entryName(entry, t), when })}
        checked={isMarked}
        onFocus={() => onReach(entry.id)}
        onChange={(event) => history.mark(entry.id, event.target.checked)}
      />
      <button
        type="button"
        className={styles.open}
        tabIndex={isReached ? 0 : -1}
        aria-current={isOpened ? 'true' : undefined}
        onFocus={() => onReach(entry.id)}
        onClick={open}
      >
        <span className={styles.when}>
          {joined(facts)}
          {entry.kind === 'recording' && (
            <>
              {' · '}
              <bdi>{entry.name}</bdi>
            </>
          )}
          {entry.app !== undefined && (
            <>
              {' · '}
              <bdi>{entry.app}</bdi>
            </>
          )}
        </span>
        <span className={styles.excerpt} dir={excerpt.text === '' ? undefined : 'auto'}>
          {excerpt.text === '' ? t('history.noWords') : <Marked text={excerpt.text} ranges={excerpt.hits} />}
        </span>
      </button>
    </li>
  );
});
