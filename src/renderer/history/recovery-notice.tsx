import { useTranslation } from 'react-i18next';
import { useApp, useHistory } from '../app/desks';
import { isBusy } from '../app/store';
import type { t as Message } from '../locales/language';
import { clock } from '../ui/clock';
import type { CutOff } from './history-slice';
import styles from './recovery-notice.module.css';

/** What was cut off when Utter last ended, and what to do with it. */
export function RecoveryNotice() {
  const { t } = useTranslation();
  const history = useHistory();
  const cutOff = useApp((state) => state.history.cutOff);
  const isRecovering = useApp((state) => state.history.isRecovering);
  const reread = useApp((state) => state.reread);
  const isWaiting = useApp((state) => isBusy(state) || (state.engine.state !== 'ready' && state.engine.state !== 'resting'));
  if (cutOff.length === 0) return null;
  return (
    <section className={styles.notice} aria-label={t('recovery.title')}>
      <p>{isRecovering && reread !== null ? t('recovery.recovering', { time: clock(reread.doneMs) }) : description(cutOff, t)}</p>
      <button
        type="button"
        className={styles.action}
        aria-disabled={isWaiting || isRecovering || undefined}
        onClick={() => !isWaiting && void history.recover()}
      >
        {t('recovery.recover')}
      </button>
      <button
        type="button"
        className={styles.action}
        aria-disabled={isRecovering || undefined}
        onClick={() => !isRecovering && void history.discardCutOff()}
      >
        {t('recovery.discard')}
      </button>
    </section>
  );
}

function description(cutOff: readonly CutOff[], t: typeof Message): string {
  const [first] = cutOff;
  if (first === undefined || cutOff.length > 1) return t('recovery.texts', { count: cutOff.length });
  const { entry, words: count, audioMs } = first;
  if (entry.kind === 'recording') {
    const { name } = entry;
    return count === 0 ? t('recovery.recording', { name }) : t('recovery.recordingWords', { name, count });
  }
  const time = clock(audioMs);
  return count === 0 ? t('recovery.dictation', { time }) : t('recovery.dictationWords', { time, count });
}
