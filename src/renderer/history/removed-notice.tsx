import { useTranslation } from 'react-i18next';
import { useApp, useHistory } from '../app/desks';
import { focusEntry, undoId } from './entry-names';
import styles from './recovery-notice.module.css';

/** What was deleted last, for as long as it is to be taken back with one press. */
export function RemovedNotice() {
  const { t } = useTranslation();
  const history = useHistory();
  const removed = useApp((state) => state.history.removed);
  return (
    <div aria-live="polite">
      {removed !== null && (
        <section className={styles.notice} aria-label={t('trash.region')}>
          <p>{removed.kind === 'deleted' ? t('trash.deleted', { count: removed.ids.length }) : t('trash.discarded')}</p>
          <button
            id={undoId}
            type="button"
            className={styles.action}
            onClick={() => void history.trash.undo().then(() => focusEntry(removed.ids[0] ?? null))}
          >
            {t('trash.undo')}
          </button>
          <button
            type="button"
            className={styles.action}
            onClick={() => {
              history.trash.forgetOffer();
              focusEntry(null);
            }}
          >
            {t('trash.dismiss')}
          </button>
        </section>
      )}
    </div>
  );
}
