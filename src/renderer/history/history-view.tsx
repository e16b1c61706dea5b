import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp, useHistory } from '../app/desks';
import type { ExportExtension } from '../app/export-formats';
import { FormatSelect } from '../app/format-select';
import tools from '../ui/tools.module.css';
import { EntryList } from './entry-list';
import { enterEntry, focusEntry } from './entry-names';
import { HistoryEntry } from './history-entry';
import { HistoryFilters } from './history-filters';
import styles from './history-view.module.css';
import { TrashView } from './trash-view';

/** Everything that was dictated and transcribed: found by its words, read, heard, edited, exported and deleted. */
export function HistoryView() {
  const { t } = useTranslation();
  const history = useHistory();
  const isTrashShown = useApp((state) => state.history.isTrashShown);
  const isOpened = useApp((state) => state.history.opened !== null) && !isTrashShown;
  const undoDeletion = (event: KeyboardEvent): void => {
    const isTyping = event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement;
    if (isTyping || event.shiftKey || !(event.ctrlKey || event.metaKey) || event.key !== 'z') return;
    event.preventDefault();
    void history.trash.undo();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a key for all that is in it
    <main className={styles.history} data-opened={isOpened || undefined} aria-label={t('history.title')} onKeyDown={undoDeletion}>
      <div className={styles.side}>
        {isTrashShown ? (
          <TrashView />
        ) : (
          <>
            <Search />
            <HistoryFilters />
            <MarkedTools />
            <EntryList />
            <TrashOpener />
          </>
        )}
      </div>
      {!isTrashShown && <HistoryEntry />}
    </main>
  );
}

function Search() {
  const { t } = useTranslation();
  const history = useHistory();
  const query = useApp((state) => state.history.query);
  const entries = useApp((state) => state.history.entries);
  return (
    <input
      className={styles.search}
      type="search"
      dir={query === '' ? undefined : 'auto'}
      aria-label={t('history.searchName')}
      placeholder={t('history.search')}
      value={query}
      onChange={(event) => void history.search(event.target.value)}
      onKeyDown={(event) => {
        const [first] = entries;
        if (first === undefined || event.nativeEvent.isComposing) return;
        if (event.key === 'ArrowDown') {
          event.preventDefault();
          focusEntry(first.id);
        } else if (event.key === 'Enter') {
          void history.open(first.id).then(enterEntry);
        }
      }}
    />
  );
}

/** What can be done with the entries that are marked. */
function MarkedTools() {
  const { t } = useTranslation();
  const history = useHistory();
  const marked = useApp((state) => state.history.marked);
  const entries = useApp((state) => state.history.entries);
  const [extension, setExtension] = useState<ExportExtension>('txt');
  if (entries.length === 0) return null;
  const isAll = entries.every(({ id }) => marked.has(id));
  const ids = [...marked];
  return (
    <div className={styles.marked}>
      <label className={styles.all}>
        <input type="checkbox" checked={isAll} onChange={(event) => history.markAll(event.target.checked)} />
        <span>{marked.size === 0 ? t('history.markAll') : t('history.marked', { count: marked.size })}</span>
      </label>
      {marked.size > 0 && (
        <>
          <button type="button" className={tools.tool} onClick={() => void history.export(ids, extension)}>
            {t('history.exportMarked')}
          </button>
          <FormatSelect label={t('history.formatMarked')} value={extension} onChange={setExtension} />
          <button type="button" className={tools.tool} onClick={() => void history.remove(ids).then(() => focusEntry(null))}>
            {t('history.deleteMarked')}
          </button>
        </>
      )}
    </div>
  );
}

function TrashOpener() {
  const { t } = useTranslation();
  const history = useHistory();
  const number = useApp((state) => state.history.trash.length);
  if (number === 0) return null;
  return (
    <button type="button" className={styles.more} onClick={() => void history.trash.show(true)}>
      {t('trash.opener', { number })}
    </button>
  );
}
