import type { CommandEffect, NextCase } from './language';
import { capitalised, isLowerCase } from './letter-case';
import type { TextLanguage } from './language';
import type { SpokenItem } from './spoken-items';
import type { WritingStyle } from './style';
import type { Mark, TextSpan, WordLabel } from './types';
import { createWordForms, type WordForms } from './word-forms';

/** How the text before decides how the next word is written. */
interface State {
  /** The next word begins a sentence. */
  isSentenceStart: boolean;
  /** No space comes before the next word. */
  isGlued: boolean;
  nextCase: 'own' | NextCase;
  /** Case that holds until it is ended, and words without spaces. */
  caseMode: 'own' | NextCase;
  isGluedMode: boolean;
  /** Quotes that are open, and the number of the last numbered line. */
  openQuotes: readonly string[];
  lineNumber: number;
  /** The text is at the beginning of a line. */
  isLineStart: boolean;
  /** The text ends with a full stop that belongs to it: "a.m." */
  hasOwnStop: boolean;
  /** A mark that waits until quotes and brackets are closed. */
  carried: Mark;
  /** The last line that the speaker ended with a command ended without a mark, or with a colon: what follows is its list. */
  isListLine: boolean;
  /** The text ends without a mark, or with a colon. */
  isBare: boolean;
  /** Words of the line; infinitely many where it has a mark within. */
  lineWords: number;
  /** Words of the text; infinitely many where a sentence has ended in it. */
  textWords: number;
}

export interface SpanWriterParts {
  readonly language: TextLanguage;
  readonly style: WritingStyle;
  /** Whether marks of labels are written. */
  readonly hasMarks: boolean;
}

/** Writes items one after the other: spaces, case and marks. */
export class SpanWriter {
  readonly #state: State;
  readonly #parts: SpanWriterParts;
  readonly #forms: WordForms;
  /** Words after which, where they begin a sentence, no mark is written that was not said. */
  readonly #openers: ReadonlySet<string>;
  /** What stands between two sentences. */
  readonly #gap: string;

  /** @param preceding the text that this one continues; empty for none */
  constructor(preceding: string, parts: SpanWriterParts) {
    const { language, style } = parts;
    this.#parts = parts;
    this.#forms = createWordForms(language, style);
    this.#openers = new Set(language.sets['openers']);
    this.#gap = gaps[style.gap];
    const end = preceding.replace(/["')\]”’]+$/u, '');
    this.#state = {
      isSentenceStart: /(^|[.?!…\n])\s*$/u.test(end),
      isGlued: /(^|[\s([“‘])$/u.test(preceding),
      nextCase: 'own',
      caseMode: 'own',
      isGluedMode: false,
      openQuotes: [],
      lineNumber: 0,
      isLineStart: /(^|\n)$/.test(preceding),
      hasOwnStop: false,
      carried: '',
      isListLine: false,
      isBare: false,
      lineWords: 0,
      textWords: 0,
    };
  }

  fork(): SpanWriter {
    const fork = new SpanWriter('', this.#parts);
    Object.assign(fork.#state, this.#state);
    return fork;
  }

  /**
   * @param label of the item's last word; null for commands
   * @param next the item after it, null at the end
   * @param isLast whether the text ends with it, but for closing quotes and brackets
   */
  write(item: SpokenItem, label: WordLabel | null, next: SpokenItem | null, isLast: boolean): TextSpan | null {
    const text = item.kind === 'command' ? this.#writeCommand(item, next) : this.#writeWords(item, label!, next, isLast);
    const [first, last] = [item.words[0]!, item.words.at(-1)!];
    if (text === '') return null;
    return { text, startMs: first.startMs, endMs: last.endMs, firstWord: first.index, endWord: last.index + 1 };
  }

  #writeWords(
    item: SpokenItem & { kind: 'word' | 'phrase' | 'replacement' },
    label: WordLabel,
    next: SpokenItem | null,
    isLast: boolean,
  ): string {
    const state = this.#state;
    const { style, hasMarks } = this.#parts;
    let text = item.kind === 'word' ? this.#forms.form(item.words[0]!, label) : item.text;
    const keepsCase = (item.kind === 'phrase' && item.keepsCase) || style.letterCase === 'lower';
    const followsSentence = state.isSentenceStart;
    const asked = state.nextCase === 'own' ? state.caseMode : state.nextCase;
    if (asked === 'capitals') text = text.toUpperCase();
    else if (asked === 'capital') text = capitalised(text);
    else if (asked === 'lower') text = text.toLowerCase();
    else if (state.isSentenceStart && !keepsCase && isLowerCase(firstWordOf(text))) text = capitalised(text);
    const lead = state.isGlued ? '' : followsSentence ? this.#gap : ' ';
    const isOpener = state.isSentenceStart && this.#openers.has(item.words[0]!.key) && item.words.length === 1;
    state.textWords += item.words.length;
    const isBareEnd = isLast && label.mark === '.' && this.#endsBare(item);
    const wanted = hasMarks && !isOpener && !isBareEnd ? label.mark : '';
    const hasOwnStop = text.endsWith('.');
    const mark = wanted === '.' && /[.?!,:;…]$/u.test(text) ? '' : wanted;
    const isSentenceStart = hasOwnStop && wanted === '.';
    Object.assign(state, { isSentenceStart, hasOwnStop, isGlued: state.isGluedMode, isLineStart: false, nextCase: 'own' });
    if (text === '') return '';
    state.lineWords += item.words.length;
    const written = this.#mark(mark, next);
    state.isBare = (written === '' || written === ':') && !/[.?!,:;…]$/u.test(text);
    if (written !== '') state.lineWords = Infinity;
    return lead + text + written;
  }

  /** Whether a text that ends with this takes no full stop: a short message in a style without it, and a mail or web address alone. */
  #endsBare(item: SpokenItem): boolean {
    const { textWords } = this.#state;
    const isAddress = item.kind === 'phrase' && (item.class === 'email' || item.class === 'web');
    if (isAddress && textWords === item.words.length) return true;
    return this.#parts.style.lastStop === 'not-short' && textWords <= mostMessageWords;
  }

  /** The mark if it stands here: not before one that was said, and after quotes and brackets that are being closed. */
  #mark(mark: Mark, next: SpokenItem | null): string {
    this.#state.carried = '';
    if (mark === '') return '';
    const effect = next?.kind === 'command' ? next.effect : null;
    if (effect?.kind === 'close' || isAttached(effect)) {
      this.#state.carried = mark;
      return '';
    }
    if (effect?.kind === 'mark' || effect?.kind === 'sign' || effect?.kind === 'glue') return '';
    // "milk new line eggs": what one line of a list ends without, the next does too.
    const endsLine = next === null || effect?.kind === 'break' || effect?.kind === 'item';
    const isListed = endsLine && this.#state.isListLine && this.#state.lineWords <= mostListWords;
    if (isListed && mark !== '?' && mark !== '!') return '';
    if (endsSentence.test(mark)) this.#endSentence();
    return mark;
  }

  #writeCommand({ effect }: SpokenItem & { kind: 'command' }, next: SpokenItem | null): string {
    const text = this.#effectText(effect, next);
    if (text !== '') this.#state.isLineStart = text.endsWith('\n');
    return text;
  }

  #effectText(effect: CommandEffect, next: SpokenItem | null): string {
    const state = this.#state;
    const lead = state.isGlued ? '' : ' ';
    switch (effect.kind) {
      case 'mark':
        state.isGlued = state.isGluedMode;
        if (isAttached(effect)) return effect.text + this.#mark(state.carried, next);
        state.isSentenceStart = false;
        if (endsSentence.test(effect.text)) this.#endSentence();
        state.isBare = effect.text === ':';
        state.lineWords = Infinity;
        if (state.hasOwnStop && effect.text === '.') return '';
        state.hasOwnStop = false;
        return effect.text;
      case 'sign':
        state.isGlued = !effect.spaceAfter || state.isGluedMode;
        return (effect.spaceBefore ? lead : '') + effect.text;
      case 'break':
        Object.assign(state, { isSentenceStart: true, isGlued: true, lineWords: 0, nextCase: 'own' });
        state.isListLine = effect.lines === 1 && state.isBare;
        if (effect.lines === 2) state.lineNumber = 0;
        return '\n'.repeat(effect.lines);
      case 'item':
        Object.assign(state, { isSentenceStart: true, isGlued: true, isListLine: true, lineWords: 0, nextCase: 'own' });
        return (state.isLineStart ? '' : '\n') + (effect.isNumbered ? `${++state.lineNumber}. ` : '• ');
      case 'toggle':
        return this.#effectText({ kind: state.openQuotes.includes(effect.text) ? 'close' : 'open', text: effect.text }, next);
      case 'open':
        state.isGlued = true;
        state.openQuotes = [...state.openQuotes, effect.text].slice(-mostOpen);
        return lead + effect.text;
      case 'close':
        state.isGlued = state.isGluedMode;
        state.openQuotes = state.openQuotes.filter((each) => each !== effect.text);
        return effect.text + this.#mark(state.carried, next);
      case 'case':
        state.nextCase = effect.next;
        return '';
      case 'mode':
        if (effect.mode !== 'glued') state.caseMode = effect.isOn ? effect.mode : 'own';
        else {
          state.isGluedMode = effect.isOn;
          state.isGlued &&= effect.isOn;
        }
        return '';
      case 'glue':
        state.isGlued = true;
        return '';
      case 'numeral':
      case 'emoji':
      case 'literal':
        return '';
    }
  }

  #endSentence(): void {
    this.#state.isSentenceStart = true;
    this.#state.textWords = Infinity;
  }
}

/** Whether it belongs to the word before it, so that a mark of the sentence comes after it. */
function isAttached(effect: CommandEffect | null): boolean {
  return effect?.kind === 'mark' && effect.text.startsWith("'");
}

/** More quotes and brackets are never open. */
const mostOpen = 8;
const gaps: Readonly<Record<WritingStyle['gap'], string>> = { space: ' ', 'two-spaces': '  ', line: '\n' };

/** A message that is longer, or has more than one sentence, is no short one. */
const mostMessageWords = 12;

/** A longer line is a sentence and no item of a list. */
const mostListWords = 7;

const endsSentence = /[.?!…]$/u;

function firstWordOf(text: string): string {
  return /^\s*\S+/u.exec(text)?.[0] ?? '';
}
