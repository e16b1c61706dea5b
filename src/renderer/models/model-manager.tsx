import { useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useApp, useModelDesk } from '../app/desks';
import panel from '../ui/panel.module.css';
import { Setting } from '../ui/setting-rows';
import { DownloadSettings } from './model-download-settings';
import { sizeText } from './model-facts';
import { ModelImport } from './model-import';
import { DamagedModels, InstalledModels, ModelsToDownload } from './model-lists';
import styles from './model-manager.module.css';

/** Opens the list of models: those that are here, those to be had, and adding one's own. */
export function ModelManager() {
  const { t } = useTranslation();
  const desk = useModelDesk();
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const open = (): void => {
    setIsOpen(true);
    dialog.current?.showModal();
    void desk.refresh();
  };
  const closed = (): void => {
    setIsOpen(false);
    // The button is hidden with its panel; the focus goes to where the panel is opened.
    document.querySelector<HTMLElement>('[popovertarget="settings"]')?.focus();
  };
  return (
    <Setting label={t('models.title')}>
      <div className={panel.row}>
        <span>{t('models.title')}</span>
        <button type="button" className={panel.button} onClick={open}>
          {t('models.manage')}
        </button>
      </div>
      {/* The panel that the button is in closes when the dialog opens, and would take it along. */}
      {createPortal(
        <dialog ref={dialog} className={styles.dialog} aria-labelledby="models-title" onClose={closed}>
          {isOpen && <ModelPage onClose={() => dialog.current?.close()} />}
        </dialog>,
        document.body,
      )}
    </Setting>
  );
}

function ModelPage({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const { contents, message, isProblem } = useApp(({ modelManager }) => modelManager);
  return (
    <>
      <header className={styles.header}>
        <h2 id="models-title">{t('models.title')}</h2>
        <button type="button" className={styles.button} onClick={onClose}>
          {t('models.close')}
        </button>
      </header>
      <p aria-live="polite" className={styles.message} data-problem={isProblem}>
        {message}
      </p>
      {contents === null ? (
        <p className={styles.note}>{t('models.looking')}</p>
      ) : (
        <>
          <InstalledModels models={contents.installed} />
          {contents.damaged.length > 0 && <DamagedModels models={contents.damaged} />}
          <ModelImport obstacle={contents.noImports} />
          <ModelsToDownload models={contents.available} obstacle={contents.noDownloads} />
          {contents.noDownloads === null && <DownloadSettings />}
          <p className={styles.note}>
            {contents.freeBytes === null
              ? t('models.used', { used: sizeText(contents.usedBytes) })
              : t('models.usedAndFree', { used: sizeText(contents.usedBytes), free: sizeText(contents.freeBytes) })}
          </p>
        </>
      )}
    </>
  );
}
