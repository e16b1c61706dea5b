import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntryRow } from '../../history/records';
import { useApp, useHistory } from '../app/desks';
import type { ExportExtension } from '../app/export-formats';
import { FormatSelect } from '../app/format-select';
import { clock } from '../ui/clock';
import tools from '../ui/tools.module.css';
import { DeleteButton, entryName, entryTime } from './entry-tools';
import { HistoryEntry } from './history-entry';
import styles from './history-view.module.css';

/** Everything that was dictated and transcribed: found by its words, read, heard, edited, exported and deleted. */
export function HistoryView() {
  const { t } = useTranslation();
  const isOpened = useApp((state) => state.history.opened !== null);
  return (
    <main className={styles.history} data-opened={isOpened || undefined} aria-label={t('history.title')}>
      <div className={styles.side}>
        <Search />
        <MarkedTools />
        <EntryList />
      </div>
      <HistoryEntry />
    </main>
  );
}

function Search() {
  const { t } = useTranslation();
  const history = useHistory();
  const query = useApp((state) => state.history.query);
  return (
    <input
      className={styles.search}
      type="search"
      dir={query === '' ? undefined : 'auto'}
      aria-label={t('history.searchName')}
      placeholder={t('history.search')}
      value={query}
      onChange={(event) => void history.search(event.target.value)}
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
          <DeleteButton label={t('history.deleteMarked')} onDelete={() => void history.remove(ids)} />
        </>
      )}
    </div>
  );
}

function EntryList() {
  const { t } = useTranslation();
  const history = useHistory();
  const entries = useApp((state) => state.history.entries);
  const query = useApp((state) => state.history.query);
  const limit = useApp((state) => state.history.limit);
  if (entries.length === 0) {
    const isSearch = query.trim() !== '';
    return <p className={styles.empty}>{t(isSearch ? 'history.nothingFound' : 'history.nothingKept')}</p>;
  }
  return (
    <>
      <ul className={styles.list} aria-label={t('history.entries')}>
        {entries.map((entry) => (
          <EntryItem key={entry.id} entry={entry} />
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

const EntryItem = memo(function EntryItem({ entry }: { readonly entry: EntryRow }) {
  const { t } = useTranslation();
  const history = useHistory();
  const isOpened = useApp((state) => state.history.opened?.entry.id === entry.id);
  const isMarked = useApp((state) => state.history.marked.has(entry.id));
  const when = entryTime(entry);
  const excerpt = entry.text.slice(0, 160).replaceAll('\n', ' ');
  return (
    <li className={styles.item} data-opened={isOpened || undefined}>
      <input
        type="checkbox"
        aria-label={t('history.mark', { name: entryName(entry, t), when })}
        checked={isMarked}
        onChange={(event) => history.mark(entry.id, event.target.checked)}
      />
      <button
        type="button"
        className={styles.open}
        aria-current={isOpened ? 'true' : undefined}
        onClick={() => void history.open(entry.id)}
      >
        <span className={styles.when}>
          {when} · {clock(entry.durationMs)}
          {entry.kind === 'recording' && (
            <>
              {' · '}
              <bdi>{entry.name}</bdi>
            </>
          )}
        </span>
        <span className={styles.excerpt} dir={excerpt === '' ? undefined : 'auto'}>
          {excerpt === '' ? t('history.noWords') : excerpt}
        </span>
      </button>
    </li>
  );
});
