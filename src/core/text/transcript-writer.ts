import type { EditAction } from '../transcript/edit-commands';
import type { OpenText, Segment, Span, Transcript, Word } from '../transcript/types';
import { CommandGate, type GatePart } from './command-gate';
import type { TextFormatter } from './formatter';
import type { TextSpan } from './types';

/** Adds written text to a growing transcript. */
export interface TranscriptWriter {
  /**
   * The transcript with its written text. A segment is complete once its text is settled; until then its words and text
   * count as open, so that what is complete never changes. A command that edits by voice settles what is before it.
   * @param transcript of the same recording each time, grown
   * @param isEnd whether it is complete; then all text is settled
   */
  write(transcript: Transcript, isEnd: boolean): Transcript;
}

export interface TranscriptWriterParts {
  /** A formatter for what follows this text, or its end. */
  createFormatter(preceding: string): TextFormatter;
  readonly preceding: string;
  /** Commands that edit by voice and are switched off; null where none is obeyed. */
  readonly editCommandsOff: readonly string[] | null;
}

/** Where an ended segment's words end among all words. */
interface Ended {
  readonly segment: Segment;
  readonly endWord: number;
}

/** Spans kept to go on from after a command, and runs whose beginnings are known. */
const recentSpans = 100;
const recentRuns = 20;
const precedingCharacters = 200;

export function createTranscriptWriter(parts: TranscriptWriterParts): TranscriptWriter {
  const writer = new Writer(parts);
  return { write: (transcript, isEnd) => writer.write(transcript, isEnd) };
}

/** Words are counted from the recording's start. */
class Writer {
  readonly #parts: TranscriptWriterParts;
  readonly #gate: CommandGate;
  #formatter: TextFormatter;
  /** Words that earlier formatters took. */
  #base = 0;
  /** Words that all formatters took; `#queue` holds those of them that the formatter gets next. */
  #given = 0;
  #queue: Word[] = [];
  /** Words that came, and how many of them are of the utterance that is open. */
  #arrived = 0;
  #arrivedOpen = 0;
  #seenSegments = 0;
  #done: readonly Segment[] = [];
  readonly #waiting: Ended[] = [];
  /** Text that is written and not in a complete segment. */
  readonly #spans: TextSpan[] = [];
  #recent: TextSpan[];
  #runStarts: number[] = [];

  constructor(parts: TranscriptWriterParts) {
    this.#parts = parts;
    this.#gate = new CommandGate(parts.editCommandsOff);
    this.#formatter = parts.createFormatter(parts.preceding);
    this.#recent = [{ text: parts.preceding, startMs: 0, endMs: 0, firstWord: -1, endWord: 0 }];
  }

  write(transcript: Transcript, isEnd: boolean): Transcript {
    const { partial, durationMs } = transcript;
    this.#takeNew(transcript);
    if (isEnd) this.#take(this.#gate.endUtterance());
    const open = [...this.#gate.held, ...partial.tentative];
    const update = this.#formatter.update(this.#queue.splice(0), open, isEnd);
    this.#keep(update.committed);
    this.#settle(this.#base + update.settledWords, isEnd);
    if (isEnd && this.#waiting.length === 0 && partial.committed.length + partial.tentative.length === 0) {
      return { segments: this.#done, partial: { committed: [], tentative: [] }, durationMs };
    }
    const tentative = update.tentative.map((span) => this.#placed(span));
    const spans = [...this.#spans, ...tentative];
    const written: OpenText = {
      committed: this.#spans.map(plain),
      tentative: tentative.map(plain),
      paragraphEnds: this.#waiting.map(({ endWord }) => paragraphEnd(spans, endWord)),
    };
    const committed = [...this.#waiting.flatMap(({ segment }) => segment.words), ...partial.committed];
    return { segments: this.#done, partial: { committed, tentative: partial.tentative, written }, durationMs };
  }

  /** Takes the committed words that have not been seen yet. */
  #takeNew({ segments, partial }: Transcript): void {
    for (const segment of segments.slice(this.#seenSegments)) {
      const words = segment.words.slice(this.#arrivedOpen);
      this.#arrivedOpen = 0;
      this.#arrived += words.length;
      this.#waiting.push({ segment, endWord: this.#arrived });
      this.#take([...this.#gate.accept(words), ...this.#gate.endUtterance()]);
    }
    this.#seenSegments = segments.length;
    const words = partial.committed.slice(this.#arrivedOpen);
    this.#arrivedOpen = partial.committed.length;
    this.#arrived += words.length;
    this.#take(this.#gate.accept(words));
  }

  #take(parts: readonly GatePart[]): void {
    for (const part of parts) {
      if (part.kind === 'command') {
        this.#close(this.#textEnd(Infinity));
        this.#queue.push(...part.words);
        this.#given += part.words.length;
        this.#close(this.#textEnd(this.#cut(part.action, this.#base)));
        continue;
      }
      if (part.startsRun) this.#runStarts = [...this.#runStarts, this.#given].slice(-recentRuns);
      this.#queue.push(...part.words);
      this.#given += part.words.length;
    }
  }

  /** Ends the text so far; what comes next begins after `preceding`. */
  #close(preceding: () => string): void {
    this.#keep(this.#formatter.update(this.#queue.splice(0), [], true).committed);
    this.#base = this.#given;
    this.#settle(this.#base, true);
    this.#formatter = this.#parts.createFormatter(preceding());
  }

  /** Up to which word the text stands after a command that was said from word `at` on. */
  #cut(action: EditAction, at: number): number {
    if (action === 'scratch' || action === 'correct') return this.#runStarts.pop() ?? at;
    return action === 'delete-last-word' || action === 'select-last-word' ? at - 1 : at;
  }

  /** The end of the text that was made from words before `word`. */
  #textEnd(word: number): () => string {
    return () => {
      const spans = this.#recent.filter(({ firstWord }) => firstWord < word);
      return spans.map(({ text }) => text).join('').slice(-precedingCharacters);
    };
  }

  #placed(span: TextSpan): TextSpan {
    return { ...span, firstWord: span.firstWord + this.#base, endWord: span.endWord + this.#base };
  }

  #keep(committed: readonly TextSpan[]): void {
    const spans = committed.map((span) => this.#placed(span));
    this.#spans.push(...spans);
    if (this.#parts.editCommandsOff !== null) this.#recent = [...this.#recent, ...spans].slice(-recentSpans);
  }

  /** @param isClosed whether the text ends with the words that are settled */
  #settle(settledWords: number, isClosed: boolean): void {
    const settled: Segment[] = [];
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      const { segment, endWord } = first;
      const end = paragraphEnd(this.#spans, endWord);
      if (endWord > settledWords || (end === this.#spans.length && !isClosed)) break;
      settled.push({ ...segment, written: this.#spans.splice(0, end).map(plain) });
      this.#waiting.shift();
    }
    if (settled.length > 0) this.#done = [...this.#done, ...settled];
  }
}

/** How many spans belong to words before `endWord`: a mark that was said after the pause stays with the text before it. */
function paragraphEnd(spans: readonly TextSpan[], endWord: number): number {
  const next = spans.findIndex(({ firstWord }) => firstWord >= endWord);
  let end = next < 0 ? spans.length : next;
  while (end > 0 && end < spans.length && /^\S/u.test(spans[end]!.text) && /\S$/u.test(spans[end - 1]!.text)) end++;
  return end;
}

function plain({ text, startMs, endMs }: TextSpan): Span {
  return { text, startMs, endMs };
}
