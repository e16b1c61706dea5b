import type { Failure } from '../../core/errors';
import { shiftedPartial, shiftedSegment } from '../../core/transcript/shifted';
import { joinedText, segmentText } from '../../core/transcript/text';
import type { Segment, Transcript } from '../../core/transcript/types';
import { applyUpdate, emptyTranscript, type SoundFacts, type TranscriptUpdate } from '../../worker/protocol';
import type { t as Message } from '../locales/language';

/** How far the recognition of a recording has come. */
export type RecordingProgress =
  | { readonly state: 'queued' }
  | {
      readonly state: 'running';
      readonly doneMs: number;
      readonly totalMs: number | null;
      /** Seconds of sound for each second that passes; null before it is known. */
      readonly speed: number | null;
    }
  | { readonly state: 'done' }
  | { readonly state: 'cancelled' }
  | { readonly state: 'failed'; readonly failure: Failure };

/** The part of a page that is an entry of the history, from `startMs` of the page to the next one's. */
export interface PagePart {
  readonly entryId: string;
  readonly startMs: number;
}

interface AnyPage {
  readonly id: string;
  readonly name: string;
  readonly transcript: Transcript;
  /** What of it is in the history, in order. */
  readonly parts: readonly PagePart[];
}

/** One text: everything dictated since it was last cleared, or one recording. */
export type Page =
  | (AnyPage & { readonly kind: 'dictation' })
  | (AnyPage & {
      readonly kind: 'recording';
      readonly progress: RecordingProgress;
      /** What is wrong with the recording although it can be read. */
      readonly warnings: readonly string[];
      /** What of it can be heard instead; null where there is no choice. */
      readonly sound: SoundFacts | null;
    });

export const dictationPage: Page = {
  kind: 'dictation',
  id: 'dictation',
  name: 'Dictation',
  transcript: emptyTranscript,
  parts: [],
};

export function recordingPage(id: string, name: string): Page {
  return {
    kind: 'recording',
    id,
    name,
    transcript: emptyTranscript,
    parts: [],
    progress: { state: 'queued' },
    warnings: [],
    sound: null,
  };
}

/** Texts as they were before they were edited, discarded or cleared, for as long as that can be undone. */
export interface Taken {
  readonly what: 'edit' | 'discard' | 'clear';
  /** Those that are gone or others now. */
  readonly pages: readonly Page[];
  /** Of all pages at that time. */
  readonly order: readonly string[];
  readonly selectedPageId: string;
}

/** The pages with those that were taken away or changed as they were; work on a recording that was stopped stays stopped. */
export function broughtBack({ pages: before, order }: Taken, now: readonly Page[]): readonly Page[] {
  const all = new Map(now.map((page) => [page.id, page]));
  for (const page of before) {
    const present = all.get(page.id);
    if (present?.kind === 'recording') all.set(page.id, { ...present, transcript: page.transcript });
    else if (page.kind === 'recording' && isPending(page))
      all.set(page.id, withProgress({ ...page, transcript: settled(page.transcript) }, { state: 'cancelled' }));
    else all.set(page.id, page);
  }
  const known = new Set(order);
  return [...order, ...now.map(({ id }) => id).filter((id) => !known.has(id))].flatMap((id) => all.get(id) ?? []);
}

/** What of a page's transcript belongs to each entry of the history, in the entry's own time. */
export function partTranscripts({ parts, transcript }: Page): readonly (PagePart & { readonly transcript: Transcript })[] {
  return parts.map(({ entryId, startMs }, index) => {
    const endMs = parts[index + 1]?.startMs ?? Infinity;
    // What a person wrote before the first word belongs to the first part.
    const isOwn = (segment: Segment): boolean =>
      (index === 0 || segment.startMs >= startMs) && (segment.startMs < endMs || index === parts.length - 1);
    const segments = transcript.segments.filter(isOwn).map((segment) => shiftedSegment(segment, -startMs));
    const durationMs = Math.min(endMs, transcript.durationMs) - startMs;
    return { entryId, startMs, transcript: { segments, partial: emptyTranscript.partial, durationMs } };
  });
}

/** As people see it: a recording's file, or that it is the dictation. */
export function pageName({ kind, name }: Page, t: typeof Message): string {
  return kind === 'dictation' ? t('page.dictation') : name;
}

/** Its recognition is still to end. */
export function isPending(page: Page & { kind: 'recording' }): boolean {
  return page.progress.state === 'queued' || page.progress.state === 'running';
}

/** The pages with one of them changed; the others keep their identity, so only that one is drawn again. */
export function changePage(pages: readonly Page[], id: string, change: (page: Page) => Page): readonly Page[] {
  return pages.map((page) => (page.id === id ? change(page) : page));
}

export function withProgress(page: Page, progress: RecordingProgress): Page {
  return page.kind === 'recording' ? { ...page, progress } : page;
}

/** Adds an update whose times count from `offsetMs` on this page: a page holds one dictation after another. */
export function withUpdate(page: Page, update: TranscriptUpdate, offsetMs: number): Page {
  const shifted = {
    segments: update.segments.map((segment) => shiftedSegment(segment, offsetMs)),
    partial: shiftedPartial(update.partial, offsetMs),
    durationMs: update.durationMs + offsetMs,
  };
  return { ...page, transcript: applyUpdate(page.transcript, shifted) };
}

/** Turns the words still open into a segment: whatever ended the recognition, text that was seen is kept. */
export function settled(transcript: Transcript): Transcript {
  const { segments, partial, durationMs } = transcript;
  const words = [...partial.committed, ...partial.tentative];
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined) return { segments, partial: emptyTranscript.partial, durationMs };
  const written = partial.written && [...partial.written.committed, ...partial.written.tentative];
  const segment: Segment = { words, startMs: first.startMs, endMs: last.endMs, ...(written && { written }) };
  return { segments: [...segments, segment], partial: emptyTranscript.partial, durationMs };
}

export function hasText({ segments, partial }: Transcript): boolean {
  return segments.some(({ words }) => words.length > 0) || partial.committed.length + partial.tentative.length > 0;
}

/** Enough of a transcript's end to go on writing from there. */
export function textEnd({ segments }: Transcript): string {
  return joinedText(segments.slice(-12).map(segmentText)).slice(-200);
}

/** A dictation by hotkey that begins later after the one before is a text of its own, as it is for the space between two deliveries. */
const goesOnWithinMs = 60_000;

/**
 * What a dictation goes on from. Nobody knows where the hotkey's text goes: after a while it is another place, where a sentence begins. Where marks are
 * written without being said, each dictation ends its sentence, even if its style leaves the full stop off.
 * @param sinceMs since the dictation before ended
 */
export function precedingText(page: Transcript, isHotkey: boolean, sinceMs: number, hasOwnMarks: boolean): string {
  const text = textEnd(page);
  const isOver = (hasOwnMarks && /[\p{L}\p{N}"')\]]$/u.test(text)) || (isHotkey && sinceMs >= goesOnWithinMs);
  return text === '' || !isOver ? text : `${text}.`;
}
