import { useEffect, useReducer } from 'react';
import type { OverlayFrame, OverlayHost, OverlayView } from '../../platform/overlay';
import { levelShare } from '../components/thread';
import styles from './overlay.module.css';

/** Levels shown at once: 0.6 s of speech. */
const barCount = 12;

interface Shown {
  readonly frame: OverlayFrame | null;
  /** Shares of the greatest height, newest first. */
  readonly levels: readonly number[];
}

const nothing: Shown = { frame: null, levels: Array.from({ length: barCount }, () => 0) };

/** The voice travels along the bars; with reduced motion all are as high as it is loud. */
function withFrame({ levels }: Shown, frame: OverlayFrame): Shown {
  const share = frame.view.state === 'listening' ? levelShare(frame.view.levelDb) : 0;
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  return { frame, levels: isStill ? levels.map(() => share) : [share, ...levels.slice(0, -1)] };
}

/** What is being said, as it is said, in a small window above the application that the user looks at. */
export function Overlay({ host }: { readonly host: OverlayHost }) {
  const [{ frame, levels }, show] = useReducer(withFrame, nothing);
  useEffect(() => host.onFrame(show), [host]);
  useEffect(() => {
    document.documentElement.dataset['theme'] = frame?.theme ?? 'system';
  }, [frame?.theme]);
  if (frame === null) return null;
  const { view } = frame;
  return (
    <main className={styles.stage}>
      <div className={styles.card} data-state={view.state}>
        {'message' in view ? <Ending view={view} /> : <Live view={view} levels={levels} />}
      </div>
    </main>
  );
}

type LiveView = Exclude<OverlayView, { readonly message: string }>;

function Live({ view, levels }: { readonly view: LiveView; readonly levels: readonly number[] }) {
  const { state, committed, tentative } = view;
  const hasWords = committed !== '' || tentative !== '';
  return (
    <>
      <meter className="visually-hidden" aria-label="Microphone level" min={-100} max={0} value={view.levelDb} />
      <Level levels={levels} />
      <p className={styles.text}>
        {hasWords ? (
          <span>
            {committed}
            <span className={styles.tentative}>{tentative}</span>
          </span>
        ) : (
          <span className={styles.aside}>{waiting[state]}</span>
        )}
      </p>
    </>
  );
}

const waiting: Readonly<Record<LiveView['state'], string>> = {
  starting: 'Opening the microphone…',
  listening: 'Listening…',
  finishing: 'Writing the last words…',
};

function Ending({ view }: { readonly view: Extract<OverlayView, { readonly message: string }> }) {
  return (
    <p className={styles.text} role={view.state === 'problem' ? 'alert' : undefined}>
      <span>{view.message}</span>
    </p>
  );
}

function Level({ levels }: { readonly levels: readonly number[] }) {
  return (
    <svg className={styles.level} viewBox={`0 0 ${barCount * 4} 32`} aria-hidden="true">
      {levels.map((each, index) => {
        const height = 2 + each * 30;
        return <rect key={index} x={index * 4} y={16 - height / 2} width="2" height={height} rx="1" />;
      })}
    </svg>
  );
}
