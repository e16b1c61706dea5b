import { useState, type ChangeEvent, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp, useModelDesk } from '../app/desks';
import { FileButton } from '../ui/file-button';
import { droppedFiles } from './dropped-files';
import styles from './model-manager.module.css';

/** Adding a model of one's own: chosen, or dropped here. */
export function ModelImport({ obstacle }: { readonly obstacle: string | null }) {
  const { t } = useTranslation();
  const desk = useModelDesk();
  const isWorking = useApp(({ modelManager }) => modelManager.isWorking);
  const [isOver, setIsOver] = useState(false);
  const choose = (event: ChangeEvent<HTMLInputElement>): void => {
    void desk.importFiles([...(event.target.files ?? [])]);
    event.target.value = '';
  };
  // The window takes what is dropped elsewhere for recordings.
  const over = (event: DragEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    setIsOver(true);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    setIsOver(false);
    void droppedFiles(event.dataTransfer).then((files) => desk.importFiles(files));
  };
  return (
    <section className={styles.section} aria-labelledby="import-title">
      <h3 id="import-title">{t('models.addOwn')}</h3>
      {obstacle === null ? (
        <div className={styles.drop} data-over={isOver} onDragOver={over} onDragLeave={() => setIsOver(false)} onDrop={drop}>
          <p className={styles.note}>{t('models.addOwnNote')}</p>
          <div className={styles.choices}>
            <FileButton label={t('models.folder')} disabled={isWorking} onChange={choose} {...{ webkitdirectory: '' }} />
            <FileButton
              label={t('models.archive')}
              disabled={isWorking}
              accept=".zip,.tar,.gz,.tgz,.bz2,.tbz2"
              onChange={choose}
            />
          </div>
        </div>
      ) : (
        <p className={styles.note} lang="en" dir="auto">
          {obstacle}
        </p>
      )}
    </section>
  );
}
