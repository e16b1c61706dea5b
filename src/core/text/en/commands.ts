import type { SpokenCommand } from '../language';

const mark = (id: string, say: readonly string[], text: string): SpokenCommand => ({
  id,
  say,
  effect: { kind: 'mark', text },
  notAfter: 'nounIntroductions',
  notBefore: 'nounsAfter',
});
const sign = (id: string, say: readonly string[], text: string, spaceBefore: boolean, spaceAfter: boolean): SpokenCommand => ({
  id,
  say,
  effect: { kind: 'sign', text, spaceBefore, spaceAfter },
  notAfter: 'nounIntroductions',
  notBefore: 'nounsAfter',
});
const pair = (kind: 'open' | 'close', id: string, say: readonly string[], text: string): SpokenCommand => ({
  id,
  say,
  effect: { kind, text },
  notAfter: 'nounIntroductions',
  notBefore: 'nounsAfter',
});

/**
 * What can be said to write something else than the words. "a comma", "a short period", "new line of": after a determiner (and an adjective), or
 * before "of" and the like, it is the word itself.
 */
export const commands: readonly SpokenCommand[] = [
  mark('comma', ['comma'], ','),
  mark('full-stop', ['full stop', 'period'], '.'),
  mark('question-mark', ['question mark'], '?'),
  mark('exclamation-mark', ['exclamation mark', 'exclamation point'], '!'),
  mark('colon', ['colon'], ':'),
  mark('semicolon', ['semicolon'], ';'),
  mark('ellipsis', ['ellipsis', 'dot dot dot'], '…'),
  {
    id: 'new-line',
    say: ['new line', 'newline'],
    effect: { kind: 'break', lines: 1 },
    notAfter: 'nounIntroductions',
    notBefore: 'nounsAfter',
  },
  {
    id: 'new-paragraph',
    say: ['new paragraph'],
    effect: { kind: 'break', lines: 2 },
    notAfter: 'nounIntroductions',
    notBefore: 'nounsAfter',
  },
  pair('open', 'open-quote', ['open quote', 'open quotes', 'begin quote', 'open quotation marks'], '"'),
  pair('close', 'close-quote', ['close quote', 'close quotes', 'end quote', 'unquote', 'close quotation marks'], '"'),
  pair('open', 'open-bracket', ['open bracket', 'open brackets', 'open parenthesis', 'open paren', 'left parenthesis'], '('),
  pair(
    'close',
    'close-bracket',
    ['close bracket', 'close brackets', 'close parenthesis', 'close paren', 'right parenthesis'],
    ')',
  ),
  pair('open', 'open-square-bracket', ['open square bracket'], '['),
  pair('close', 'close-square-bracket', ['close square bracket'], ']'),
  sign('hyphen', ['hyphen'], '-', false, false),
  sign('dash', ['em dash', 'long dash'], '—', false, false),
  sign('slash', ['forward slash'], '/', false, false),
  sign('ampersand', ['ampersand', 'and sign'], '&', true, true),
  sign('at-sign', ['at sign'], '@', false, false),
  sign('hash-sign', ['hash sign', 'hashtag'], '#', true, false),
  {
    id: 'cap',
    say: ['cap', 'capital'],
    effect: { kind: 'case', next: 'capital' },
    notAfter: 'nounIntroductions',
    notBefore: 'neverCapitalised',
  },
  {
    id: 'all-caps',
    say: ['all caps'],
    effect: { kind: 'case', next: 'capitals' },
    notAfter: 'nounIntroductions',
    notBefore: 'neverCapitalised',
  },
  { id: 'no-space', say: ['no space'], effect: { kind: 'glue' }, notAfter: 'nounIntroductions', notBefore: 'nounsAfter' },
  { id: 'literal', say: ['literal'], effect: { kind: 'literal' }, notAfter: 'nounIntroductions', notBefore: 'nounsAfter' },
];
