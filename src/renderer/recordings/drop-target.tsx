import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../app/desks';
import styles from './drop-target.module.css';

interface DropTargetProps {
  readonly className: string | undefined;
  readonly children: ReactNode;
}

/** The whole window takes recordings. */
export function DropTarget({ className, children }: DropTargetProps) {
  const { t } = useTranslation();
  const session = useSession();
  const [isOver, setIsOver] = useState(false);

  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const onDragOver = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setIsOver(true);
    };
    const onDragLeave = (event: DragEvent): void => {
      // Leaving the window has no related target; moving between elements inside it does.
      if (event.relatedTarget === null) setIsOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      setIsOver(false);
      if (!hasFiles(event)) return;
      // Without this the browser would leave the page to play the file.
      event.preventDefault();
      session.recordings.add([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener('dragover', onDragOver);
    window.addEventListener('dragleave', onDragLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onDragOver);
      window.removeEventListener('dragleave', onDragLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [session]);

  return (
    <div className={className}>
      {children}
      {isOver && (
        <div className={styles.veil} aria-hidden="true">
          <p>{t('dock.drop')}</p>
        </div>
      )}
    </div>
  );
}
