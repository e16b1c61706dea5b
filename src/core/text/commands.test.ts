import { describe, expect, it } from 'vitest';
import { spansText } from '../transcript/text';
import { defaultSettings } from '../settings';
import { marksSpoken, nothingSpoken, type SpokenSoFar } from './command-habit';
import type { CommandVerdict } from './command-judge';
import { english } from './en/index';
import { said } from './fixtures/words';
import { createTextFormatter, type FormatterOptions } from './formatter';
import type { CommandEffect } from './language';
import { createRulePunctuator } from './rule-punctuator';
import { markOptions } from './writer';

function format(text: string, options: Partial<FormatterOptions> = {}): string {
  const punctuator = createRulePunctuator(english);
  const formatter = createTextFormatter({ language: english, punctuator, hasMarks: false, ...options });
  return spansText(formatter.update(said(text), [], true).committed);
}

/** By someone who is known to speak marks. */
const byHabit = { spoken: marksSpoken };

/** What a command makes of "we ate … then left". */
function expected(effect: CommandEffect): string {
  switch (effect.kind) {
    case 'mark':
      return `We ate${effect.text} ${/[.?!…]/.test(effect.text) ? 'Then' : 'then'} left`;
    case 'sign':
      return `We ate${effect.spaceBefore ? ' ' : ''}${effect.text}${effect.spaceAfter ? ' ' : ''}then left`;
    case 'break':
      return `We ate${effect.lines === 2 ? '\n\n' : '\n'}Then left`;
    case 'item':
      return `We ate\n${effect.isNumbered ? '1.' : '•'} Then left`;
    case 'open':
    case 'toggle':
      return `We ate ${effect.text}then left`;
    case 'close':
      return `We ate${effect.text} then left`;
    case 'case':
      return { capital: 'We ate Then left', capitals: 'We ate THEN left', lower: 'We ate then left' }[effect.next];
    case 'mode':
      if (!effect.isOn) return 'We ate then left';
      return { capital: 'We ate Then Left', capitals: 'We ate THEN LEFT', lower: 'We ate then left', glued: 'We ate thenleft' }[
        effect.mode
      ];
    case 'glue':
      return 'We atethen left';
    case 'numeral':
    case 'emoji':
    case 'literal':
      return '';
  }
}

/** The words alone decide here: the judge says yes. */
const obedient = { ...english, commandWeights: { evidence: { any: 5 }, boundaries: {} } };

describe('spoken commands', () => {
  it.each(
    english.commands
      .filter(({ effect }) => expected(effect) !== '')
      .flatMap(({ id, say, effect }) => say.map((phrase) => ({ id, phrase, effect }))),
  )('[K20, K22] $id: “$phrase” does what the table says, and is words when switched off', ({ id, phrase, effect }) => {
    expect(format(`we ate ${phrase} then left`, { language: obedient })).toBe(expected(effect));
    const off = english.commands.map((each) => each.id);
    expect(format(`we ate ${phrase} then left`, { language: obedient, commandsOff: off }).toLowerCase()).toBe(
      `we ate ${phrase} then left`,
    );
    expect(off).toContain(id);
  });

  it('[K20] ids and phrases are each used once', () => {
    const phrases = english.commands.flatMap(({ say }) => say);
    expect(new Set(phrases).size).toBe(phrases.length);
    expect(new Set(english.commands.map(({ id }) => id)).size).toBe(english.commands.length);
  });

  it.each([
    ['we have numeral five dogs', 'We have 5 dogs'],
    ['chapter roman numeral fourteen', 'Chapter XIV'],
    ['see you soon heart emoji', 'See you soon ❤️'],
    ['well done thumbs up emoji', 'Well done 👍'],
    ['we saw caps on the old man caps off yesterday', 'We saw The Old Man yesterday'],
    ['this is all caps on very urgent all caps off today', 'This is VERY URGENT today'],
    ['we met no caps on monday tuesday no caps off today', 'We met monday tuesday today'],
    ['she said quote never again unquote', 'She said "never again"'],
    ['she said begin quote never again end quote', 'She said "never again"'],
    ['she said quotation mark never again quotation mark', 'She said "never again"'],
    ['the dogs apostrophe bowls', "The dogs' bowls"],
    ['tom apostrophe s bicycle', "Tom's bicycle"],
    ['x open bracket one close bracket', 'X [one]'],
  ])('[K60] %s', (words, text) => {
    expect(format(words, byHabit)).toBe(text);
  });

  it('[K60] bullets and numbers begin lines of their own', () => {
    expect(
      format('we need bullet point milk bullet point eggs new paragraph numbered item pay numbered item pack', byHabit),
    ).toBe('We need\n• Milk\n• Eggs\n\n1. Pay\n2. Pack');
  });

  it('[K21] “literal” writes the words of a command or a replacement', () => {
    expect(format('say literal comma now')).toBe('Say comma now');
    expect(format('say literal new line now')).toBe('Say new line now');
    expect(format('the word literal comma is short')).toBe('The word comma is short');
    expect(format('literal btw is short', { replacements: [{ from: 'btw', to: 'by the way' }] })).toBe('Btw is short');
    expect(format('the literal meaning')).toBe('The literal meaning');
    expect(format('a literal translation')).toBe('A literal translation');
  });

  it('[K23] commands after nouns and adjectives alone are obeyed', () => {
    expect(format('i like the car period it is good period')).toBe('I like the car. It is good.');
    expect(format('dear cap mark new line he is here')).toBe('Dear Mark\nHe is here');
    expect(format('we need three things colon new line milk new line eggs')).toBe('We need three things:\nMilk\nEggs');
  });

  it('[K23] marks are spoken after any word', () => {
    expect(format('is this your e t a question mark')).toBe('Is this your ETA?');
    expect(format('can you help with this question mark')).toBe('Can you help with this?');
    expect(format('what is it for question mark i asked her period')).toBe('What is it for? I asked her.');
    expect(format('we spoke about it before comma and i said no period')).toBe('We spoke about it before, and I said no.');
  });

  it('[K23] words that are doubtful, or not whole, are obeyed by nobody', () => {
    expect(format('we ate comma? then left', byHabit)).toBe('We ate comma then left');
    expect(format('we ate new? line then', byHabit)).toBe('We ate new line then');
    expect(format('commas and periods', byHabit)).toBe('Commas and periods');
    expect(format('new | line', byHabit)).toBe('New line');
    expect(format('full house stop', byHabit)).toBe('Full house stop');
  });

  it.each([
    'a comma is a mark',
    'the victorian era was a period of change',
    'a new line of work',
    'the new line is long',
    'it lasted for a short period',
    'he wore a white cap today',
    'the sum is capital',
    'they lay out capital in London',
    'colon cancer runs in his family',
    'there was no space for her bike',
    'they raised venture capital next spring',
    'put a cap on spending',
    'capital letters are required',
    'human capital matters',
    'the cooling off period is two weeks',
    'please read and sign here',
    'we came to a full stop at the gate',
  ])('[K23] is only words: %s', (words) => {
    expect(format(words).toLowerCase()).toBe(words.toLowerCase());
  });

  it('[K61] what a dictation has had of commands counts', () => {
    const doubtful = 'we will meet you at that point we leave';
    expect(format(doubtful)).not.toContain('.');
    const verdict = (spoken: SpokenSoFar): number => verdictsOf('it was a good period', { spoken })[0]!.probability;
    expect(verdict(marksSpoken)).toBeGreaterThan(verdict(nothingSpoken));
    const bySaying = verdictsOf('i came period i saw period it was a good full stop');
    const before = verdictsOf('i came comma i saw comma it was a good full stop');
    expect(bySaying.at(-1)!.probability).toBeLessThan(before.at(-1)!.probability);
  });

  it('[K62] each verdict says what it rests on, in nats that add up', () => {
    for (const { probability, evidence } of verdictsOf('the trial period ended comma new line and sign it period')) {
      const sum = evidence.reduce((total, { weight }) => total + weight, 0);
      expect(1 / (1 + Math.exp(-sum))).toBeCloseTo(probability, 9);
      expect(evidence.map(({ weight }) => Math.abs(weight))).toEqual(
        evidence.map(({ weight }) => Math.abs(weight)).toSorted((a, b) => b - a),
      );
    }
  });

  it('[K63] who speaks no marks writes their names, and other commands are still obeyed', () => {
    const settings = { ...defaultSettings, spokenMarks: false };
    expect(format('we ate comma and milk new line then we left', { ...markOptions(settings, english), hasMarks: false })).toBe(
      'We ate comma and milk\nThen we left',
    );
    const only = { ...defaultSettings, autoPunctuation: false };
    expect(markOptions(only, english)).toMatchObject({ hasMarks: false, spoken: marksSpoken, commandsOff: [] });
  });

  it('[K64] where no command is certain the words themselves are written, whatever follows whatever', () => {
    for (const words of [
      'cap',
      'new',
      'open',
      'literal',
      'numeral',
      'roman numeral',
      'roman numeral zero',
      'all caps',
      'numeral cat',
      'made up thing emoji',
      'emoji',
      'constructor colon toString',
      'cap literal numeral',
      'open open open quote',
      'dot dot',
      'new new line line',
    ]) {
      const text = format(words);
      const kept = text.toLowerCase().replaceAll(/[^a-z ]/g, '');
      for (const word of kept.split(' ')) expect(`${words.toLowerCase()} `).toContain(word);
      expect(text.length).toBeGreaterThan(0);
    }
    expect(format('cap').toLowerCase()).toBe('cap');
    expect(format('numeral cat').toLowerCase()).toBe('numeral cat');
    expect(format('we saw made up thing emoji')).toBe('We saw made up thing emoji');
  });

  it('[K3] commands by the hundred thousand take time in proportion', () => {
    const words = Array.from(
      { length: 60_000 },
      (_, i) => ['comma', 'cap', 'open quote', 'literal', 'caps on', 'numbered item'][i % 6]!,
    ).join(' ');
    const start = process.cpuUsage();
    format(words.slice(0, words.length / 4));
    const quarter = process.cpuUsage(start).user;
    const again = process.cpuUsage();
    format(words);
    expect(process.cpuUsage(again).user).toBeLessThan(12 * quarter + 500_000);
  });
});

function verdictsOf(text: string, options: Partial<FormatterOptions> = {}): CommandVerdict[] {
  const verdicts: CommandVerdict[] = [];
  format(text, { onVerdict: (verdict) => verdicts.push(verdict), ...options });
  return verdicts;
}

describe('replacements', () => {
  it('[K25] write something else, longest first, whatever the case', () => {
    const replacements = [
      { from: 'my address', to: '12 High Street,\nLondon' },
      { from: 'My Address Line', to: 'line' },
      { from: 'btw', to: 'by the way' },
    ];
    expect(format('send it to my address please', { replacements })).toBe('Send it to 12 High Street,\nLondon please');
    expect(format('MY address line', { replacements })).toBe('Line');
    expect(format('btw period btw', { replacements, ...byHabit })).toBe('By the way. By the way');
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
