import { english } from '../../src/core/text/en/index';
import type { MeasuredPauses } from './mark-scores';

/** A word as it was said, and whether a command begins with it. */
export interface SaidWord {
  readonly text: string;
  readonly confidence: number;
  /** The silence after it. */
  readonly pauseMs: number | null;
  /** The command that begins here, by its phrase. */
  readonly command: string | null;
}

/** Who speaks which marks. */
export type Style = 'all' | 'some' | 'none';

export interface Sources {
  readonly random: () => number;
  readonly pauses: MeasuredPauses;
}

/** Stands in sentences for the command that makes words of the next one. */
export const literalSign = '§literal';

const phrasesOf = (id: string): readonly string[] => english.commands.find((each) => each.id === id)!.say;
/** How a mark is said: the first ways are the commonest. */
const markIds: Readonly<Record<string, string>> = {
  ',': 'comma',
  '.': 'full-stop',
  '?': 'question-mark',
  '!': 'exclamation-mark',
  ':': 'colon',
  ';': 'semicolon',
  '(': 'open-bracket',
  ')': 'close-bracket',
  '[': 'open-square-bracket',
  ']': 'close-square-bracket',
};
/** Commands that text has no marks for: said anywhere. */
const scattered = english.commands.filter(
  ({ effect: { kind }, id }) =>
    ['sign', 'mode', 'glue', 'item', 'toggle', 'numeral', 'open', 'close', 'mark'].includes(kind) &&
    !['comma', 'full-stop', 'question-mark', 'exclamation-mark', 'colon'].includes(id),
);
const emojiNames = Object.keys(english.emoji);
const neverBefore = new Set([
  'a',
  'an',
  'the',
  'this',
  'that',
  'my',
  'your',
  'his',
  'her',
  'its',
  'our',
  'their',
  'of',
  'no',
  'each',
  'every',
  'any',
  'some',
]);

/** One text as somebody dictates it. */
export function dictated(
  sentences: readonly string[],
  style: Style,
  { random, pauses }: Sources,
  hasTimes: boolean,
  isMisheard = true,
): SaidWord[] {
  const words: { text: string; command: string | null; follows: 'none' | 'inside' | 'end'; confidence: number }[] = [];
  const chance = (probability: number): boolean => random() < probability;
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const share = style === 'all' ? 1 : style === 'none' ? 0 : pick([0.1, 0.2, 0.4, 0.7]);
  /** Who speaks some marks may speak only those that end sentences. */
  const only = style === 'some' ? pick(['', '.', '?', ',', '.?!']) : '';
  const speaksCase = style !== 'none' && chance(0.25);
  const speaksSigns = chance(style === 'none' ? 0.15 : 0.25);
  // Not everyone pauses around the marks that they speak.
  const pausing = pick([0.2, 0.6, 1]);
  const fullStop = chance(0.7) ? 'period' : chance(0.9) ? 'full stop' : pick(['point', 'dot']);
  const parenthesis = Math.floor(random() * phrasesOf('open-bracket').length);
  const quotes = pick([
    ['open quote', 'close quote'],
    ['quote', 'unquote'],
    ['begin quote', 'end quote'],
    ['quote', 'end quote'],
    ['open quote', 'unquote'],
    ['quotation mark', 'quotation mark'],
  ]);
  const say = (phrase: string): void => {
    for (const [index, text] of phrase.split(' ').entries())
      words.push({ text, command: index === 0 ? phrase : null, follows: chance(0.5) ? 'inside' : 'none', confidence: sure() });
  };
  const sure = (): number => (chance(0.9) ? 0.85 + 0.15 * random() : 0.6 + 0.25 * random());
  const isSaid = (mark: string): boolean => (only === '' ? chance(share) : only.includes(mark) && chance(0.9));

  let isQuoteOpen = false;
  let isParenthesisOpen = false;
  for (const [index, sentence] of sentences.entries()) {
    let isFirst = true;
    for (const piece of sentence.split(/\s+/u)) {
      if (piece === literalSign) {
        say('literal');
        continue;
      }
      const [, opening = '', core = '', closing = ''] = /^(["'([]*)(.*?)([^\p{L}\p{N}%]*)$/su.exec(piece) ?? [];
      for (const sign of opening) {
        if (sign === '"' && isSaid('"')) {
          say(quotes[0]!);
          isQuoteOpen = true;
        } else if (sign === '(' && isSaid('(')) {
          say(phrasesOf('open-bracket')[parenthesis]!);
          isParenthesisOpen = true;
        }
      }
      if (core === '' && /^(?:-+|–|—)$/u.test(piece)) {
        if (isSaid('-')) say(pick(['dash', 'dash', 'em dash', 'hyphen']));
        continue;
      }
      if (core === '' && piece === '&') {
        if (isSaid('&')) say('ampersand');
        else words.push({ text: 'and', command: null, follows: 'none', confidence: sure() });
        continue;
      }
      if (speaksCase && !isFirst && /^[A-Z][a-z]+$/.test(core) && chance(0.5))
        say(pick(['cap', 'cap', 'capital', 'caps', 'capitalize', 'initial cap']));
      else if (speaksCase && /^[A-Z]{2,5}$/.test(core) && chance(0.7)) say(pick(['all caps', 'all caps', 'uppercase']));
      else if (speaksCase && isFirst && /^[A-Z][a-z]+$/.test(core) && chance(0.05)) say(pick(['no caps', 'lowercase']));
      if (
        speaksSigns &&
        words.length > 0 &&
        words.at(-1)!.command === null &&
        !neverBefore.has(words.at(-1)!.text) &&
        chance(0.04)
      ) {
        const command = pick(scattered);
        say(command.effect.kind === 'emoji' ? `${pick(emojiNames)} emoji` : pick(command.say));
      }
      const parts = core.split(/([-/_])/u).filter((part) => part !== '');
      for (const part of parts) {
        if (part === '-') {
          if (isSaid('-') && chance(0.3)) say(pick(['hyphen', 'hyphen', 'dash']));
          continue;
        }
        if (part === '/') {
          if (isSaid('/') || chance(0.3)) say(pick(['slash', 'forward slash']));
          continue;
        }
        if (/^(?:[A-Z]{2,4}|[ap]\.m)$/.test(part) && chance(0.5)) {
          for (const letter of part.toLowerCase().replaceAll('.', ''))
            words.push({ text: letter, command: null, follows: 'none', confidence: sure() });
          continue;
        }
        const text = part.toLowerCase().replaceAll(/[^\p{L}\p{N}']/gu, '');
        if (text !== '') words.push({ text, command: null, follows: 'none', confidence: sure() });
      }
      isFirst = false;
      if (words.length === 0) continue;
      const marks = closing.match(/\.\.\.|[,.?!:;")\]]/gu) ?? [];
      const ends = marks.some((mark) => /[.?!]/.test(mark)) ? 'end' : marks.length > 0 ? 'inside' : 'none';
      words.at(-1)!.follows = chance(pausing) ? ends : 'none';
      for (const mark of marks) {
        if (mark === '"') {
          if (isQuoteOpen) say(quotes[1]!);
          isQuoteOpen = false;
          continue;
        }
        if (mark === '...') {
          if (isSaid('.')) say(pick(phrasesOf('ellipsis')));
          continue;
        }
        const id = markIds[mark];
        if (mark === ')') {
          if (isParenthesisOpen) say(phrasesOf('close-bracket')[parenthesis]!);
          isParenthesisOpen = false;
          continue;
        }
        if (id === undefined || !isSaid(mark)) continue;
        if (mark === '.') say(fullStop);
        else say(pick(phrasesOf(id)));
        words.at(-1)!.follows = chance(pausing) ? ends : 'none';
      }
    }
    const isLast = index === sentences.length - 1;
    if (style !== 'none' ? chance(isLast ? 0.3 : 0.1) : chance(0.04)) {
      say(
        pick([
          'new line',
          'new line',
          'new paragraph',
          'new paragraph',
          'next line',
          'newline',
          'bullet point',
          'next paragraph',
          'press enter',
        ]),
      );
    }
  }
  // A word misheard as a command's is no command.
  if (isMisheard && chance(0.15)) {
    const at = Math.floor(random() * words.length);
    const word = words[at];
    const command = pick(['comma', 'period', 'colon', 'dash', 'cap', 'slash', 'quote']);
    if (word !== undefined && word.command === null && isWhole(words, at))
      words[at] = { ...word, text: command, confidence: 0.2 + 0.35 * random() };
  }
  return words.map(({ text, command, follows, confidence }) => ({
    text,
    command,
    confidence,
    pauseMs: hasTimes ? drawnPause(follows, pauses, random) : null,
  }));
}

/** Whether the word is not inside a command's phrase. */
function isWhole(words: readonly { command: string | null }[], at: number): boolean {
  for (let back = 1; back < 4; back++) {
    const phrase = words[at - back]?.command;
    if (phrase && phrase.split(' ').length > back) return false;
  }
  return true;
}

function drawnPause(follows: 'none' | 'inside' | 'end', { boundsMs, counts }: MeasuredPauses, random: () => number): number {
  const edges = [0, ...boundsMs, 900];
  const histogram = counts[follows];
  let at = random() * histogram.reduce((sum, count) => sum + count, 0);
  const bin = Math.max(
    0,
    histogram.findIndex((count) => (at -= count) < 0),
  );
  return Math.round(edges[bin]! + random() * (edges[bin + 1]! - edges[bin]!));
}
