import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp, useHistory } from '../app/desks';
import type { ExportExtension } from '../app/export-formats';
import { FormatSelect } from '../app/format-select';
import { isBusy, modelOf } from '../app/store';
import { joined } from '../locales/language';
import { clock } from '../ui/clock';
import tools from '../ui/tools.module.css';
import { EntryEditor } from './entry-editor';
import { entrySectionId, entryTime, focusEntry } from './entry-names';
import { EntryVersions, VersionComparison } from './entry-versions';
import styles from './history-entry.module.css';
import { shownText, type OpenedEntry } from './history-slice';
import { WordPlayer } from './word-player';

/** The entry that is looked at. */
export function HistoryEntry() {
  const opened = useApp((state) => state.history.opened);
  if (opened === null) return null;
  return <Entry key={opened.entry.id} opened={opened} />;
}

function Entry({ opened }: { readonly opened: OpenedEntry }) {
  const { t } = useTranslation();
  const history = useHistory();
  const { entry, versions, shown, isCompared } = opened;
  const { transcript, text } = shownText(opened);
  const [extension, setExtension] = useState<ExportExtension>('txt');
  const editing = useApp((state) => (state.history.editing?.entryId === entry.id ? state.history.editing : null));
  const model = useApp((state) => modelOf(state, entry.modelId)?.name ?? entry.modelId);
  const isPinned = entry.pinnedAtMs !== undefined;
  const facts = [
    clock(entry.durationMs),
    ...(model === null ? [] : [model]),
    ...(entry.isEdited ? [t('history.edited')] : []),
    ...(entry.app === undefined ? [] : [entry.app]),
  ];
  const leave = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.target instanceof HTMLSelectElement) return;
    event.preventDefault();
    void history.close().then(() => focusEntry(entry.id));
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a key for all that is in it
    <section id={entrySectionId} className={styles.entry} aria-label={t('history.entry')} tabIndex={-1} onKeyDown={leave}>
      <div className={styles.tools}>
        <button
          type="button"
          className={`${tools.tool} ${styles.back}`}
          onClick={() => void history.close().then(() => focusEntry(entry.id))}
        >
          {t('history.back')}
        </button>
        <h2 className={styles.title}>
          <bdi>{entry.kind === 'recording' ? entry.name : entryTime(entry)}</bdi>
          <span className={styles.facts}> {joined(facts)}</span>
        </h2>
        {/* Stays where it is, so that the second press of a double click meets no other button. */}
        <button type="button" className={tools.tool} disabled={editing !== null} onClick={() => history.edits.begin()}>
          {t('history.edit')}
        </button>
        <button type="button" className={tools.tool} onClick={() => void history.copy()}>
          {t('history.copy')}
        </button>
        <span className={tools.export}>
          <button type="button" className={tools.tool} onClick={() => void history.export([entry.id], extension)}>
            {t('history.export')}
          </button>
          <FormatSelect label={t('history.format')} value={extension} onChange={setExtension} />
        </span>
        <button type="button" className={tools.tool} onClick={() => void history.pin(entry, !isPinned)}>
          {t(isPinned ? 'history.unpin' : 'history.pin')}
        </button>
        <button type="button" className={tools.tool} onClick={() => void history.remove([entry.id]).then(() => focusEntry(null))}>
          {t('history.delete')}
        </button>
        {entry.audio.kind !== 'none' && <Reread opened={opened} />}
      </div>
      <div>
        {entry.warnings !== undefined && (
          <section className={styles.warnings} aria-label={t('history.warnings')} dir="auto">
            {entry.warnings.map((warning) => (
              <p key={warning}>{warning}</p>
            ))}
          </section>
        )}
        {editing === null && versions.length > 0 && <EntryVersions opened={opened} />}
      </div>
      <div className={styles.body}>
        {editing !== null ? (
          <EntryEditor editing={editing} />
        ) : shown !== null && isCompared ? (
          <VersionComparison inUse={entry.text} other={text} />
        ) : (
          <WordPlayer key={shown === null ? '' : `${shown.kind} ${shown.atMs}`} entry={entry} transcript={transcript} />
        )}
      </div>
    </section>
  );
}

/** The sound recognised again, by the model that is chosen here. */
function Reread({ opened: { entry } }: { readonly opened: OpenedEntry }) {
  const { t } = useTranslation();
  const history = useHistory();
  const models = useApp((state) => state.models);
  const loadedId = useApp(({ engine }) => ('model' in engine ? engine.model.id : null));
  const reread = useApp((state) => (state.reread?.entryId === entry.id ? state.reread : null));
  const isWaiting = useApp((state) => isBusy(state) || state.engine.state === 'starting');
  const [chosen, setChosen] = useState<string | null>(null);
  const modelId = chosen ?? loadedId ?? models[0]?.id;
  if (modelId === undefined) return null;
  return (
    <span className={tools.export}>
      <button type="button" className={tools.tool} disabled={isWaiting} onClick={() => void history.reread(entry.id, modelId)}>
        {t('history.reread')}
      </button>
      {reread === null ? (
        <select
          className={tools.format}
          aria-label={t('history.withModel')}
          value={modelId}
          disabled={isWaiting}
          onChange={(event) => setChosen(event.target.value)}
        >
          {models.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      ) : (
        <span className={styles.facts}>
          {t('history.doneOf', { done: clock(reread.doneMs), total: clock(entry.durationMs) })}
        </span>
      )}
    </span>
  );
}
