import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp, useHistory } from '../app/desks';
import type { ExportExtension } from '../app/export-formats';
import { FormatSelect } from '../app/format-select';
import { isBusy, modelOf } from '../app/store';
import { joined } from '../locales/language';
import { clock } from '../ui/clock';
import tools from '../ui/tools.module.css';
import { DeleteButton, entryTime } from './entry-tools';
import styles from './history-entry.module.css';
import { finalVersion, shownVersion, type OpenedEntry } from './history-slice';
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
  const { entry } = opened;
  const { transcript, text } = shownVersion(opened);
  const [extension, setExtension] = useState<ExportExtension>('txt');
  const [draft, setDraft] = useState<string | null>(null);
  const model = useApp((state) => modelOf(state, entry.modelId)?.name ?? entry.modelId);
  const facts = [clock(entry.durationMs), ...(model === null ? [] : [model]), ...(entry.isEdited ? [t('history.edited')] : [])];
  return (
    <section className={styles.entry} aria-label={t('history.entry')}>
      <div className={styles.tools}>
        <button type="button" className={`${tools.tool} ${styles.back}`} onClick={() => history.close()}>
          {t('history.back')}
        </button>
        <h2 className={styles.title}>
          <bdi>{entry.kind === 'recording' ? entry.name : entryTime(entry)}</bdi>
          <span className={styles.facts}> {joined(facts)}</span>
        </h2>
        {draft === null && (
          <button type="button" className={tools.tool} onClick={() => setDraft(text)}>
            {t('history.edit')}
          </button>
        )}
        <button type="button" className={tools.tool} onClick={() => void history.copy()}>
          {t('history.copy')}
        </button>
        <span className={tools.export}>
          <button type="button" className={tools.tool} onClick={() => void history.export([entry.id], extension)}>
            {t('history.export')}
          </button>
          <FormatSelect label={t('history.format')} value={extension} onChange={setExtension} />
        </span>
        <DeleteButton label={t('history.delete')} onDelete={() => void history.remove([entry.id])} />
        {entry.audio.kind !== 'none' && <Reread opened={opened} />}
        {draft === null && finalVersion(opened) !== null && <VersionSwitch isFinalShown={opened.isFinalShown} />}
      </div>
      {draft === null ? (
        <WordPlayer key={String(opened.isFinalShown)} entry={entry} transcript={transcript} />
      ) : (
        <Editor
          draft={draft}
          onChange={setDraft}
          onCancel={() => setDraft(null)}
          onSave={() => void history.edit(entry.id, draft).then(() => setDraft(null))}
        />
      )}
    </section>
  );
}

/** Between the text as it was delivered and the final one, which came later. */
function VersionSwitch({ isFinalShown }: { readonly isFinalShown: boolean }) {
  const { t } = useTranslation();
  const history = useHistory();
  return (
    <fieldset className={styles.versions}>
      <legend className="visually-hidden">{t('history.version')}</legend>
      {[false, true].map((isFinal) => (
        <label key={String(isFinal)}>
          <input type="radio" name="version" checked={isFinal === isFinalShown} onChange={() => history.showFinal(isFinal)} />
          {t(isFinal ? 'history.final' : 'history.delivered')}
        </label>
      ))}
    </fieldset>
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

interface EditorProps {
  readonly draft: string;
  onChange(draft: string): void;
  onSave(): void;
  onCancel(): void;
}

function Editor({ draft, onChange, onSave, onCancel }: EditorProps) {
  const { t } = useTranslation();
  const [area, setArea] = useState<HTMLTextAreaElement | null>(null);
  useEffect(() => area?.focus(), [area]);
  return (
    <div className={styles.editor}>
      <textarea
        ref={setArea}
        className={styles.area}
        dir="auto"
        aria-label={t('history.text')}
        value={draft}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel();
          else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSave();
        }}
      />
      <div className={styles.editing}>
        <button type="button" className={tools.tool} onClick={onSave}>
          {t('history.save')}
        </button>
        <button type="button" className={tools.tool} onClick={onCancel}>
          {t('history.cancel')}
        </button>
      </div>
    </div>
  );
}
