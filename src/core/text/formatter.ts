import { afterCommand, afterWords, nothingSpoken, type SpokenSoFar } from './command-habit';
import type { CommandVerdict } from './command-judge';
import { createFillerSieve, type FillerSieve } from './filler-sieve';
import { LabelRun } from './label-run';
import type { TextLanguage } from './language';
import { SpanWriter } from './span-writer';
import { createItemReader, type ItemReader, type SpokenItem } from './spoken-items';
import { defaultStyle, type WritingStyle } from './style';
import { pauseBetween, tokenOf, type Token } from './token';
import type { Mark, Punctuator, Replacement, TextSpan, WordToWrite } from './types';

export interface FormatterOptions {
  readonly language: TextLanguage;
  readonly punctuator: Punctuator;
  /** How the text is to look; Utter's own style without it. */
  readonly style?: WritingStyle;
  /** Whether the punctuator's marks are written; its capitals always are. */
  readonly hasMarks?: boolean;
  /** Ids of spoken commands that are switched off. */
  readonly commandsOff?: readonly string[];
  /** Of those with the same `from` the last counts. What they write is not replaced again. */
  readonly replacements?: readonly Replacement[];
  /** Written text that this one continues, or its end: decides the first space and capital. */
  readonly preceding?: string;
  /** Words whose times say nothing: no pause is known. */
  readonly hasTimes?: boolean;
  /** Who speaks the marks; without it that is told by the words. */
  readonly spoken?: SpokenSoFar;
  /** Told of each place where the words of a command were said, once it is settled. `firstWord` is that of the text. */
  readonly onVerdict?: (verdict: CommandVerdict, firstWord: number) => void;
  readonly longestPauseMs?: number;
}

export interface FormatterUpdate {
  /** What has been written since the last update; it never changes again. */
  readonly committed: readonly TextSpan[];
  /** What the rest would be if nothing else were said. */
  readonly tentative: readonly TextSpan[];
  /** How many of all words, from the start, the committed text is made from. */
  readonly settledWords: number;
}

/**
 * Recognised words into written text, as they come. The text does not depend on how the words are cut into updates.
 * Takes time and memory in proportion to the words it is given.
 */
export interface TextFormatter {
  /**
   * @param committed words that were committed since the last update
   * @param tentative words after them that may still change
   * @param isEnd whether no word follows: then nothing stays tentative
   */
  update(committed: readonly WordToWrite[], tentative: readonly WordToWrite[], isEnd: boolean): FormatterUpdate;
  /** The commands of the text so far. */
  readonly spoken: SpokenSoFar;
  /** A copy of the formatter that continues on its own. */
  fork(): TextFormatter;
}

/** Phone numbers are said in groups with half a second between; after a second something else begins. */
const defaultLongestPauseMs = 1000;

export function createTextFormatter(options: FormatterOptions): TextFormatter {
  const { language, preceding = '', hasMarks = true, style = defaultStyle } = options;
  const numbers = new Set(language.sets['numberWords']);
  const reader = createItemReader({
    language,
    style,
    commandsOff: options.commandsOff ?? [],
    replacements: options.replacements ?? [],
    longestPauseMs: options.longestPauseMs ?? defaultLongestPauseMs,
    hasTimes: options.hasTimes ?? true,
  });
  const stream = new ItemStream(
    {
      reader,
      punctuator: options.punctuator,
      hasTimes: options.hasTimes ?? true,
      sieve: style.fillers === 'off' ? null : createFillerSieve(language.fillers, style.fillers, (word) => numbers.has(word)),
      tell: options.onVerdict ?? null,
      joining: new Set(language.sets['neverBeforeMark']),
    },
    new SpanWriter(preceding, { language, style, hasMarks }),
    preceding.trim() === '',
    options.spoken ?? nothingSpoken,
  );
  return formatterOf(stream, 0);
}

function formatterOf(stream: ItemStream, words: number): TextFormatter {
  let count = words;
  let isEnded = false;
  return {
    get spoken() {
      return stream.spoken;
    },
    fork: () => formatterOf(stream.fork(), count),
    update(committed, tentative, isEnd) {
      if (isEnded) throw new Error('The text has ended: a new one takes a new formatter.');
      isEnded = isEnd;
      stream.add(committed, count);
      count += committed.length;
      if (isEnd) {
        stream.add(tentative, count);
        return { committed: stream.write(true), tentative: [], settledWords: count + tentative.length };
      }
      const spans = stream.write(false);
      const preview = stream.fork();
      preview.add(tentative, count);
      return { committed: spans, tentative: preview.write(true, true), settledWords: stream.firstUnwritten ?? count };
    },
  };
}

interface StreamParts {
  readonly reader: ItemReader;
  readonly punctuator: Punctuator;
  readonly hasTimes: boolean;
  readonly tell: ((verdict: CommandVerdict, firstWord: number) => void) | null;
  /** Finds words that are left out; null where all are written. */
  readonly sieve: FillerSieve | null;
  /** After these no comma is written that was not said, if a phrase follows. */
  readonly joining: ReadonlySet<string>;
}

/** An item that is not written yet; `place` is its last word's in the run. */
interface Pending {
  readonly item: SpokenItem;
  readonly run: LabelRun;
  readonly place: number;
}

/** Words before those being read that conditions of rules may look back at. */
const lookBackWords = 8;
/** Read tokens are forgotten in pieces of this many, because each moves what is kept. */
const forgetTokens = 1024;
/** Items read before they are written, so that they are labelled in blocks. */
const readAheadItems = 256;

/** Taken to follow the last word of a text that has ended. */
const endSilenceMs = 900;

/** A text that has ended does not end within a sentence. */
function endMark(mark: Mark): Mark {
  return mark === '?' || mark === '!' ? mark : '.';
}

/** Whether a text ends with an item before these: nothing but closing quotes and brackets follows. */
function isLast(after: readonly Pending[]): boolean {
  return after.every(({ item }) => item.kind === 'command' && (item.effect.kind === 'close' || item.effect.kind === 'toggle'));
}

class ItemStream {
  readonly #parts: StreamParts;
  readonly #writer: SpanWriter;
  /** Words of which it is not known yet whether they are written. */
  #heard: Token[] = [];
  #tokens: Token[] = [];
  /** The first token that is not read. */
  #next = 0;
  #run: LabelRun;
  #pending: Pending[] = [];
  /** Of `#pending`, the first that is not written. */
  #written = 0;
  #isStart: boolean;
  #isAfterCommand = false;
  #isAfterPhrase = false;
  #spoken: SpokenSoFar;

  constructor(parts: StreamParts, writer: SpanWriter, isStart: boolean, spoken: SpokenSoFar) {
    this.#parts = parts;
    this.#writer = writer;
    this.#run = new LabelRun(parts.punctuator);
    this.#isStart = isStart;
    this.#spoken = spoken;
  }

  get spoken(): SpokenSoFar {
    return this.#spoken;
  }

  /** A copy of the stream that continues on its own. */
  fork(): ItemStream {
    const fork = new ItemStream({ ...this.#parts, tell: null }, this.#writer.fork(), this.#isStart, this.#spoken);
    fork.#heard = [...this.#heard];
    fork.#tokens = this.#tokens.slice(Math.max(0, this.#next - lookBackWords));
    fork.#next = this.#next - (this.#tokens.length - fork.#tokens.length);
    fork.#isAfterCommand = this.#isAfterCommand;
    fork.#isAfterPhrase = this.#isAfterPhrase;
    const runs = new Map<LabelRun, LabelRun>();
    const forked = (run: LabelRun): LabelRun => {
      const known = runs.get(run) ?? run.fork();
      runs.set(run, known);
      return known;
    };
    fork.#pending = this.#pending.slice(this.#written).map((each) => ({ ...each, run: forked(each.run) }));
    fork.#run = forked(this.#run);
    return fork;
  }

  /** Which of all words is the first that isn't written; null when all are. */
  get firstUnwritten(): number | null {
    return this.#pending[this.#written]?.item.words[0]!.index ?? this.#tokens[this.#next]?.index ?? this.#heard[0]?.index ?? null;
  }

  add(words: readonly WordToWrite[], firstIndex: number): void {
    for (const [offset, word] of words.entries()) {
      const token = tokenOf(word, firstIndex + offset, this.#heard.at(-1) ?? this.#tokens.at(-1) ?? null);
      if (token !== null) this.#heard.push(token);
    }
  }

  /** Takes the words that are written from those that were heard, as far as that is known. */
  #sift(isEnd: boolean): void {
    const { sieve } = this.#parts;
    const heard = this.#heard;
    let at = 0;
    while (at < heard.length) {
      const last = this.#tokens.at(-1) ?? null;
      const left = sieve === null ? 0 : sieve(heard, at, last?.key ?? null, isEnd);
      if (left === null) break;
      if (left === 0) this.#tokens.push(heard[at++]!);
      // The silences around what is left out are one.
      else {
        const next = heard[at + left];
        if (next !== undefined && last !== null)
          heard[at + left] = { ...next, pauseBeforeMs: longestPauseMs(last, heard.slice(at, at + left + 1)) };
        else if (next === undefined && !isEnd) break;
        at += left;
      }
    }
    if (at > 0) heard.splice(0, at);
  }

  /**
   * Everything that can be written now.
   * @param isEnd whether no word follows
   * @param isPreview whether something may follow after all, so that the text does not close
   */
  write(isEnd: boolean, isPreview = false): TextSpan[] {
    const spans: TextSpan[] = [];
    this.#sift(isEnd);
    for (;;) {
      const hasRead = this.#read(isEnd);
      // Who has stopped speaking was silent after the last word.
      if (isEnd && this.#next >= this.#tokens.length) this.#run.close(this.#parts.hasTimes && !isPreview ? endSilenceMs : null);
      const before = this.#written;
      this.#writePending(spans, isEnd && this.#next >= this.#tokens.length, isPreview);
      this.#forget();
      if (!hasRead && this.#written <= before) return spans;
    }
  }

  /** @returns whether there was anything to read */
  #read(isEnd: boolean): boolean {
    const start = this.#next;
    const limit = this.#written + readAheadItems;
    while (this.#next < this.#tokens.length && this.#pending.length < limit) {
      const items = this.#parts.reader.read(
        this.#tokens,
        this.#next,
        {
          isStart: this.#isStart,
          isAfterCommand: this.#isAfterCommand,
          isAfterPhrase: this.#isAfterPhrase,
          spoken: this.#spoken,
        },
        isEnd,
      );
      if (items === null) break;
      for (const item of items) this.#enter(item);
    }
    return this.#next > start;
  }

  #enter(item: SpokenItem): void {
    for (const { key, evidence } of item.words) {
      if (item.kind !== 'command') this.#run.add(key, this.#pauseMs(this.#next), evidence);
      this.#next++;
    }
    this.#pending.push({ item, run: this.#run, place: this.#run.length - 1 });
    // The words of a command are not text that conditions could look back at: "new line three".
    this.#isStart = item.kind === 'command';
    this.#isAfterCommand = item.kind === 'command';
    this.#isAfterPhrase = item.kind !== 'command' && item.words.length > 1;
    if ((item.kind === 'command' || item.kind === 'word') && item.verdict) this.#parts.tell?.(item.verdict, item.words[0]!.index);
    this.#spoken =
      item.kind === 'command'
        ? afterCommand(this.#spoken, item.effect, item.id, item.verdict.phrase)
        : afterWords(this.#spoken, item.words.length);
    if (item.kind !== 'command') return;
    const { effect } = item;
    if (
      (effect.kind === 'mark' && /[.?!]/.test(effect.text)) ||
      (effect.kind === 'break' && effect.lines === 2) ||
      effect.kind === 'item'
    ) {
      this.#run.close();
      this.#run = new LabelRun(this.#parts.punctuator);
    }
  }

  #pauseMs(at: number): number | null {
    const [token, next] = [this.#tokens[at], this.#tokens[at + 1]];
    if (token === undefined || next === undefined || !this.#parts.hasTimes) return null;
    const pauseMs = pauseBetween(token, next);
    return Number.isFinite(pauseMs) ? Math.max(0, pauseMs) : null;
  }

  #writePending(spans: TextSpan[], isAll: boolean, isPreview: boolean): void {
    for (; this.#written < this.#pending.length; this.#written++) {
      const { item, run, place } = this.#pending[this.#written]!;
      const next = this.#pending[this.#written + 1]?.item ?? null;
      if (next === null && !isAll) return;
      const label = item.kind === 'command' ? null : run.takeLast(place);
      if (label === null && item.kind !== 'command') return;
      const isEnd = isAll && label !== null && isLast(this.#pending.slice(this.#written + 1));
      // A text that goes on is shown without the full stop that it would end with.
      const mark = isEnd ? (isPreview ? '' : endMark(label.mark)) : (label?.mark ?? '');
      const span = this.#writer.write(item, label && { ...label, mark: this.#fitting(mark, item, next) }, next, isEnd);
      if (span !== null) spans.push(span);
    }
  }

  /** "It runs on iOS 18": the punctuator has read the phrase as it was said, and after a preposition no comma is meant. */
  #fitting(mark: Mark, { words }: SpokenItem, next: SpokenItem | null): Mark {
    return mark === ',' && next?.kind === 'phrase' && this.#parts.joining.has(words.at(-1)!.key) ? '' : mark;
  }

  #forget(): void {
    if (this.#next > forgetTokens) {
      const read = this.#next - lookBackWords;
      this.#tokens.splice(0, read);
      this.#next -= read;
    }
    if (this.#written > 0) this.#pending.splice(0, this.#written);
    this.#written = 0;
  }
}

/** The longest silence between words, the first of which is `last`. */
function longestPauseMs(last: Token, words: readonly Token[]): number {
  const pauses = words.map((word, index) => pauseBetween(index === 0 ? last : words[index - 1]!, word));
  return Math.max(...pauses);
}
