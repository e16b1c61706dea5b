import { acceptSegment, editedSegments, finishEdits, initialEdits, type EditEvent } from '../core/transcript/voice-edits';
import type { Segment, Transcript, Word } from '../core/transcript/types';
import type { Commit } from '../history/journal-protocol';
import { applyUpdate, emptyTranscript, type TranscriptUpdate } from '../worker/protocol';
import { settled } from './pages';

export interface DictationTextParts {
  /** What the page held before: this dictation goes on below it. */
  readonly base: Transcript;
  /** Edit commands that are switched off. */
  readonly commandsOff: readonly string[];
  /** Resolves when these words are on the disk. */
  commit(commit: Commit): Promise<void>;
  /** The page's transcript as it is now. */
  show(transcript: Transcript): void;
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
 * before: until then it is shown as tentative. Commands act on ended utterances that are on the disk.
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
    const late = segments.slice(this.#durable.segments).flatMap(({ words }) => words);
    const open = [...late, ...partial.committed, ...partial.tentative];
    return {
      segments: editedSegments(this.#edits),
      partial: { committed: open.slice(0, this.#durable.words), tentative: open.slice(this.#durable.words) },
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
    this.#edits = finishEdits(this.#edits, this.#parts.commandsOff);
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
    const { base } = this.#parts;
    const { segments, partial, durationMs } = this.transcript;
    this.#parts.show({
      segments: [...base.segments, ...segments.map((segment) => this.#shifted(segment))],
      partial: {
        committed: partial.committed.map((word) => shiftedWord(word, base.durationMs)),
        tentative: partial.tentative.map((word) => shiftedWord(word, base.durationMs)),
      },
      durationMs: base.durationMs + durationMs,
    });
  }

  /** The same segment each time, so that it is drawn once. */
  #shifted(segment: Segment): Segment {
    const offsetMs = this.#parts.base.durationMs;
    if (offsetMs === 0) return segment;
    const known = this.#shiftedSegments.get(segment);
    if (known !== undefined) return known;
    const shifted: Segment = {
      ...segment,
      startMs: segment.startMs + offsetMs,
      endMs: segment.endMs + offsetMs,
      words: segment.words.map((word) => shiftedWord(word, offsetMs)),
    };
    this.#shiftedSegments.set(segment, shifted);
    return shifted;
  }
}

function shiftedWord(word: Word, offsetMs: number): Word {
  return offsetMs === 0 ? word : { ...word, startMs: word.startMs + offsetMs, endMs: word.endMs + offsetMs };
}
