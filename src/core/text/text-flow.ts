import type { EditCommand } from '../transcript/edit-commands';
import type { GatePart } from '../transcript/edit-gate';
import type { Word } from '../transcript/types';
import type { SpokenSoFar } from './command-habit';
import type { TextFormatter } from './formatter';
import { endsSentence } from '../transcript/text';
import type { TextLanguage } from './language';
import type { TextSpan } from './types';

export interface TextFlowParts {
  /** A formatter for what follows this text, or its end; rules that are null leave words as they are. */
  createFormatter(preceding: string, rules: TextLanguage | null, spoken?: SpokenSoFar): TextFormatter;
  readonly preceding: string;
  /** Those of the first words. */
  readonly rules: TextLanguage | null;
}

/**
 * Takes text that is written for good, from all words before `settledWords`.
 * @param isClosed whether the text ends there: what follows is a text of its own
 */
export type TakeText = (spans: readonly TextSpan[], settledWords: number, isClosed: boolean) => void;

interface FlowState {
  rules: TextLanguage | null;
  formatter: TextFormatter;
  /** Words that earlier formatters took. */
  base: number;
  /** Words that all formatters took; `queue` holds those of them that the formatter gets next. */
  given: number;
  queue: Word[];
  recent: readonly TextSpan[];
  runStarts: readonly number[];
}

/** Spans kept to go on from after a command, and runs whose beginnings are known. */
const recentSpans = 100;
const recentRuns = 20;
const precedingCharacters = 200;

/**
 * Words and commands that become text. A command settles what is before it; what is said after it goes on from the text as edited. Words are counted
 * from the recording's start.
 */
export class TextFlow {
  readonly #parts: TextFlowParts;
  readonly #takeText: TakeText;
  readonly #state: FlowState;

  constructor(parts: TextFlowParts, takeText: TakeText, state: FlowState = firstState(parts)) {
    this.#parts = parts;
    this.#takeText = takeText;
    this.#state = state;
  }

  /** Those of what was said last. */
  get rules(): TextLanguage | null {
    return this.#state.rules;
  }

  /** A copy of the flow that continues on its own. */
  fork(takeText: TakeText): TextFlow {
    const { formatter, queue } = this.#state;
    return new TextFlow(this.#parts, takeText, { ...this.#state, formatter: formatter.fork(), queue: [...queue] });
  }

  /** What comes next is in a language of these rules. */
  speak(rules: TextLanguage | null): void {
    if (rules === this.#state.rules) return;
    this.#state.rules = rules;
    // No sentence goes on in another language.
    this.#close(Infinity, '.');
  }

  take(parts: readonly GatePart[]): void {
    const state = this.#state;
    for (const part of parts) {
      if (part.kind === 'command') {
        this.#close(Infinity);
        this.#give(part.words);
        this.#close(this.#cut(part.command, state.base));
        continue;
      }
      if (part.startsRun) state.runStarts = [...state.runStarts, state.given].slice(-recentRuns);
      this.#give(part.words);
    }
  }

  /**
   * Hands on what can be written.
   * @param open words that may still change
   * @param isEnd whether no word follows
   * @returns what the rest would be if nothing else were said
   */
  write(open: readonly Word[], isEnd: boolean): readonly TextSpan[] {
    const { formatter, queue, base } = this.#state;
    const { committed, tentative, settledWords } = formatter.update(queue.splice(0), open, isEnd);
    this.#handOn(committed, base + settledWords, isEnd);
    return tentative.map((span) => this.#placed(span));
  }

  #give(words: readonly Word[]): void {
    this.#state.queue.push(...words);
    this.#state.given += words.length;
  }

  /** Ends the text so far; what comes next goes on from what was made of words before `word`, as if `mark` stood behind it. */
  #close(word: number, mark = ''): void {
    const state = this.#state;
    const { committed } = state.formatter.update(state.queue.splice(0), [], true);
    this.#handOn(committed, state.given, true);
    state.base = state.given;
    const end = this.#textEnd(word);
    state.formatter = this.#parts.createFormatter(/\S$/u.test(end) ? end + mark : end, state.rules, state.formatter.spoken);
  }

  /** Up to which word the text stands after a command that was said from word `at` on. */
  #cut({ action, count }: EditCommand, at: number): number {
    switch (action) {
      case 'scratch':
      case 'correct': {
        const start = this.#state.runStarts.at(-1);
        this.#state.runStarts = this.#state.runStarts.slice(0, -1);
        return start ?? at;
      }
      case 'delete-last-word':
      case 'select-last-word':
        return at - count;
      case 'delete-last-sentence':
      case 'select-last-sentence':
        return this.#sentenceStart(at);
      case 'delete-all':
      case 'select-all':
        return 0;
      case 'undo':
      case 'redo':
      case 'unselect':
      case 'stop':
        return at;
    }
  }

  /** The word with which the last sentence before word `at` begins. */
  #sentenceStart(at: number): number {
    const spans = this.#state.recent.filter(({ firstWord }) => firstWord < at);
    return spans.slice(0, -1).findLast(({ text }) => endsSentence(text))?.endWord ?? 0;
  }

  #textEnd(word: number): string {
    const spans = this.#state.recent.filter(({ firstWord }) => firstWord < word);
    return spans
      .map(({ text }) => text)
      .join('')
      .slice(-precedingCharacters);
  }

  #placed(span: TextSpan): TextSpan {
    const { base } = this.#state;
    return { ...span, firstWord: span.firstWord + base, endWord: span.endWord + base };
  }

  #handOn(committed: readonly TextSpan[], settledWords: number, isClosed: boolean): void {
    const spans = committed.map((span) => this.#placed(span));
    this.#state.recent = [...this.#state.recent, ...spans].slice(-recentSpans);
    this.#takeText(spans, settledWords, isClosed);
  }
}

function firstState({ createFormatter, preceding, rules }: TextFlowParts): FlowState {
  return {
    rules,
    formatter: createFormatter(preceding, rules),
    base: 0,
    given: 0,
    queue: [],
    recent: [{ text: preceding, startMs: 0, endMs: 0, firstWord: -1, endWord: 0 }],
    runStarts: [],
  };
}
