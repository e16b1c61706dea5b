import { useEffect, useRef, useState } from 'react';
import type { OverlayFrame, OverlayHost, OverlayView } from '../../platform/overlay';
import { levelShare } from '../components/thread';
import styles from './overlay.module.css';

/** Levels shown at once: 0.6 s of speech. */
const barCount = 12;

/** What is being said, as it is said, in a small window above the application that the user looks at. */
export function Overlay({ host }: { readonly host: OverlayHost }) {
  const [frame, setFrame] = useState<OverlayFrame | null>(null);
  useEffect(() => host.onFrame(setFrame), [host]);
  useEffect(() => {
    document.documentElement.dataset['theme'] = frame?.theme ?? 'system';
  }, [frame?.theme]);
  if (frame === null) return null;
  const { view } = frame;
  return (
    <main className={styles.stage}>
      <div className={styles.card} data-state={view.state}>
        {'message' in view ? <Ending view={view} /> : <Live view={view} />}
      </div>
    </main>
  );
}

type LiveView = Exclude<OverlayView, { readonly message: string }>;

function Live({ view }: { readonly view: LiveView }) {
  const { state, committed, tentative } = view;
  const hasWords = committed !== '' || tentative !== '';
  return (
    <>
      <Level state={state} levelDb={view.levelDb} />
      <p className={styles.text}>
        {hasWords ? (
          <span>
            {committed}
            {committed !== '' && tentative !== '' && ' '}
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
    <p className={styles.text} role={view.state === 'problem' ? 'alert' : 'status'}>
      <span>{view.message}</span>
    </p>
  );
}

/** The voice as bars that travel; with reduced motion all are as high as the voice is loud. */
function Level({ state, levelDb }: Pick<LiveView, 'state' | 'levelDb'>) {
  const levels = useRef<number[]>(Array.from({ length: barCount }, () => 0));
  const share = state === 'listening' ? levelShare(levelDb) : 0;
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const shown = isStill ? levels.current.map(() => share) : [share, ...levels.current.slice(0, -1)];
  useEffect(() => {
    levels.current = shown;
  });
  return (
    <svg className={styles.level} viewBox={`0 0 ${barCount * 4} 32`} role="img" aria-label="Microphone level">
      {shown.map((each, index) => {
        const height = 2 + each * 30;
        return <rect key={index} x={index * 4} y={16 - height / 2} width="2" height={height} rx="1" />;
      })}
    </svg>
  );
}
