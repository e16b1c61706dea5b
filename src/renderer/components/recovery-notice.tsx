import { clock } from '../clock';
import { useHistory, useHistoryState, type CutOff } from '../history-store';
import { isBusy, useApp } from '../store';
import styles from './recovery-notice.module.css';

/** What was cut off when Utter last ended, and what to do with it. */
export function RecoveryNotice() {
  const history = useHistory();
  const cutOff = useHistoryState((state) => state.cutOff);
  const isRecovering = useHistoryState((state) => state.isRecovering);
  const reread = useApp((state) => state.reread);
  const isWaiting = useApp((state) => isBusy(state) || state.engine.state !== 'ready');
  if (cutOff.length === 0) return null;
  return (
    <section className={styles.notice} aria-label="Recovery">
      <p>
        {isRecovering && reread !== null ? `Recovering… ${clock(reread.doneMs)}` : description(cutOff)}
      </p>
      <button
        type="button"
        className={styles.action}
        aria-disabled={isWaiting || isRecovering || undefined}
        onClick={() => !isWaiting && void history.recover()}
      >
        Recover
      </button>
      <button
        type="button"
        className={styles.action}
        aria-disabled={isRecovering || undefined}
        onClick={() => !isRecovering && void history.discardCutOff()}
      >
        Discard
      </button>
    </section>
  );
}

function description(cutOff: readonly CutOff[]): string {
  const [first] = cutOff;
  if (first === undefined || cutOff.length > 1) return `${cutOff.length} texts were cut off when Utter last ended.`;
  const { entry, words, audioMs } = first;
  const what = entry.kind === 'recording' ? `The transcription of ${entry.name}` : `A dictation of ${clock(audioMs)}`;
  return `${what} was cut off when Utter last ended${words > 0 ? ` (${words} ${words === 1 ? 'word' : 'words'})` : ''}.`;
}
