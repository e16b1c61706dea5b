import { useEffect, useRef } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useApp, useSession } from '../app/desks';
import { isBusy } from '../app/store';
import type { CheckState } from './dictation-slice';
import { recordedMs } from './microphone-check';
import styles from './microphone-trial.module.css';

/** Shows what the microphone hears, and plays three seconds of it back. */
export function MicrophoneTrial() {
  const { t } = useTranslation();
  const { microphoneCheck: check } = useSession();
  const state = useApp((state) => state.microphoneCheck);
  const isTaken = useApp(isBusy);
  const root = useRef<HTMLDivElement>(null);
  const meter = useRef<HTMLMeterElement>(null);
  const isOn = state.state !== 'off' && state.state !== 'failed';

  // Levels never pass through React.
  useEffect(
    () =>
      check.onLevel((rmsDb) => {
        if (meter.current !== null) meter.current.value = rmsDb;
      }),
    [check],
  );

  // It ends with the panel or the dialog that it is in.
  useEffect(() => {
    const panel = root.current?.closest('[popover]');
    const onToggle = (event: Event): void => {
      if ((event as ToggleEvent).newState === 'closed') void check.end();
    };
    panel?.addEventListener('toggle', onToggle);
    return () => {
      panel?.removeEventListener('toggle', onToggle);
      void check.end();
    };
  }, [check]);

  return (
    <div ref={root} className={styles.trial}>
      <meter ref={meter} className={styles.meter} aria-label={t('trial.level')} min={-70} max={0} value={-70} hidden={!isOn} />
      <div className={styles.buttons}>
        <button
          type="button"
          className={styles.button}
          aria-disabled={isTaken || undefined}
          onClick={() => !isTaken && void (isOn ? check.end() : check.begin())}
        >
          {isOn ? t('trial.end') : t('dictating.microphoneTest')}
        </button>
        {isOn && (
          <button
            type="button"
            className={styles.button}
            aria-disabled={state.state !== 'hearing' || undefined}
            onClick={() => void check.record()}
          >
            {t('trial.record', { seconds: recordedMs / 1000 })}
          </button>
        )}
      </div>
      <p
        role={state.state === 'failed' ? 'alert' : undefined}
        aria-live="polite"
        className={styles.note}
        data-failed={state.state === 'failed' || undefined}
      >
        {note(state, t)}
      </p>
    </div>
  );
}

function note(state: CheckState, t: TFunction): string {
  switch (state.state) {
    case 'off':
      return '';
    case 'opening':
      return t('status.opening');
    case 'hearing':
      return state.trouble === null
        ? t('trial.hearing', { microphone: state.microphone })
        : t(`trouble.${state.trouble}`, { microphone: state.microphone });
    case 'recording':
      return t('trial.recording');
    case 'playing':
      return t('trial.playing');
    case 'failed':
      return `${state.failure.message} ${state.failure.remedy}`;
  }
}
