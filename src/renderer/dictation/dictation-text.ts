import { previewedEdits } from '../../core/transcript/edit-preview';
import { lineStartMs } from '../../core/transcript/lines';
import { shiftedPartial, shiftedSegment } from '../../core/transcript/shifted';
import type { OpenText, Partial, Segment, Transcript, Word } from '../../core/transcript/types';
import { acceptSegment, editedSegments, finishEdits, initialEdits, type EditEvent } from '../../core/transcript/voice-edits';
import type { Commit } from '../../history/journal-protocol';
import { applyUpdate, emptyTranscript, type TranscriptUpdate } from '../../worker/protocol';
import { settled } from '../app/pages';

export interface DictationTextParts {
  /** What the page held before: this dictation goes on below it. */
  readonly base: Transcript;
  /** Edit commands that are switched off. */
  readonly commandsOff: readonly string[];
  /** Resolves when these words are on the disk. */
  commit(commit: Commit): Promise<void>;
  /** The page's transcript as it is now, and this dictation's alone. */
  show(page: Transcript, dictation: Transcript): void;
  /** Commands that were just obeyed. */
  obeyed(events: readonly EditEvent[]): void;
}

/** How many of the recognised words are on the disk. */
interface Durable {
  readonly segments: number;
  /** Of the utterance after them. */
  readonly words: number;
}

/** At the end of a dictation its last words wait no longer than this for the disk. */
const closingWaitMs = 3000;

/**
 * The words of one dictation on their way to the page. A word is shown as committed when it is on the disk and not
 * before: until then it is shown as tentative. Commands act on ended utterances that are on the disk; of those in words that may still
 * change only the effect is shown.
 */
export class DictationText {
  readonly #parts: DictationTextParts;
  readonly #shiftedSegments = new WeakMap<Segment, Segment>();
  /** As recognised, in the dictation's own time. */
  #raw: Transcript = emptyTranscript;
  #edits = initialEdits;
  #durable: Durable = { segments: 0, words: 0 };
  #sentWords = 0;
  #lastCommit: Promise<void> = Promise.resolve();

  constructor(parts: DictationTextParts) {
    this.#parts = parts;
  }

  /** This dictation alone, in its own time, with its commands obeyed. */
  get transcript(): Transcript {
    const { segments, partial, durationMs } = this.#raw;
    const late = segments.slice(this.#durable.segments);
    return {
      segments: editedSegments(this.#edits),
      partial: openPart(late, partial, durationMs, this.#durable.words),
      durationMs,
    };
  }

  accept(update: TranscriptUpdate): void {
    this.#raw = applyUpdate(this.#raw, update);
    const { segments, partial, durationMs } = update;
    if (segments.length > 0 || partial.committed.length !== this.#sentWords) {
      this.#sentWords = partial.committed.length;
      const point: Durable = { segments: this.#raw.segments.length, words: partial.committed.length };
      this.#lastCommit = this.#parts.commit({ segments, committed: partial.committed, durationMs }).then(() => {
        this.#advance(point);
      });
    }
    this.#show();
  }

  /** Ends the text: every word that was seen is in it, and a command at its very end is obeyed. */
  async finish(): Promise<Transcript> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, closingWaitMs)));
    await Promise.race([this.#lastCommit, patience]);
    clearTimeout(timer);
    this.#raw = settled(this.#raw);
    this.#edit({ segments: this.#raw.segments.length, words: 0 });
    this.#edits = finishEdits(this.#edits);
    this.#tell();
    this.#show();
    return this.transcript;
  }

  #advance(point: Durable): void {
    // Acknowledged after `finish` gave up waiting: everything is shown already.
    if (point.segments < this.#durable.segments) return;
    this.#edit(point);
    this.#show();
  }

  #edit(point: Durable): void {
    for (const segment of this.#raw.segments.slice(this.#durable.segments, point.segments)) {
      this.#edits = acceptSegment(this.#edits, segment, this.#parts.commandsOff);
      this.#tell();
    }
    this.#durable = point;
  }

  #tell(): void {
    if (this.#edits.events.length > 0) this.#parts.obeyed(this.#edits.events);
  }

  #show(): void {
    const { base, commandsOff } = this.#parts;
    const { transcript: heard } = this;
    const transcript = previewedEdits(this.#edits, heard, this.#raw.partial.tentative, commandsOff) ?? heard;
    const page: Transcript = {
      segments: [...base.segments, ...transcript.segments.map((segment) => this.#shifted(segment))],
      partial: shiftedPartial(transcript.partial, base.durationMs),
      durationMs: base.durationMs + transcript.durationMs,
    };
    this.#parts.show(page, transcript);
  }

  /** The same segment each time, so that it is drawn once. */
  #shifted(segment: Segment): Segment {
    const offsetMs = this.#parts.base.durationMs;
    const known = this.#shiftedSegments.get(segment);
    if (known !== undefined) return known;
    const shifted = shiftedSegment(segment, offsetMs);
    this.#shiftedSegments.set(segment, shifted);
    return shifted;
  }
}

/** Ended utterances that are not on the disk and the open one, as open; the first `durableWords` words are on the disk. */
function openPart(late: readonly Segment[], partial: Partial, durationMs: number, durableWords: number): Partial {
  const words: readonly Word[] = [...late.flatMap((segment) => segment.words), ...partial.committed, ...partial.tentative];
  const durable = words.slice(0, durableWords);
  const written = openText(late, partial, durationMs, durable.at(-1)?.endMs ?? Number.NEGATIVE_INFINITY);
  return { committed: durable, tentative: words.slice(durableWords), ...(written && { written }) };
}

/** @param durableMs text of words until then is shown as committed */
function openText(late: readonly Segment[], partial: Partial, durationMs: number, durableMs: number): OpenText | null {
  const { committed, tentative, written } = partial;
  const hasWords = committed.length + tentative.length > 0;
  const open = written ?? (hasWords ? null : { committed: [], tentative: [], paragraphEnds: [] });
  const ended = late.map((segment) => segment.written);
  if (open === null || (written === undefined && late.length === 0) || ended.includes(undefined)) return null;
  const certain = [...ended.flatMap((spans) => spans ?? []), ...open.committed];
  const lateSpans = certain.length - open.committed.length;
  const undurable = certain.findIndex(({ endMs }) => endMs > durableMs);
  const shown = undurable < 0 ? certain.length : undurable;
  const lineStartsMs = lineStarts(late, written, durationMs);
  let end = 0;
  return {
    committed: certain.slice(0, shown),
    tentative: [...certain.slice(shown), ...open.tentative],
    paragraphEnds: [
      ...ended.map((spans) => (end += spans?.length ?? 0)),
      ...open.paragraphEnds.map((spans) => spans + lateSpans),
    ],
    ...(lineStartsMs && { lineStartsMs }),
  };
}

/** Where the lines begin of ended utterances and of what follows; null where each is a line of its own. */
function lineStarts(late: readonly Segment[], written: OpenText | undefined, durationMs: number): readonly number[] | null {
  const open = written === undefined ? null : written.lineStartsMs;
  if (open === undefined || (open === null && late.length === 0)) return null;
  const starts = late.map((segment) => segment.lineStartMs).filter((startMs) => startMs !== undefined);
  return starts.length < late.length ? null : [...starts, ...(open ?? [lineStartMs(late.at(-1)!, durationMs)])];
}
