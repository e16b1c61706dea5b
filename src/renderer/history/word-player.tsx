import { memo, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { separator } from '../../core/language/unspaced-script';
import { linesOf } from '../../core/transcript/lines';
import { shownWords } from '../../core/transcript/shown-words';
import type { Segment, Transcript, Word } from '../../core/transcript/types';
import { hitRanges } from '../../history/hits';
import type { EntryRow } from '../../history/records';
import { useApp, useHistory } from '../app/desks';
import { modelOf } from '../app/store';
import { clock } from '../ui/clock';
import { PlayerBar } from './player-bar';
import { wordAt } from './word-at';
import styles from './word-player.module.css';

/** Words less certain than this are marked. */
const doubtfulConfidence = 0.5;

interface WordPlayerProps {
  readonly entry: EntryRow;
  readonly transcript: Transcript;
}

/** The words of an entry with its sound: the word that is heard is marked, and a word that is pressed is heard. */
export function WordPlayer({ entry, transcript }: WordPlayerProps) {
  const { t } = useTranslation();
  const history = useHistory();
  const language = useApp((state) => {
    const languages = modelOf(state, entry.modelId)?.languages ?? [];
    return languages.length === 1 ? languages[0] : undefined;
  });
  const segments = useMemo(
    () => linesOf(transcript.segments).map((line): Segment => ({ ...line[0]!, words: line.flatMap(shownWords) })),
    [transcript],
  );
  const words = useMemo(() => segments.flatMap((segment) => segment.words), [segments]);
  const starts = useMemo(() => segmentStarts(segments), [segments]);
  const audio = useRef<HTMLAudioElement>(null);
  const [isPlaying, setIsPlaying] = useState(false);
  const [cursor, setCursor] = useState(0);
  const text = useRef<HTMLDivElement>(null);
  const query = useApp((state) => state.history.query);
  const speed = useApp((state) => state.history.speed);
  const hits = useMemo(() => hitIndices(segments, starts, query), [segments, starts, query]);
  const hitSet = useMemo(() => new Set(hits), [hits]);
  const hasSound = entry.audio.kind !== 'none';

  useEffect(() => {
    const element = audio.current;
    return () => {
      element?.pause();
      if (element?.src) URL.revokeObjectURL(element.src);
      element?.removeAttribute('src');
    };
  }, []);

  // Follows the sound past React: a frame changes two elements, not a text.
  useEffect(() => {
    if (!isPlaying) return;
    let marked: Element | null = null;
    let frame = requestAnimationFrame(function follow() {
      const timeMs = (audio.current?.currentTime ?? 0) * 1000;
      const index = wordAt(words, timeMs);
      const element = index === -1 ? null : (text.current?.querySelector(`[data-index="${index}"]`) ?? null);
      if (element !== marked) {
        marked?.removeAttribute('data-heard');
        element?.setAttribute('data-heard', '');
        element?.scrollIntoView({ block: 'nearest' });
        marked = element;
      }
      frame = requestAnimationFrame(follow);
    });
    return () => {
      cancelAnimationFrame(frame);
      marked?.removeAttribute('data-heard');
    };
  }, [isPlaying, words]);

  // What was searched for is in sight.
  useLayoutEffect(() => {
    const [first] = hits;
    if (first !== undefined) showWord(first);
  }, [hits]);

  useEffect(() => {
    if (audio.current === null) return;
    // The one is for what is loaded, the other for what will be.
    audio.current.playbackRate = speed;
    audio.current.defaultPlaybackRate = speed;
  }, [speed]);

  function showWord(index: number): void {
    setCursor(index);
    text.current?.querySelector(`[data-index="${index}"]`)?.scrollIntoView({ block: 'center' });
  }

  /** @returns the element that has the sound; null where there is none any more */
  async function loaded(): Promise<HTMLAudioElement | null> {
    const element = audio.current;
    if (element === null || element.src !== '') return element;
    const sound = await history.sound(entry.id);
    if (sound === null) return null;
    element.src = URL.createObjectURL(sound);
    return element;
  }

  async function seek(toMs: number): Promise<void> {
    const element = await loaded();
    if (element !== null) element.currentTime = toMs / 1000;
  }

  async function play(fromMs: number | null): Promise<void> {
    const element = await loaded();
    if (element === null) return;
    if (fromMs !== null) element.currentTime = fromMs / 1000;
    try {
      await element.play();
    } catch (error) {
      setIsPlaying(false);
      // A press of Pause while it is still being loaded interrupts it, which is what was asked for.
      if (error instanceof DOMException && error.name === 'NotSupportedError') history.tellUnplayable(entry);
    }
  }

  /** One word of the text is reached by Tab, the others from there by the arrow keys. */
  function onKeyDown(event: KeyboardEvent): void {
    const isRightToLeft = getComputedStyle(event.currentTarget).direction === 'rtl';
    const toTheRight = { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0;
    const step = isRightToLeft ? -toTheRight : toTheRight;
    if (step === 0 || !(event.target instanceof HTMLButtonElement)) return;
    event.preventDefault();
    const index = Math.min(words.length - 1, Math.max(0, cursor + step));
    setCursor(index);
    text.current?.querySelector<HTMLButtonElement>(`[data-index="${index}"]`)?.focus();
  }

  const hasDoubts = words.some(({ confidence }) => confidence < doubtfulConfidence);
  return (
    <>
      {hasSound && (
        // oxlint-disable-next-line jsx-a11y/media-has-caption -- its words are below, and marked as they are heard
        <audio
          ref={audio}
          onPlay={() => setIsPlaying(true)}
          onPause={() => setIsPlaying(false)}
          onEnded={() => setIsPlaying(false)}
        />
      )}
      {(hasSound || hits.length > 0 || hasDoubts) && (
        <div className={styles.player}>
          {hasSound && (
            <PlayerBar
              audio={audio}
              isPlaying={isPlaying}
              durationMs={entry.durationMs}
              onPlay={() => void play(null)}
              onSeek={(toMs) => void seek(toMs)}
            />
          )}
          {hits.length > 0 && (
            <span className={styles.hits}>
              {t('history.hits', { count: hits.length })}
              {hits.length > 1 && (
                <button type="button" onClick={() => showWord(hits.find((index) => index > cursor) ?? hits[0]!)}>
                  {t('history.nextHit')}
                </button>
              )}
            </span>
          )}
          {hasDoubts && <span className={styles.legend}>{t('history.uncertainWords')}</span>}
        </div>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- moves the focus between the buttons in it */}
      <div ref={text} className={styles.text} lang={language} dir="auto" onKeyDown={onKeyDown}>
        {segments.map((segment, number) => {
          const first = starts[number]!;
          const own = cursor >= first && cursor < first + segment.words.length ? cursor - first : -1;
          return (
            <SegmentWords
              key={first}
              segment={segment}
              firstIndex={first}
              cursor={own}
              hasSound={hasSound}
              hits={hitSet}
              onWord={(word, index) => {
                setCursor(index);
                if (hasSound) void play(word.startMs);
              }}
            />
          );
        })}
      </div>
    </>
  );
}

/** Index of each segment's first word. */
function segmentStarts(segments: readonly Segment[]): readonly number[] {
  let words = 0;
  return segments.map((segment) => {
    const first = words;
    words += segment.words.length;
    return first;
  });
}

/** Indices of the words in which what was searched for begins. */
function hitIndices(segments: readonly Segment[], starts: readonly number[], query: string): readonly number[] {
  if (query.trim() === '') return [];
  return segments.flatMap(({ words }, number) => {
    const places: number[] = [];
    let text = '';
    for (const [offset, { text: word }] of words.entries()) {
      text += offset > 0 ? separator(words[offset - 1]!.text, word) : '';
      places.push(text.length);
      text += word;
    }
    const found = hitRanges(text, query).map(({ from }) => places.findLastIndex((place) => place <= from));
    return [...new Set(found)].map((offset) => starts[number]! + offset);
  });
}

interface SegmentWordsProps {
  readonly segment: Segment;
  readonly firstIndex: number;
  /** The word that Tab reaches, if it is in this segment. */
  readonly cursor: number;
  readonly hasSound: boolean;
  /** Words that the search has found. */
  readonly hits: ReadonlySet<number>;
  onWord(word: Word, index: number): void;
}

const SegmentWords = memo(
  function SegmentWords({ segment, firstIndex, cursor, hasSound, hits, onWord }: SegmentWordsProps) {
    const { t } = useTranslation();
    return (
      <p className={styles.segment} lang={segment.language} data-time={clock(segment.startMs)}>
        {segment.words.map((word, offset) => {
          const index = firstIndex + offset;
          const isDoubtful = word.confidence < doubtfulConfidence;
          return [
            offset > 0 ? separator(segment.words[offset - 1]!.text, word.text) : '',
            <button
              key={index}
              type="button"
              className={styles.word}
              data-index={index}
              data-doubtful={isDoubtful || undefined}
              // Read out as the button's description.
              title={isDoubtful ? t('history.certain', { percent: Math.round(word.confidence * 100) }) : undefined}
              tabIndex={offset === cursor ? 0 : -1}
              data-silent={!hasSound || undefined}
              data-hit={hits.has(index) || undefined}
              onClick={() => onWord(word, index)}
            >
              {word.text}
            </button>,
          ];
        })}
      </p>
    );
  },
  // The callback is another one each time and does the same.
  (before, after) =>
    before.segment === after.segment &&
    before.firstIndex === after.firstIndex &&
    before.cursor === after.cursor &&
    before.hits === after.hits &&
    before.hasSound === after.hasSound,
);
