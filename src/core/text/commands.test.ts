import { describe, expect, it } from 'vitest';
import { spansText } from '../transcript/text';
import { english } from './en/index';
import { said } from './fixtures/words';
import { createTextFormatter, type FormatterOptions } from './formatter';
import { createRulePunctuator } from './rule-punctuator';

function format(text: string, options: Partial<FormatterOptions> = {}): string {
  const punctuator = createRulePunctuator(english);
  const formatter = createTextFormatter({ language: english, punctuator, hasMarks: false, ...options });
  return spansText(formatter.update(said(text), [], true).committed);
}

describe('spoken commands', () => {
  it.each(english.commands.flatMap(({ id, say, effect }) => say.map((phrase) => ({ id, phrase, effect }))))(
    '[K20, K22] $id: “$phrase” does what the table says, and is words when switched off',
    ({ id, phrase, effect }) => {
      const text = format(`we ate ${phrase} ${effect.kind === 'literal' ? 'comma ' : ''}then left`);
      const expected = {
        mark: (t: string) => `We ate${t} ${/[.?!…]/.test(t) ? 'Then' : 'then'} left`,
        sign: (t: string) =>
          `We ate${effect.kind === 'sign' && effect.spaceBefore ? ' ' : ''}${t}${effect.kind === 'sign' && effect.spaceAfter ? ' ' : ''}then left`,
        break: () => `We ate${effect.kind === 'break' && effect.lines === 2 ? '\n\n' : '\n'}Then left`,
        open: (t: string) => `We ate ${t}then left`,
        close: (t: string) => `We ate${t} then left`,
        case: () => `We ate ${effect.kind === 'case' && effect.next === 'capitals' ? 'THEN' : 'Then'} left`,
        glue: () => 'We atethen left',
        literal: () => 'We ate comma then left',
      }[effect.kind]('text' in effect ? effect.text : '');
      expect(text).toBe(expected);
      expect(format(`we ate ${phrase} then left`, { commandsOff: [id] }).toLowerCase()).toBe(`we ate ${phrase} then left`);
    },
  );

  it('[K20] ids and phrases are each used once', () => {
    const phrases = english.commands.flatMap(({ say }) => say);
    expect(new Set(phrases).size).toBe(phrases.length);
    expect(new Set(english.commands.map(({ id }) => id)).size).toBe(english.commands.length);
  });

  it('[K21] “literal” writes the words of a command or a replacement', () => {
    expect(format('say literal comma now')).toBe('Say comma now');
    expect(format('say literal new line now')).toBe('Say new line now');
    expect(format('say literal literal now')).toBe('Say literal now');
    expect(format('literal btw is short', { replacements: [{ from: 'btw', to: 'by the way' }] })).toBe('Btw is short');
    expect(format('a literal comma')).toBe('A literal,');
    expect(format('the literal meaning')).toBe('The literal meaning');
  });

  it('[K23] commands after nouns and adjectives alone are obeyed', () => {
    expect(format('i like the car period it is good period')).toBe('I like the car. It is good.');
    expect(format('see my friend cap mark new line is he here')).toBe('See my friend Mark new line is he here');
    expect(format('dear cap mark new line he is here')).toBe('Dear Mark\nHe is here');
  });

  it('[K23] a letter that is spelled is no determiner', () => {
    expect(format('is this your e t a question mark')).toBe('Is this your ETA?');
    expect(format('is this a question mark')).toBe('Is this a question mark');
  });

  it('[K23] ordinary and doubtful words are obeyed by nobody', () => {
    expect(format('we ate comma? then left')).toBe('We ate comma then left');
    expect(format('we ate new? line then')).toBe('We ate new line then');
    expect(format('a comma is a mark')).toBe('A comma is a mark');
    expect(format('the victorian era was a period of change')).toBe('The victorian era was a period of change');
    expect(format('commas and periods')).toBe('Commas and periods');
    expect(format('a new line of work')).toBe('A new line of work');
    expect(format('a new line is drawn')).toBe('A new line is drawn');
    expect(format('the new line is long')).toBe('The new line is long');
    expect(format('we need another blank new line here')).toBe('We need another blank new line here');
    expect(format('it lasted for a short period')).toBe('It lasted for a short period');
    expect(format('he wore a white cap today')).toBe('He wore a white cap today');
    expect(format('the sum is capital')).toBe('The sum is capital');
    expect(format('they lay out capital in london')).toBe('They lay out capital in London');
    expect(format('his cap said john')).toBe('His cap said john');
    expect(format('new | line')).toBe('New line');
    expect(format('full house stop')).toBe('Full house stop');
  });
});

describe('replacements', () => {
  it('[K25] write something else, longest first, whatever the case', () => {
    const replacements = [
      { from: 'my address', to: '12 High Street,\nLondon' },
      { from: 'My Address Line', to: 'line' },
      { from: 'btw', to: 'by the way' },
    ];
    expect(format('send it to my address please', { replacements })).toBe('Send it to 12 High Street,\nLondon please');
    expect(format('MY address line', { replacements })).toBe('Line');
    expect(format('btw period btw', { replacements })).toBe('By the way. By the way');
    expect(format('my | address', { replacements })).toBe('My address');
  });

  it('[K25] that contradict each other end', () => {
    const loop = [
      { from: 'a b', to: 'b a' },
      { from: 'ping', to: 'pong' },
      { from: 'pong', to: 'ping' },
      { from: 'twice', to: 'first' },
      { from: 'Twice', to: 'last' },
      { from: 'self', to: 'self self' },
      { from: '  ', to: 'never' },
      { from: 'gone', to: '' },
    ];
    expect(format('ping pong twice self gone end', { replacements: loop })).toBe('Pong ping last self self end');
  });
});
