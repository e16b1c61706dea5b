import { useTranslation } from 'react-i18next';
import styles from './alert.module.css';
import { useApp, useSession } from './desks';
import { currentProblem } from './store';

/** What went wrong and what to do about it; one at a time. */
export function Alert() {
  const { t } = useTranslation();
  const session = useSession();
  const problem = useApp(currentProblem);
  const canRetry = useApp(({ engine }) => engine.state === 'failed' && engine.failure === problem);
  const canDismiss = useApp(
    ({ dictation, problem: own }) => own === problem || (dictation.state === 'error' && dictation.failure === problem),
  );
  if (problem === null) return null;
  return (
    <div className={styles.alert}>
      <p role="alert" dir="auto">
        <strong>{problem.message}</strong> {problem.remedy}
      </p>
      {canRetry && (
        <button type="button" className={styles.action} onClick={() => void session.retry()}>
          {t('alert.tryAgain')}
        </button>
      )}
      {!canRetry && canDismiss && (
        <button type="button" className={styles.action} onClick={() => session.dismissProblem()}>
          {t('alert.dismiss')}
        </button>
      )}
    </div>
  );
}
