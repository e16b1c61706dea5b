import { useEffect, useLayoutEffect, useReducer } from 'react';
import { useTranslation } from 'react-i18next';
import type { OverlayFrame, OverlayHost, OverlayView } from '../../platform/overlay';
import { speak } from '../locales/language';
import { levelShare } from '../ui/level';
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
  useLanguage(frame?.language ?? 'system');
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

function useLanguage(language: OverlayFrame['language']): void {
  const { t } = useTranslation();
  useLayoutEffect(() => speak(language), [language]);
  useEffect(() => {
    document.title = t('status.overlayTitle');
  }, [t]);
}

type LiveView = Exclude<OverlayView, { readonly message: string }>;

function Live({ view, levels }: { readonly view: LiveView; readonly levels: readonly number[] }) {
  const { t } = useTranslation();
  const { state, committed, tentative, notice } = view;
  const hasWords = committed !== '' || tentative !== '';
  return (
    <>
      <meter className="visually-hidden" aria-label={t('dock.level')} min={-100} max={0} value={view.levelDb} />
      <Level levels={levels} />
      <div>
        {(hasWords || notice === null) && (
          <p className={styles.text} dir={hasWords ? 'auto' : undefined}>
            {hasWords ? (
              <span>
                {committed}
                <span className={styles.tentative}>{tentative}</span>
              </span>
            ) : (
              <span className={styles.aside}>{t(waiting[state])}</span>
            )}
          </p>
        )}
        {notice !== null && (
          <p className={styles.notice} dir="auto" role="alert">
            {notice}
          </p>
        )}
      </div>
    </>
  );
}

const waiting = {
  starting: 'status.opening',
  listening: 'status.listening',
  finishing: 'status.writing',
} as const;

function Ending({ view }: { readonly view: Extract<OverlayView, { readonly message: string }> }) {
  return (
    <p className={styles.text} dir="auto" role={view.state === 'problem' ? 'alert' : undefined}>
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
