import { recordingExtensions } from '../../core/audio/recording-names';
import { memo, useEffect, useRef, type ChangeEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { joined, type t as Message } from '../locales/language';
import { clock } from '../ui/clock';
import { LongName } from '../ui/long-name';
import { AllRecordings } from './all-recordings';
import { useApp, useSession } from './desks';
import { isPending, pageName, type Page } from './pages';
import { RailEdge } from './rail-edge';
import styles from './rail.module.css';

/** Systems know some kinds by their names only. */
const acceptedFiles = ['audio/*', 'video/*', ...recordingExtensions.map((extension) => `.${extension}`)].join(',');

/** The texts at hand: the dictation and every recording, with how far each has come. */
export function Rail() {
  const { t } = useTranslation();
  const session = useSession();
  const pages = useApp((state) => state.pages);
  const onFiles = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    session.recordings.add([...(target.files ?? [])]);
    // The same file can be chosen again.
    target.value = '';
  };
  return (
    <nav className={styles.rail} aria-label={t('rail.texts')}>
      <ul className={styles.list}>
        {pages.map((page) => (
          <RailItem key={page.id} page={page} />
        ))}
      </ul>
      <div className={styles.foot}>
        <label className={styles.add}>
          <span aria-hidden="true">+</span> {t('rail.add')}
          <input className="visually-hidden" type="file" multiple accept={acceptedFiles} onChange={onFiles} />
        </label>
        <AllRecordings />
      </div>
      <RailEdge />
    </nav>
  );
}

const RailItem = memo(function RailItem({ page }: { readonly page: Page }) {
  const { t } = useTranslation();
  const session = useSession();
  const isSelected = useApp((state) => state.selectedPageId === page.id);
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isSelected) item.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isSelected]);
  return (
    <li ref={item} className={styles.item}>
      <button
        type="button"
        className={styles.select}
        aria-current={isSelected ? 'page' : undefined}
        onClick={() => session.pages.select(page.id)}
      >
        <span className={styles.name}>
          <LongName name={pageName(page, t)} />
        </span>
        {page.kind === 'recording' && (
          <span className={styles.note} data-state={page.progress.state}>
            {progressNote(page, t)}
          </span>
        )}
      </button>
      {page.kind === 'recording' && isResumable(page) && (
        <button
          type="button"
          className={styles.resume}
          aria-label={t('rail.resumeName', { name: page.name })}
          onClick={() => session.recordings.resume(page.id)}
        >
          {t('rail.resume')}
        </button>
      )}
      {page.kind === 'recording' && isPending(page) && (
        <>
          <button
            type="button"
            className={styles.cancel}
            aria-label={t('rail.cancelName', { name: page.name })}
            onClick={() => session.recordings.cancel(page.id)}
          >
            ×
          </button>
          <progress
            className={styles.progress}
            aria-label={page.name}
            {...(page.progress.state === 'running' ? progressValue(page.progress) : { value: 0 })}
            max={1}
          />
        </>
      )}
    </li>
  );
});

/** A recording of unknown length has no value: its bar only shows that it moves. */
function progressValue({ doneMs, totalMs }: { doneMs: number; totalMs: number | null }): { value?: number } {
  return totalMs === null || totalMs === 0 ? {} : { value: Math.min(1, doneMs / totalMs) };
}

/** What was cancelled, or failed for another reason than the file itself, can go on where it was. */
function isResumable({ progress }: Page & { kind: 'recording' }): boolean {
  return progress.state === 'cancelled' || (progress.state === 'failed' && !progress.failure.code.startsWith('audio-'));
}

/** Two digits say enough. */
function speedText(speed: number): string {
  return speed < 10 ? speed.toFixed(1) : String(Math.round(speed));
}

function progressNote({ progress, transcript }: Page & { kind: 'recording' }, t: typeof Message): string {
  switch (progress.state) {
    case 'queued':
      return t('rail.waiting');
    case 'running':
      return joined([
        progress.totalMs === null
          ? clock(progress.doneMs)
          : t('rail.doneOf', { done: clock(progress.doneMs), total: clock(progress.totalMs) }),
        ...(progress.speed === null ? [] : [`${speedText(progress.speed)}×`]),
      ]);
    case 'done':
      return clock(transcript.durationMs);
    case 'cancelled':
      return t('rail.cancelledAt', { time: clock(transcript.durationMs) });
    case 'failed':
      return t('rail.failed');
  }
}
