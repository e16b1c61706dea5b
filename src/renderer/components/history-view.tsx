import { memo, useState } from 'react';
import type { EntryRow } from '../../history/records';
import { clock } from '../clock';
import type { ExportExtension } from '../export-formats';
import { useHistory, useHistoryState } from '../history-store';
import { DeleteButton, entryTime, FormatSelect } from './entry-tools';
import { HistoryEntry } from './history-entry';
import styles from './history-view.module.css';
import tools from './page-tools.module.css';

/** Everything that was dictated and transcribed: found by its words, read, heard, edited, exported and deleted. */
export function HistoryView() {
  const isOpened = useHistoryState((state) => state.opened !== null);
  return (
    <main className={styles.history} data-opened={isOpened || undefined} aria-label="History">
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
  const history = useHistory();
  const query = useHistoryState((state) => state.query);
  return (
    <input
      className={styles.search}
      type="search"
      aria-label="Search history"
      placeholder="Search"
      value={query}
      onChange={(event) => void history.search(event.target.value)}
    />
  );
}

/** What can be done with the entries that are marked. */
function MarkedTools() {
  const history = useHistory();
  const marked = useHistoryState((state) => state.marked);
  const entries = useHistoryState((state) => state.entries);
  const [extension, setExtension] = useState<ExportExtension>('txt');
  if (entries.length === 0) return null;
  const isAll = entries.every(({ id }) => marked.has(id));
  const ids = [...marked];
  return (
    <div className={styles.marked}>
      <label className={styles.all}>
        <input type="checkbox" checked={isAll} onChange={(event) => history.markAll(event.target.checked)} />
        <span>{marked.size === 0 ? 'Mark all' : `${marked.size} marked`}</span>
      </label>
      {marked.size > 0 && (
        <>
          <button type="button" className={tools.tool} onClick={() => void history.export(ids, extension)}>
            Export marked
          </button>
          <FormatSelect label="Format of marked" value={extension} onChange={setExtension} />
          <DeleteButton label="Delete marked" onDelete={() => void history.remove(ids)} />
        </>
      )}
    </div>
  );
}

function EntryList() {
  const history = useHistory();
  const entries = useHistoryState((state) => state.entries);
  const query = useHistoryState((state) => state.query);
  const limit = useHistoryState((state) => state.limit);
  if (entries.length === 0) {
    const isSearch = query.trim() !== '';
    return (
      <p className={styles.empty}>
        {isSearch ? 'Nothing has these words.' : 'Nothing is kept yet. What you dictate and transcribe will be listed here.'}
      </p>
    );
  }
  return (
    <>
      <ul className={styles.list} aria-label="Entries">
        {entries.map((entry) => (
          <EntryItem key={entry.id} entry={entry} />
        ))}
      </ul>
      {entries.length === limit && (
        <button type="button" className={styles.more} onClick={() => void history.showMore()}>
          Show older ones
        </button>
      )}
    </>
  );
}

const EntryItem = memo(function EntryItem({ entry }: { readonly entry: EntryRow }) {
  const history = useHistory();
  const isOpened = useHistoryState((state) => state.opened?.entry.id === entry.id);
  const isMarked = useHistoryState((state) => state.marked.has(entry.id));
  const when = entryTime(entry);
  const excerpt = entry.text.slice(0, 160).replaceAll('\n', ' ');
  return (
    <li className={styles.item} data-opened={isOpened || undefined}>
      <input
        type="checkbox"
        aria-label={`Mark ${entry.name}, ${when}`}
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
          {entry.kind === 'recording' && ` · ${entry.name}`}
        </span>
        <span className={styles.excerpt}>{excerpt === '' ? 'no words' : excerpt}</span>
      </button>
    </li>
  );
});
