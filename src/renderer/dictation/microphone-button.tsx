import { useTranslation } from 'react-i18next';
import { useApp, useSession } from '../app/desks';
import { isListenable } from '../app/store';
import { LevelThread } from './level-thread';
import styles from './microphone-button.module.css';

/** Begins and ends a dictation; it sits on the thread that swings with the voice. */
export function MicrophoneButton() {
  return (
    <div className={styles.line}>
      <LevelThread />
      <Button />
      <Discard />
    </div>
  );
}

function Button() {
  const { t } = useTranslation();
  const session = useSession();
  const state = useApp(({ dictation }) => dictation.state);
  const isReady = useApp(({ engine }) => isListenable(engine));
  const isOn = state === 'starting' || state === 'listening';
  const isWaiting = state === 'finishing' || (!isOn && !isReady);
  return (
    <button
      type="button"
      className={styles.button}
      data-state={state}
      aria-label={t(isOn ? 'dock.stop' : 'dock.start')}
      aria-keyshortcuts="Control+D Meta+D"
      // Not `disabled`, which would take the focus away from whoever works by keyboard.
      aria-disabled={isWaiting || undefined}
      // The one thing this window is for: Space and Enter work at once.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      onClick={() => session.dictation.toggle('window')}
    >
      {isOn || state === 'finishing' ? <StopGlyph /> : <MicrophoneGlyph />}
    </button>
  );
}

/** Only while there is something to discard. */
function Discard() {
  const { t } = useTranslation();
  const session = useSession();
  const isDictating = useApp(({ dictation: { state } }) => state !== 'idle' && state !== 'error');
  if (!isDictating) return null;
  return (
    <button type="button" className={styles.discard} title={t('dock.discardNote')} onClick={() => session.dictation.discard()}>
      {t('dock.discard')}
    </button>
  );
}

function MicrophoneGlyph() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round">
      <rect x="9" y="3" width="6" height="11" rx="3" />
      <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />
    </svg>
  );
}

function StopGlyph() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" fill="currentColor">
      <rect x="7.5" y="7.5" width="9" height="9" rx="1" />
    </svg>
  );
}
