import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordedClip } from '../../worker/protocol';
import { failureText } from '../app/attempt';
import { useApp, useSession } from '../app/desks';
import { isBusy } from '../app/store';
import type { ClipRecording } from './user-words-desk';
import styles from './user-words-section.module.css';

interface RecordButtonsProps {
  readonly clips: readonly (RecordedClip | null)[];
  onClips(clips: readonly (RecordedClip | null)[]): void;
  say(message: string): void;
}

/** A button for each recording of a word: press, say it, press again. */
export function RecordButtons({ clips, onClips, say }: RecordButtonsProps) {
  const { t } = useTranslation();
  const session = useSession();
  const busy = useApp(isBusy);
  const [running, setRunning] = useState<{ readonly index: number; readonly recording: ClipRecording } | null>(null);

  async function record(index: number): Promise<void> {
    try {
      const recording = await session.words.record();
      setRunning({ index, recording });
      say(t('words.sayIt'));
      const clip = await recording.clip;
      const next = clips.with(index, clip);
      onClips(next);
      say(t('words.recorded', { done: next.filter((each) => each !== null).length, total: clips.length }));
    } catch (error) {
      say(failureText(error));
    } finally {
      setRunning(null);
    }
  }

  return (
    <fieldset className={styles.recordings}>
      <legend>{t('words.recordings')}</legend>
      {clips.map((clip, index) => {
        const isRunning = running?.index === index;
        const action = isRunning ? 'stopRecording' : clip === null ? 'record' : 'recordAgain';
        return (
          <button
            key={index}
            type="button"
            className={styles.button}
            disabled={busy || (running !== null && !isRunning)}
            data-done={clip !== null}
            aria-label={t(`words.${action}`, { number: index + 1 })}
            onClick={() => (isRunning ? running.recording.stop() : void record(index))}
          >
            {isRunning ? t('words.stop') : clip === null ? `${index + 1}` : `${index + 1} ✓`}
          </button>
        );
      })}
    </fieldset>
  );
}
