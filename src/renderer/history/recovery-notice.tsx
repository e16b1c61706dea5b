import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp, useHistory } from '../app/desks';
import { isBusy } from '../app/store';
import type { t as Message } from '../locales/language';
import { clock } from '../ui/clock';
import { focusUndo } from './entry-names';
import type { CutOff } from './history-slice';
import styles from './recovery-notice.module.css';

/** What was cut off when Utter last ended: each is heard, taken up or put into the trash by itself. */
export function RecoveryNotice() {
  const { t } = useTranslation();
  const history = useHistory();
  const cutOff = useApp((state) => state.history.cutOff);
  const isRecovering = useApp((state) => state.history.isRecovering);
  const reread = useApp((state) => state.reread);
  const isWaiting = useApp((state) => isBusy(state) || (state.engine.state !== 'ready' && state.engine.state !== 'resting'));
  if (cutOff.length === 0) return null;
  const isBlocked = isWaiting || isRecovering;
  const recover = (id: string | null): void => {
    if (!isBlocked) void history.recover(id);
  };
  return (
    <section className={styles.cutOff} aria-label={t('recovery.title')}>
      {cutOff.length > 1 && (
        <div className={styles.row}>
          <p>{t('recovery.texts', { count: cutOff.length })}</p>
          <button type="button" className={styles.action} aria-disabled={isBlocked || undefined} onClick={() => recover(null)}>
            {t('recovery.all')}
          </button>
        </div>
      )}
      <ul className={styles.list} aria-label={t('recovery.title')}>
        {cutOff.map((each) => (
          <CutOffItem
            key={each.entry.id}
            cutOff={each}
            progressMs={isRecovering && reread?.entryId === each.entry.id ? reread.doneMs : null}
            isBlocked={isBlocked}
            isRecovering={isRecovering}
            onRecover={() => recover(each.entry.id)}
          />
        ))}
      </ul>
    </section>
  );
}

interface CutOffItemProps {
  readonly cutOff: CutOff;
  /** How far its sound is recognised; null while it is not. */
  readonly progressMs: number | null;
  readonly isBlocked: boolean;
  readonly isRecovering: boolean;
  onRecover(): void;
}

function CutOffItem({ cutOff, progressMs, isBlocked, isRecovering, onRecover }: CutOffItemProps) {
  const { t } = useTranslation();
  const history = useHistory();
  const aboutId = useId();
  const { id } = cutOff.entry;
  const discard = (): void => {
    if (!isRecovering) void history.discardCutOff(id).then(focusUndo);
  };
  return (
    <li className={styles.row}>
      <p id={aboutId}>{progressMs === null ? description(cutOff, t) : t('recovery.recovering', { time: clock(progressMs) })}</p>
      {cutOff.entry.audio.kind !== 'none' && <PlayButton cutOff={cutOff} aboutId={aboutId} />}
      <button
        type="button"
        className={styles.action}
        aria-describedby={aboutId}
        aria-disabled={isBlocked || undefined}
        onClick={onRecover}
      >
        {t('recovery.recover')}
      </button>
      <button
        type="button"
        className={styles.action}
        aria-describedby={aboutId}
        aria-disabled={isRecovering || undefined}
        onClick={discard}
      >
        {t('recovery.discard')}
      </button>
    </li>
  );
}

function PlayButton({ cutOff: { entry }, aboutId }: { readonly cutOff: CutOff; readonly aboutId: string }) {
  const { t } = useTranslation();
  const history = useHistory();
  const audio = useRef<HTMLAudioElement>(null);
  const [isPlaying, setIsPlaying] = useState(false);

  useEffect(() => {
    const element = audio.current;
    return () => {
      element?.pause();
      if (element?.src) URL.revokeObjectURL(element.src);
    };
  }, []);

  async function play(): Promise<void> {
    const element = audio.current;
    if (element === null) return;
    if (element.src === '') {
      const sound = await history.sound(entry.id);
      if (sound === null) return;
      element.src = URL.createObjectURL(sound);
    }
    try {
      await element.play();
    } catch (error) {
      setIsPlaying(false);
      if (error instanceof DOMException && error.name === 'NotSupportedError') history.tellUnplayable(entry);
    }
  }

  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- it has no text yet but the one that is recovered from it */}
      <audio
        ref={audio}
        onPlay={() => setIsPlaying(true)}
        onPause={() => setIsPlaying(false)}
        onEnded={() => setIsPlaying(false)}
      />
      <button
        type="button"
        className={styles.action}
        aria-describedby={aboutId}
        onClick={() => (isPlaying ? audio.current?.pause() : void play())}
      >
        {t(isPlaying ? 'recovery.pause' : 'recovery.play')}
      </button>
    </>
  );
}

function description({ entry, words: count, audioMs }: CutOff, t: typeof Message): string {
  if (entry.kind === 'recording') {
    const { name } = entry;
    return count === 0 ? t('recovery.recording', { name }) : t('recovery.recordingWords', { name, count });
  }
  const time = clock(audioMs);
  return count === 0 ? t('recovery.dictation', { time }) : t('recovery.dictationWords', { time, count });
}
