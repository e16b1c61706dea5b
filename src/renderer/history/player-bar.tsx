import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp, useHistory } from '../app/desks';
import { clock } from '../ui/clock';
import tools from '../ui/tools.module.css';
import styles from './player-bar.module.css';

const speeds = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
/** What an arrow key moves by. */
const stepMs = 5000;

interface PlayerBarProps {
  readonly audio: RefObject<HTMLAudioElement | null>;
  readonly isPlaying: boolean;
  readonly durationMs: number;
  onPlay(): void;
  onSeek(toMs: number): void;
}

/** Plays, pauses, goes to any place, slower or faster. */
export function PlayerBar({ audio, isPlaying, durationMs, onPlay, onSeek }: PlayerBarProps) {
  const { t } = useTranslation();
  const history = useHistory();
  const speed = useApp((state) => state.history.speed);
  const bar = useRef<HTMLInputElement>(null);
  const time = useRef<HTMLSpanElement>(null);

  // Follows the sound past React.
  useEffect(() => {
    const element = audio.current;
    if (element === null) return;
    const follow = (): void => {
      const atMs = element.currentTime * 1000;
      if (time.current !== null) time.current.textContent = clock(atMs);
      if (bar.current === null) return;
      bar.current.value = String(atMs);
      bar.current.setAttribute('aria-valuetext', t('history.positionOf', { time: clock(atMs), total: clock(durationMs) }));
    };
    const events = ['timeupdate', 'seeking', 'seeked', 'ended'];
    for (const event of events) element.addEventListener(event, follow);
    return () => {
      for (const event of events) element.removeEventListener(event, follow);
    };
  }, [audio, durationMs, t]);

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    const isRightToLeft = getComputedStyle(event.currentTarget).direction === 'rtl';
    const ahead = isRightToLeft ? 'ArrowLeft' : 'ArrowRight';
    const step = {
      ArrowUp: 1,
      ArrowDown: -1,
      ArrowRight: ahead === 'ArrowRight' ? 1 : -1,
      ArrowLeft: ahead === 'ArrowLeft' ? 1 : -1,
    }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onSeek(Math.min(durationMs, Math.max(0, Number(event.currentTarget.value) + step * stepMs)));
  }

  return (
    <>
      <button
        type="button"
        className={`${tools.tool} ${styles.play}`}
        onClick={() => (isPlaying ? audio.current?.pause() : onPlay())}
      >
        {t(isPlaying ? 'history.pause' : 'history.play')}
      </button>
      <input
        ref={bar}
        className={styles.bar}
        type="range"
        aria-label={t('history.position')}
        min={0}
        max={Math.max(1, durationMs)}
        step="any"
        defaultValue={0}
        onChange={(event) => onSeek(Number(event.target.value))}
        onKeyDown={onKeyDown}
      />
      <span className={styles.time} dir="ltr">
        <span ref={time}>0:00</span> / {clock(durationMs)}
      </span>
      <select
        className={tools.format}
        aria-label={t('history.speed')}
        value={speed}
        onChange={(event) => history.setSpeed(Number(event.target.value))}
      >
        {speeds.map((each) => (
          <option key={each} value={each}>
            {each}×
          </option>
        ))}
      </select>
    </>
  );
}
