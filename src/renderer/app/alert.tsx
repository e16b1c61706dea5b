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
  const isChosen = useApp(({ settings: { backend, modelId } }) => backend !== 'auto' || modelId !== null);
  if (problem === null) return null;
  const offer = 'offer' in problem ? problem.offer : canRetry && isChosen ? 'all' : null;
  return (
    <div className={styles.alert}>
      <p role="alert" dir="auto">
        <strong>{problem.message}</strong> {problem.remedy}
      </p>
      {offer !== null && (
        <button type="button" className={styles.action} onClick={() => void session.choice.selectAutomatic(offer)}>
          {t('alert.automatic')}
        </button>
      )}
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
