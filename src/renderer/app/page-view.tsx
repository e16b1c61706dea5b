import { memo, useLayoutEffect, useMemo, useRef } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { pageLines, type OpenLine } from '../../core/transcript/page-lines';
import { goingOn, joinedText, segmentText, spansText } from '../../core/transcript/text';
import type { Segment } from '../../core/transcript/types';
import { SoundChoice } from '../recordings/sound-choice';
import { clock } from '../ui/clock';
import { isMac, keyNames } from '../ui/keys';
import { useApp } from './desks';
import { LiveLevel } from './live-level';
import { PageEditor } from './page-editor';
import { PageTools } from './page-tools';
import styles from './page-view.module.css';
import { hasText, isPending, type Page } from './pages';
import { selectedPage, speechLanguage } from './store';

/** The selected text. Its text content is the transcript alone: times are drawn by the style sheet. */
export function PageView() {
  const page = useApp(selectedPage);
  const draft = useApp(({ draft: each }) => (each?.pageId === page.id ? each.text : null));
  return (
    <main className={styles.page}>
      <PageTools page={page} />
      {page.kind === 'recording' && page.warnings.length > 0 && (
        <output className={styles.warnings} lang="en" dir="auto">
          {page.warnings.map((warning) => (
            <p key={warning}>{warning}</p>
          ))}
        </output>
      )}
      {page.kind === 'recording' && <SoundChoice page={page} />}
      {draft === null ? <Scroller page={page} /> : <PageEditor page={page} draft={draft} />}
    </main>
  );
}

function Scroller({ page }: { readonly page: Page }) {
  const { t } = useTranslation();
  const { id, transcript } = page;
  const language = useApp(speechLanguage);
  const isAtPauses = useApp(({ dictation }) => dictation.state === 'listening' && !dictation.isLive);
  const isBeingWritten = useApp(({ dictation }) => (page.kind === 'dictation' ? dictation.state !== 'idle' : isPending(page)));
  const lines = useMemo(() => pageLines(transcript, isBeingWritten), [transcript, isBeingWritten]);
  const scroller = useRef<HTMLElement>(null);
  const isAtEnd = useRef(true);

  // Text that is being written is shown from its end, finished recordings from their beginning.
  useLayoutEffect(() => {
    isAtEnd.current = isGrowing(page);
    if (scroller.current !== null) scroller.current.scrollTop = 0;
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- where the page stands when it is opened
  }, [id]);

  // Follows the newest words, unless the reader has scrolled back.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element !== null && isAtEnd.current) element.scrollTop = element.scrollHeight;
  }, [id, transcript]);

  return (
    <section
      ref={scroller}
      className={styles.scroller}
      aria-label={t('page.transcript')}
      // Scrollable, so it must be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < 48;
      }}
    >
      {/* Words stand as their language wants it, whatever that of the window is. */}
      <div className={styles.text} lang={language} dir={hasText(transcript) ? 'auto' : undefined}>
        {/* Lines are only ever added: a screen reader speaks each once, when it is final. */}
        <div key={id} role="log" aria-label={t('page.finished')}>
          {lines.finished.map((line) => (
            <LineView key={line[0]!.startMs} line={line} />
          ))}
        </div>
        <OpenWords page={page} lines={lines.open} />
        {isAtPauses && page.kind === 'dictation' && <LiveLevel />}
        {!hasText(transcript) && <Invitation page={page} />}
      </div>
    </section>
  );
}

function isGrowing(page: Page): boolean {
  return page.kind === 'dictation' || isPending(page);
}

const LineView = memo(
  function LineView({ line }: { readonly line: readonly Segment[] }) {
    const text = joinedText(line.map(segmentText)).replace(/^ +/u, '');
    // Its words may all be part of the text before it, or commands without a text.
    if (text === '') return null;
    return (
      <p className={styles.segment} lang={line[0]!.language} data-time={clock(line[0]!.startMs)}>
        {text}
        {/* Words of two lines stay apart in the page's text, as they do on the screen. */}
        {'\n'}
      </p>
    );
  },
  ({ line: before }, { line }) => before.length === line.length && before.every((segment, index) => segment === line[index]),
);

/** Committed text that may still be changing colour; what is before it is one piece, cheap to draw. */
const dryingSpans = 12;

/** The utterance being spoken, and those before it whose text isn't settled: wet text dries as it is committed. */
function OpenWords({ page, lines }: { readonly page: Page; readonly lines: readonly OpenLine[] }) {
  const isListening = useApp((state) => state.dictation.state === 'listening');
  const hasCaret = page.kind === 'dictation' && isListening;
  const { durationMs } = page.transcript;
  // The last one is the utterance that is open; before anything is said it has the caret alone.
  return lines.map((line, index) => {
    const isLast = index === lines.length - 1;
    const [first] = [...line.segments, ...line.committed, ...line.tentative];
    if (first === undefined && !(hasCaret && isLast)) return null;
    return (
      <p key={index} className={styles.open} lang={line.segments[0]?.language} data-time={clock(first?.startMs ?? durationMs)}>
        <OpenSpans line={line} />
        {hasCaret && isLast && <span className={styles.caret} />}
      </p>
    );
  });
}

function OpenSpans({ line: { segments, committed, tentative } }: { readonly line: OpenLine }) {
  const drySpans = Math.max(0, committed.length - dryingSpans);
  const dry = joinedText([...segments.map(segmentText), spansText(committed.slice(0, drySpans))]).replace(/^ +/u, '');
  return (
    <>
      {dry}
      {[...committed.slice(drySpans), ...tentative].map(({ text }, offset) => {
        const index = drySpans + offset;
        const shown = offset > 0 ? text : dry === '' ? text.replace(/^ +/u, '') : goingOn(dry.slice(-2), text);
        return (
          <span key={index} className={styles.word} data-wet={index >= committed.length || undefined}>
            {shown}
          </span>
        );
      })}
    </>
  );
}

/** What an empty page says. */
function Invitation({ page }: { readonly page: Page }) {
  const { t, i18n } = useTranslation();
  const dictation = useApp((state) => state.dictation.state);
  const engine = useApp((state) => state.engine.state);
  const hotkey = useApp((state) => state.hotkeys?.dictate);
  if (page.kind === 'recording') {
    const { state } = page.progress;
    if (state === 'failed' || state === 'cancelled') return null;
    return (
      <p className={styles.aside} lang={i18n.language}>
        {state === 'done' ? t('page.noWords') : <WhatItWaitsFor page={page} />}
      </p>
    );
  }
  if (dictation !== 'idle' && dictation !== 'error') return null;
  return (
    <div className={styles.invitation} lang={i18n.language}>
      <p className={styles.motto}>{t('page.motto')}</p>
      <p className={styles.aside}>
        {engine !== 'failed' && <Trans i18nKey="page.invitation" components={{ key: <kbd /> }} />}
        {engine !== 'failed' && hotkey?.state === 'registered' && (
          <>
            {' '}
            <Trans
              i18nKey="page.anywhere"
              values={{ key: keyNames(hotkey.accelerator, isMac()) }}
              components={{ key: <kbd dir="ltr" /> }}
            />
          </>
        )}{' '}
        {t('page.orDrop')}
      </p>
    </div>
  );
}

/** Why a recording has no words yet. */
function WhatItWaitsFor({ page }: { readonly page: Page }) {
  const { t } = useTranslation();
  const isSpeaking = useApp(({ dictation: { state } }) => state !== 'idle' && state !== 'error');
  const hasModel = useApp(({ engine }) => engine.state === 'ready' || engine.state === 'resting');
  const before = useApp(({ pages }) => {
    const index = pages.findIndex(({ id }) => id === page.id);
    return pages.slice(0, index).filter((each) => each.kind === 'recording' && isPending(each)).length;
  });
  if (isSpeaking) return t('page.waitsForSpeech');
  if (page.kind === 'recording' && page.progress.state === 'running') return t('page.reading');
  if (!hasModel) return t('page.waitsForModel');
  return before > 0 ? t('page.waitsForOthers', { count: before }) : t('page.reading');
}
