import { commandPauseMs } from '../transcript/edit-commands';
import { EditGate } from '../transcript/edit-gate';
import { lineStartMs } from '../transcript/lines';
import type { OpenText, Partial, Segment, Span, Transcript, Word } from '../transcript/types';
import type { SpokenSoFar } from './command-habit';
import type { TextFormatter } from './formatter';
import type { TextLanguage } from './language';
import { TextFlow } from './text-flow';
import type { TextSpan, WordToWrite } from './types';
import { hasCaseAndMarks } from './word-evidence';

/** Adds written text to a growing transcript. */
export interface TranscriptWriter {
  /**
   * The transcript with its written text. A segment is complete once its text is settled; until then its words and text
   * count as open, so that what is complete never changes. A command that edits by voice settles what is before it; one in tentative
   * words is shown as it would be, and settles nothing.
   * @param transcript of the same recording each time, grown
   * @param isEnd whether it is complete; then all text is settled
   */
  write(transcript: Transcript, isEnd: boolean): Transcript;
}

export interface TranscriptWriterParts {
  /** A formatter for what follows this text, or its end; rules that are null leave words as they are. */
  createFormatter(preceding: string, rules: TextLanguage | null, spoken?: SpokenSoFar): TextFormatter;
  /** The rules for a segment's language, absent for the recording's; null where there are none. */
  rulesOf(language: string | undefined): TextLanguage | null;
  readonly preceding: string;
  /** Commands that edit by voice and are switched off; null where none is obeyed. */
  readonly editCommandsOff: readonly string[] | null;
}

/** Where an ended segment's words end among all words. */
interface Ended {
  readonly segment: Segment;
  readonly endWord: number;
  readonly isFormatted: boolean;
}

export function createTranscriptWriter(parts: TranscriptWriterParts): TranscriptWriter {
  const writer = new Writer(parts);
  return { write: (transcript, isEnd) => writer.write(transcript, isEnd) };
}

/** Words are counted from the recording's start. */
class Writer {
  readonly #parts: TranscriptWriterParts;
  readonly #gate: EditGate;
  readonly #flow: TextFlow;
  /** Words that came, and how many of them are of the utterance that is open. */
  #arrived = 0;
  #arrivedOpen = 0;
  #seenSegments = 0;
  #lastSegment: Segment | null = null;
  #done: readonly Segment[] = [];
  readonly #waiting: Ended[] = [];
  /** Text that is written and not in a complete segment. */
  readonly #spans: TextSpan[] = [];

  constructor(parts: TranscriptWriterParts) {
    this.#parts = parts;
    this.#gate = new EditGate(parts.editCommandsOff);
    const { createFormatter, preceding } = parts;
    this.#flow = new TextFlow(
      { createFormatter, preceding, rules: parts.rulesOf(undefined) },
      (spans, settledWords, isClosed) => {
        this.#spans.push(...spans);
        this.#settle(settledWords, isClosed);
      },
    );
  }

  write(transcript: Transcript, isEnd: boolean): Transcript {
    const { partial, durationMs } = transcript;
    this.#takeNew(transcript);
    if (isEnd) this.#flow.take(this.#gate.endUtterance());
    const tentative = this.#writeOpen(partial, durationMs, isEnd);
    if (isEnd && this.#waiting.length === 0 && partial.committed.length + partial.tentative.length === 0) {
      return { segments: this.#done, partial: { committed: [], tentative: [] }, durationMs };
    }
    const spans = [...this.#spans, ...tentative];
    const lineStartsMs = this.#lineStarts(partial, durationMs);
    const written: OpenText = {
      committed: this.#spans.map(plain),
      tentative: tentative.map(plain),
      paragraphEnds: this.#waiting.map((ended) => paragraphEnd(spans, ended)),
      ...(lineStartsMs && { lineStartsMs }),
    };
    const committed = [...this.#waiting.flatMap(({ segment }) => segment.words), ...partial.committed];
    return { segments: this.#done, partial: { committed, tentative: partial.tentative, written }, durationMs };
  }

  /** Takes the committed words that have not been seen yet. */
  #takeNew({ segments, partial }: Transcript): void {
    for (const segment of segments.slice(this.#seenSegments)) {
      const rules = this.#parts.rulesOf(segment.language);
      if (rules !== this.#flow.rules) {
        this.#flow.take(this.#gate.endUtterance());
        this.#flow.speak(rules);
      }
      const words = placed(segment.words).slice(this.#arrivedOpen);
      this.#arrivedOpen = 0;
      this.#arrived += words.length;
      this.#waiting.push({ segment, endWord: this.#arrived, isFormatted: rules !== null });
      this.#lastSegment = segment;
      this.#flow.take([...this.#gate.accept(words), ...this.#gate.endSegment(segment)]);
    }
    this.#seenSegments = segments.length;
    const words = partial.committed.slice(this.#arrivedOpen);
    this.#arrivedOpen = partial.committed.length;
    this.#arrived += words.length;
    this.#flow.take(this.#gate.accept(words));
  }

  /** Writes what is certain. @returns what the rest would be, with the effect of the commands in it */
  #writeOpen(partial: Partial, durationMs: number, isEnd: boolean): readonly TextSpan[] {
    const { tentative } = partial;
    if (isEnd || partial.committed.length > 0) return this.#flow.write([...this.#gate.held, ...tentative], isEnd);
    const gate = this.#gate.fork();
    const parts = gate.accept(tentative);
    if (durationMs - gate.lastEndMs >= commandPauseMs) parts.push(...gate.endUtterance());
    if (!parts.some(({ kind }) => kind === 'command')) return this.#flow.write([...this.#gate.held, ...tentative], isEnd);
    this.#flow.write([], false);
    const spans: TextSpan[] = [];
    const preview = this.#flow.fork((more) => spans.push(...more));
    preview.take(parts);
    const rest = preview.write(gate.held, false);
    return [...spans, ...rest];
  }

  /** Where the lines begin of the segments that wait, and of what is said after them. */
  #lineStarts({ committed, tentative }: Partial, durationMs: number): readonly number[] | null {
    const starts = this.#waiting.map(({ segment }) => segment.lineStartMs).filter((startMs) => startMs !== undefined);
    if (this.#lastSegment?.lineStartMs === undefined || starts.length < this.#waiting.length) return null;
    return [...starts, lineStartMs(this.#lastSegment, (committed[0] ?? tentative[0])?.startMs ?? durationMs)];
  }

  /** @param isClosed whether the text ends with the words that are settled */
  #settle(settledWords: number, isClosed: boolean): void {
    const settled: Segment[] = [];
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      const { segment, endWord, isFormatted } = first;
      const end = paragraphEnd(this.#spans, first);
      if (endWord > settledWords || (end === this.#spans.length && isFormatted && !isClosed)) break;
      const written = this.#spans.splice(0, end).map(plain);
      settled.push(isFormatted ? { ...segment, written } : segment);
      this.#waiting.shift();
    }
    if (settled.length > 0) this.#done = [...this.#done, ...settled];
  }
}

/** What a final model wrote is a text by segment: its first word has a capital and its last a full stop, whatever they are. */
function placed(words: readonly Word[]): readonly WordToWrite[] {
  if (words.every(({ written }) => written === undefined)) return words;
  if (!hasCaseAndMarks(words.map(({ written }) => written ?? ''))) return words.map(({ written: _, ...word }) => word);
  return words.map((word, index) => ({ ...word, isFirst: index === 0, isLast: index === words.length - 1 }));
}

/** How many spans belong to a segment's words: a mark that was said after the pause stays with the text before it. */
function paragraphEnd(spans: readonly TextSpan[], { endWord, isFormatted }: Ended): number {
  const next = spans.findIndex(({ firstWord }) => firstWord >= endWord);
  let end = next < 0 ? spans.length : next;
  if (!isFormatted) return end;
  while (end > 0 && end < spans.length && /^\S/u.test(spans[end]!.text) && /\S$/u.test(spans[end - 1]!.text)) end++;
  return end;
}

function plain({ text, startMs, endMs }: TextSpan): Span {
  return { text, startMs, endMs };
}
