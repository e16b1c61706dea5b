import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { inOfferedOrder, isExperimental } from '../../core/model/automatic-model';
import type { AvailableModel, DamagedModel, InstalledModel, ModelFacts } from '../../platform/model-host';
import { useApp, useModelDesk } from '../app/desks';
import type { en } from '../locales/en/index';
import { joined } from '../locales/language';
import { ConfirmButton } from '../ui/confirm-button';
import { factsText, rateTexts, sizeText } from './model-facts';
import styles from './model-manager.module.css';

/** The models that can be used. */
export function InstalledModels({ models }: { readonly models: readonly InstalledModel[] }) {
  const { t } = useTranslation();
  const desk = useModelDesk();
  const isWorking = useApp(({ modelManager }) => modelManager.isWorking);
  const usedId = useApp(({ engine }) => ('model' in engine ? engine.model.id : null));
  return (
    <List title={t('models.here')}>
      {inOfferedOrder(models).map((model) => {
        const { id, name, folder, origin, role } = model;
        const isUsed = id === usedId;
        const origins = t(`models.origins.${origin}`);
        const from = isExperimental(model) ? joined([t('models.experimental'), origins]) : origins;
        return (
          <Entry key={folder} model={model} note={isUsed ? t('models.inUse', { origin: from }) : from}>
            {role === 'live' && !isUsed && <Action name="use" of={name} onClick={() => void desk.use(model)} />}
            {role === 'live' && <Action name="test" of={name} isDisabled={isWorking} onClick={() => void desk.tryOut(model)} />}
            {origin !== 'shipped' && <RemoveAction of={name} isDisabled={isWorking} onConfirm={() => void desk.remove(folder)} />}
          </Entry>
        );
      })}
    </List>
  );
}

/** Those that fail their checks: they are never loaded, only removed. */
export function DamagedModels({ models }: { readonly models: readonly DamagedModel[] }) {
  const { t } = useTranslation();
  const desk = useModelDesk();
  return (
    <List title={t('models.unusable')}>
      {models.map(({ folder, bytes, failure }) => (
        <li key={folder} className={styles.entry}>
          <div className={styles.facts}>
            <bdi className={styles.name}>{folder}</bdi>
            <small
              className={styles.problem}
              lang="en"
              dir="auto"
            >{`${sizeText(bytes)} · ${failure.message} ${failure.remedy}`}</small>
          </div>
          <RemoveAction of={folder} onConfirm={() => void desk.remove(folder)} />
        </li>
      ))}
    </List>
  );
}

/** The catalogue's models that are not here. */
export function ModelsToDownload({
  models,
  obstacle,
}: {
  readonly models: readonly AvailableModel[];
  readonly obstacle: string | null;
}) {
  const { t } = useTranslation();
  const desk = useModelDesk();
  const downloads = useApp(({ modelManager }) => modelManager.downloads);
  return (
    <List title={t('models.toDownload')}>
      {obstacle !== null && (
        <li className={styles.note} lang="en" dir="auto">
          {obstacle}
        </li>
      )}
      {models.map((model) => {
        const { id, name, partialBytes, isRunning } = model;
        const download = downloads[id] ?? (isRunning ? { doneBytes: partialBytes, totalBytes: model.bytes } : undefined);
        if (download !== undefined) {
          const { doneBytes, totalBytes } = download;
          return (
            <Entry
              key={id}
              model={model}
              remark={model.note}
              note={t('models.doneOf', { done: sizeText(doneBytes), total: sizeText(totalBytes) })}
            >
              <progress aria-label={t('models.downloadOf', { name })} value={doneBytes} max={totalBytes} />
              <Action name="cancelDownload" of={name} onClick={() => void desk.cancelDownload(id)} />
            </Entry>
          );
        }
        return (
          <Entry
            key={id}
            model={model}
            remark={model.note}
            note={partialBytes > 0 ? t('models.partly', { size: sizeText(partialBytes) }) : null}
          >
            {obstacle === null && (
              <Action name={partialBytes > 0 ? 'resumeDownload' : 'download'} of={name} onClick={() => void desk.download(id)} />
            )}
            {partialBytes > 0 && <Action name="discard" of={name} onClick={() => void desk.remove(id)} />}
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
  /** The catalogue's own, in English. */
  readonly remark?: string | null;
  readonly note: string | null;
  readonly children: ReactNode;
}

function Entry({ model, remark = null, note, children }: EntryProps) {
  const { t } = useTranslation();
  const { name, source, rates } = model;
  const sources = [...new Set([source, ...rates.map((rate) => rate.source)])].filter((one) => one !== null);
  return (
    <li className={styles.entry}>
      <div className={styles.facts}>
        <bdi className={styles.name}>{name}</bdi>
        <small>{factsText(model, t, note)}</small>
        {remark !== null && (
          <small lang="en" dir="auto">
            {remark}
          </small>
        )}
        {sources.length + rates.length > 0 && (
          <details className={styles.source}>
            <summary>{t('models.whereFrom', { name })}</summary>
            {rateTexts(rates, t).map((rate) => (
              <p key={rate}>{rate}</p>
            ))}
            {sources.map((address) => (
              <p key={address} dir="ltr">
                {address}
              </p>
            ))}
          </details>
        )}
      </div>
      <div className={styles.actions}>{children}</div>
    </li>
  );
}

interface ActionProps {
  readonly name: keyof (typeof en)['modelActions'];
  /** The model's name, for those who can't see the row. */
  readonly of: string;
  readonly isDisabled?: boolean;
  onClick(): void;
}

function Action({ name, of, isDisabled = false, onClick }: ActionProps) {
  const { t } = useTranslation();
  const label = t(`modelActions.${name}`);
  return (
    <button
      type="button"
      className={styles.button}
      aria-label={t('models.actionOf', { action: label, name: of })}
      disabled={isDisabled}
      onClick={onClick}
    >
      {label}
    </button>
  );
}

/** Deletes a model's files once that is confirmed: an imported one may be nowhere else. */
function RemoveAction({ of, isDisabled = false, onConfirm }: Pick<ActionProps, 'of' | 'isDisabled'> & { onConfirm(): void }) {
  const { t } = useTranslation();
  const label = t('modelActions.remove');
  return (
    <ConfirmButton
      label={label}
      name={t('models.actionOf', { action: label, name: of })}
      className={styles.button}
      isDisabled={isDisabled}
      question={t('models.askRemove', { name: of })}
      answer={label}
      onConfirm={onConfirm}
    />
  );
}
