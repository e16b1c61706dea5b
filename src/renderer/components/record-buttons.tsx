import { useState } from 'react';
import { toFailure } from '../../core/errors';
import type { RecordedClip } from '../../worker/protocol';
import { useSession } from '../session-context';
import { isBusy, useApp } from '../store';
import type { ClipRecording } from '../user-words-desk';
import styles from './user-words-section.module.css';

interface RecordButtonsProps {
  readonly clips: readonly (RecordedClip | null)[];
  onClips(clips: readonly (RecordedClip | null)[]): void;
  say(message: string): void;
}

/** A button for each recording of a word: press, say it, press again. */
export function RecordButtons({ clips, onClips, say }: RecordButtonsProps) {
  const session = useSession();
  const busy = useApp(isBusy);
  const [running, setRunning] = useState<{ readonly index: number; readonly recording: ClipRecording } | null>(null);

  async function record(index: number): Promise<void> {
    try {
      const recording = await session.words.record();
      setRunning({ index, recording });
      say(`Say the word, then press the button again.`);
      const clip = await recording.clip;
      const next = clips.with(index, clip);
      onClips(next);
      say(`Recorded ${next.filter((each) => each !== null).length} of ${clips.length}.`);
    } catch (error) {
      const { message, remedy } = toFailure(error);
      say(`${message} ${remedy}`);
    } finally {
      setRunning(null);
    }
  }

  return (
    <fieldset className={styles.recordings}>
      <legend>Record it three times (optional)</legend>
      {clips.map((clip, index) => {
        const isRunning = running?.index === index;
        return (
          <button
            key={index}
            type="button"
            className={styles.button}
            disabled={busy || (running !== null && !isRunning)}
            data-done={clip !== null}
            aria-label={`${isRunning ? 'Stop recording' : clip === null ? 'Record' : 'Record again'} ${index + 1}`}
            onClick={() => (isRunning ? running.recording.stop() : void record(index))}
          >
            {isRunning ? 'Stop' : clip === null ? `${index + 1}` : `${index + 1} ✓`}
          </button>
        );
      })}
    </fieldset>
  );
}
