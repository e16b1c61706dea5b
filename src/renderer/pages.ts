import type { Failure } from '../core/errors';
import type { Segment, Transcript, Word } from '../core/transcript/types';
import { applyUpdate, emptyTranscript, type TranscriptUpdate } from '../worker/protocol';

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

/** One text: everything dictated since it was last cleared, or one recording. */
export type Page =
  | { readonly kind: 'dictation'; readonly id: string; readonly name: string; readonly transcript: Transcript }
  | {
      readonly kind: 'recording';
      readonly id: string;
      readonly name: string;
      readonly transcript: Transcript;
      readonly progress: RecordingProgress;
    };

export const dictationPage: Page = {
  kind: 'dictation',
  id: 'dictation',
  name: 'Dictation',
  transcript: emptyTranscript,
};

export function recordingPage(id: string, name: string): Page {
  return { kind: 'recording', id, name, transcript: emptyTranscript, progress: { state: 'queued' } };
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
  return { ...page, transcript: applyUpdate(page.transcript, shifted(update, offsetMs)) };
}

/** Turns the words still open into a segment: whatever ended the recognition, text that was seen is kept. */
export function settled(transcript: Transcript): Transcript {
  const { segments, partial, durationMs } = transcript;
  const words = [...partial.committed, ...partial.tentative];
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined) return { segments, partial: emptyTranscript.partial, durationMs };
  const segment: Segment = { words, startMs: first.startMs, endMs: last.endMs };
  return { segments: [...segments, segment], partial: emptyTranscript.partial, durationMs };
}

export function hasText({ segments, partial }: Transcript): boolean {
  return segments.some(({ words }) => words.length > 0) || partial.committed.length + partial.tentative.length > 0;
}

function shifted(update: TranscriptUpdate, offsetMs: number): TranscriptUpdate {
  if (offsetMs === 0) return update;
  const shift = <T extends Word | Segment>(part: T): T => ({
    ...part,
    startMs: part.startMs + offsetMs,
    endMs: part.endMs + offsetMs,
  });
  return {
    segments: update.segments.map((segment) => ({ ...shift(segment), words: segment.words.map(shift) })),
    partial: {
      committed: update.partial.committed.map(shift),
      tentative: update.partial.tentative.map(shift),
    },
    durationMs: update.durationMs + offsetMs,
  };
}
