import { useId, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { AvailableModel, DamagedModel, InstalledModel, ModelFacts } from '../../platform/model-host';
import { factsText, sizeText } from '../model-facts';
import { useModelDesk } from '../session-context';
import { useApp } from '../store';
import styles from './model-manager.module.css';

const origins = { shipped: 'comes with Utter', downloaded: 'downloaded', imported: 'imported' } as const;

/** The models that can be used. */
export function InstalledModels({ models }: { readonly models: readonly InstalledModel[] }) {
  const desk = useModelDesk();
  const isWorking = useStore(desk.state, (state) => state.isWorking);
  const usedId = useApp(({ engine }) => ('model' in engine ? engine.model.id : null));
  return (
    <List title="On this machine">
      {models.map((model) => {
        const { id, name, folder, origin } = model;
        const isUsed = id === usedId;
        return (
          <Entry key={folder} model={model} note={isUsed ? `${origins[origin]}, in use` : origins[origin]}>
            {!isUsed && (
              <Action label="Use" of={name} onClick={() => void desk.use(model)} />
            )}
            <Action label="Test speed" of={name} isDisabled={isWorking} onClick={() => void desk.tryOut(model)} />
            {origin !== 'shipped' && (
              <Action label="Remove" of={name} isDisabled={isWorking} onClick={() => void desk.remove(folder)} />
            )}
          </Entry>
        );
      })}
    </List>
  );
}

/** Those that fail their checks: they are never loaded, only removed. */
export function DamagedModels({ models }: { readonly models: readonly DamagedModel[] }) {
  const desk = useModelDesk();
  return (
    <List title="Can’t be used">
      {models.map(({ folder, bytes, failure }) => (
        <li key={folder} className={styles.entry}>
          <div className={styles.facts}>
            <bdi className={styles.name}>{folder}</bdi>
            <small className={styles.problem}>{`${sizeText(bytes)} · ${failure.message} ${failure.remedy}`}</small>
          </div>
          <Action label="Remove" of={folder} onClick={() => void desk.remove(folder)} />
        </li>
      ))}
    </List>
  );
}

/** The catalogue's models that are not here. */
export function ModelsToDownload({ models, obstacle }: { readonly models: readonly AvailableModel[]; readonly obstacle: string | null }) {
  const desk = useModelDesk();
  const downloads = useStore(desk.state, (state) => state.downloads);
  return (
    <List title="To download">
      {obstacle !== null && <li className={styles.note}>{obstacle}</li>}
      {models.map((model) => {
        const { id, name, partialBytes, isRunning } = model;
        const download = downloads[id] ?? (isRunning ? { doneBytes: partialBytes, totalBytes: model.bytes } : undefined);
        if (download !== undefined) {
          const { doneBytes, totalBytes } = download;
          return (
            <Entry key={id} model={model} note={`${sizeText(doneBytes)} of ${sizeText(totalBytes)}`}>
              <progress aria-label={`Download of ${name}`} value={doneBytes} max={totalBytes} />
              <Action label="Cancel download" of={name} onClick={() => void desk.cancelDownload(id)} />
            </Entry>
          );
        }
        return (
          <Entry key={id} model={model} note={partialBytes > 0 ? `${sizeText(partialBytes)} are here of an earlier download` : null}>
            <Action label={partialBytes > 0 ? 'Resume download' : 'Download'} of={name} onClick={() => void desk.download(id)} />
            {partialBytes > 0 && <Action label="Discard" of={name} onClick={() => void desk.remove(id)} />}
          </Entry>
        );
      })}
    </List>
  );
}

function List({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const titleId = useId();
  return (
    <section className={styles.section} aria-labelledby={titleId}>
      <h3 id={titleId}>{title}</h3>
      <ul className={styles.list} aria-labelledby={titleId}>
        {children}
      </ul>
    </section>
  );
}

interface EntryProps {
  readonly model: ModelFacts;
  readonly note: string | null;
  readonly children: ReactNode;
}

function Entry({ model, note, children }: EntryProps) {
  const { name, source, rates } = model;
  const sources = [...new Set([source, ...rates.map((rate) => rate.source)])].filter((one) => one !== null);
  return (
    <li className={styles.entry}>
      <div className={styles.facts}>
        <bdi className={styles.name}>{name}</bdi>
        <small>{note === null ? factsText(model) : `${factsText(model)} · ${note}`}</small>
        {sources.length > 0 && (
          <details className={styles.source}>
            <summary>{`Where ${name} is from`}</summary>
            {sources.map((address) => (
              <p key={address}>{address}</p>
            ))}
          </details>
        )}
      </div>
      <div className={styles.actions}>{children}</div>
    </li>
  );
}

interface ActionProps {
  readonly label: string;
  /** The model's name, for those who can't see the row. */
  readonly of: string;
  readonly isDisabled?: boolean;
  onClick(): void;
}

function Action({ label, of, isDisabled = false, onClick }: ActionProps) {
  return (
    <button type="button" className={styles.button} aria-label={`${label} ${of}`} disabled={isDisabled} onClick={onClick}>
      {label}
    </button>
  );
}
