import type { CommandGroup, SpokenCommand } from '../language';

const mark = (id: string, say: readonly string[], text: string): SpokenCommand => ({
  id,
  group: 'marks',
  say,
  effect: { kind: 'mark', text },
});
/** With a space on neither side, on the left, on the right, or on both. */
const spaces = { none: [false, false], before: [true, false], after: [false, true], both: [true, true] } as const;
const sign = (
  id: string,
  say: readonly string[],
  text: string,
  around: keyof typeof spaces,
  group: CommandGroup = 'signs',
): SpokenCommand => {
  const [spaceBefore, spaceAfter] = spaces[around];
  return { id, group, say, effect: { kind: 'sign', text, spaceBefore, spaceAfter } };
};
const pair = (kind: 'open' | 'close', id: string, say: readonly string[], text: string): SpokenCommand => ({
  id,
  group: /["']/.test(text) ? 'quotes' : 'brackets',
  say,
  effect: { kind, text },
});
const nextCase = (id: string, say: readonly string[], next: 'capital' | 'capitals' | 'lower'): SpokenCommand => ({
  id,
  group: 'case',
  say,
  effect: { kind: 'case', next },
});
const mode = (
  id: string,
  say: readonly string[],
  what: 'capital' | 'capitals' | 'lower' | 'glued',
  isOn: boolean,
): SpokenCommand => ({
  id,
  group: what === 'glued' ? 'spaces' : 'case',
  say,
  effect: { kind: 'mode', mode: what, isOn },
});

/**
 * What can be said to write something else than the words: all that Apple, Dragon, Windows and Google Docs publish. Where they differ, as most of them
 * have it. Whether it is meant in a place is for the judge to say.
 */
export const commands: readonly SpokenCommand[] = [
  mark('comma', ['comma'], ','),
  mark('full-stop', ['period', 'full stop', 'dot'], '.'),
  mark('question-mark', ['question mark'], '?'),
  mark('exclamation-mark', ['exclamation mark', 'exclamation point'], '!'),
  mark('colon', ['colon'], ':'),
  mark('semicolon', ['semicolon', 'semi colon'], ';'),
  mark('ellipsis', ['ellipsis', 'dot dot dot'], '…'),
  mark('apostrophe', ['apostrophe'], "'"),
  mark('apostrophe-s', ['apostrophe s'], "'s"),
  sign('hyphen', ['hyphen'], '-', 'none', 'marks'),
  sign('en-dash-between-words', ['dash'], '–', 'both', 'marks'),
  sign('dash', ['em dash', 'long dash'], '—', 'none', 'marks'),
  sign('en-dash', ['en dash'], '–', 'none', 'marks'),
  sign('double-dash', ['double dash'], '--', 'both', 'marks'),
  pair('open', 'inverted-question-mark', ['inverted question mark'], '¿'),
  pair('open', 'inverted-exclamation-mark', ['inverted exclamation mark', 'inverted exclamation point'], '¡'),

  pair('open', 'open-quote', ['open quote', 'open quotes', 'begin quote', 'begin quotes', 'open quotation marks'], '"'),
  pair(
    'close',
    'close-quote',
    ['close quote', 'close quotes', 'end quote', 'end quotes', 'unquote', 'close quotation marks'],
    '"',
  ),
  { id: 'quote', group: 'quotes', say: ['quote', 'quotation mark'], effect: { kind: 'toggle', text: '"' } },
  pair('open', 'open-single-quote', ['open single quote', 'begin single quote'], "'"),
  pair('close', 'close-single-quote', ['close single quote', 'end single quote'], "'"),
  { id: 'single-quote', group: 'quotes', say: ['single quote'], effect: { kind: 'toggle', text: "'" } },

  pair(
    'open',
    'open-bracket',
    ['open parenthesis', 'open paren', 'left parenthesis', 'left paren', 'open parentheses', 'open round bracket'],
    '(',
  ),
  pair(
    'close',
    'close-bracket',
    ['close parenthesis', 'close paren', 'right parenthesis', 'right paren', 'close parentheses', 'close round bracket'],
    ')',
  ),
  pair(
    'open',
    'open-square-bracket',
    ['open bracket', 'open brackets', 'open square bracket', 'left bracket', 'left square bracket'],
    '[',
  ),
  pair(
    'close',
    'close-square-bracket',
    ['close bracket', 'close brackets', 'close square bracket', 'right bracket', 'right square bracket'],
    ']',
  ),
  pair('open', 'open-brace', ['open brace', 'open curly bracket', 'open curly brace', 'left brace', 'left curly bracket'], '{'),
  pair(
    'close',
    'close-brace',
    ['close brace', 'close curly bracket', 'close curly brace', 'right brace', 'right curly bracket'],
    '}',
  ),
  pair('open', 'open-angle-bracket', ['open angle bracket', 'left angle bracket'], '<'),
  pair('close', 'close-angle-bracket', ['close angle bracket', 'right angle bracket'], '>'),

  {
    id: 'new-line',
    group: 'layout',
    say: ['new line', 'newline', 'next line', 'press enter'],
    effect: { kind: 'break', lines: 1 },
  },
  { id: 'new-paragraph', group: 'layout', say: ['new paragraph', 'next paragraph'], effect: { kind: 'break', lines: 2 } },
  {
    id: 'bullet',
    group: 'layout',
    say: ['bullet point', 'new bullet', 'next bullet'],
    effect: { kind: 'item', isNumbered: false },
  },
  { id: 'numbered-item', group: 'layout', say: ['numbered item', 'next number'], effect: { kind: 'item', isNumbered: true } },
  sign('tab', ['tab key', 'tab', 'press tab'], '\t', 'none', 'layout'),

  nextCase('cap', ['cap', 'caps', 'capital', 'capitalize', 'capitalise', 'initial cap'], 'capital'),
  nextCase('all-caps', ['all caps', 'uppercase', 'upper case'], 'capitals'),
  nextCase('no-caps', ['no caps', 'lowercase', 'lower case'], 'lower'),
  mode('caps-on', ['caps on'], 'capital', true),
  mode('caps-off', ['caps off'], 'capital', false),
  mode('all-caps-on', ['all caps on'], 'capitals', true),
  mode('all-caps-off', ['all caps off'], 'capitals', false),
  mode('no-caps-on', ['no caps on'], 'lower', true),
  mode('no-caps-off', ['no caps off'], 'lower', false),

  { id: 'no-space', group: 'spaces', say: ['no space'], effect: { kind: 'glue' } },
  mode('no-space-on', ['no space on'], 'glued', true),
  mode('no-space-off', ['no space off'], 'glued', false),
  sign('space', ['space bar', 'press space'], ' ', 'none', 'spaces'),

  sign('slash', ['forward slash', 'slash'], '/', 'none'),
  sign('backslash', ['backslash', 'back slash'], '\\', 'none'),
  sign('underscore', ['underscore'], '_', 'none'),
  sign('vertical-bar', ['vertical bar', 'pipe', 'pipe sign'], '|', 'both'),
  sign('ampersand', ['ampersand'], '&', 'both'),
  sign('asterisk', ['asterisk'], '*', 'after'),
  sign('at-sign', ['at sign'], '@', 'none'),
  sign('hash-sign', ['hashtag', 'hash sign', 'number sign', 'pound sign'], '#', 'before'),
  sign('caret', ['caret'], '^', 'none'),
  sign('tilde', ['tilde'], '~', 'before'),
  sign('percent-sign', ['percent sign'], '%', 'after'),
  sign('degree-sign', ['degree sign', 'degree symbol'], '°', 'after'),
  sign('dollar-sign', ['dollar sign'], '$', 'before'),
  sign('cent-sign', ['cent sign'], '¢', 'after'),
  sign('euro-sign', ['euro sign'], '€', 'before'),
  sign('pound-sterling-sign', ['pound sterling sign'], '£', 'before'),
  sign('yen-sign', ['yen sign'], '¥', 'before'),
  sign('plus-sign', ['plus sign'], '+', 'both'),
  sign('minus-sign', ['minus sign'], '-', 'both'),
  sign('equals-sign', ['equals sign', 'equal sign'], '=', 'both'),
  sign('multiplication-sign', ['multiplication sign'], '×', 'both'),
  sign('less-than-sign', ['less than sign'], '<', 'both'),
  sign('greater-than-sign', ['greater than sign'], '>', 'both'),
  sign('copyright-sign', ['copyright sign'], '©', 'both'),
  sign('registered-sign', ['registered sign'], '®', 'after'),
  sign('trademark-sign', ['trademark sign'], '™', 'after'),
  sign('section-sign', ['section sign'], '§', 'before'),
  sign('center-dot', ['center dot', 'centre dot'], '·', 'none'),

  { id: 'numeral', group: 'numbers', say: ['numeral'], effect: { kind: 'numeral', isRoman: false } },
  { id: 'roman-numeral', group: 'numbers', say: ['roman numeral'], effect: { kind: 'numeral', isRoman: true } },

  sign('smiley-face', ['smiley face'], '🙂', 'both', 'emoji'),
  sign('winky-face', ['winky face'], '😉', 'both', 'emoji'),
  sign('frowny-face', ['frowny face'], '🙁', 'both', 'emoji'),
  { id: 'emoji', group: 'emoji', say: [], effect: { kind: 'emoji' } },

  { id: 'literal', group: 'words', say: ['literal'], effect: { kind: 'literal' } },
];
