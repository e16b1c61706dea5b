import { english } from '../../src/core/text/en/index';
import type { SpokenCommand } from '../../src/core/text/language';
import { literalSign, type SaidWord, type Sources } from './command-corpus';

/** "x equals sign y", "c backslash windows": signs between letters and short words. */
export function formulas({ random }: Sources): SaidWord[][] {
  const sides = [
    'a',
    'b',
    'c',
    'x',
    'y',
    'z',
    'n',
    'one',
    'two',
    'ten',
    'my',
    'file',
    'name',
    'price',
    'total',
    'this',
    'cost',
    'docs',
    'users',
  ];
  const side = (): SaidWord => ({
    text: sides[Math.floor(random() * sides.length)]!,
    confidence: 0.85 + 0.15 * random(),
    pauseMs: null,
    command: null,
  });
  const capitals = Array.from({ length: 150 }, (_, index): SaidWord[] => {
    const capital = ['cap', 'capital', 'caps', 'cap'][index % 4]!;
    const before = introductions[index % introductions.length]!.split(' ');
    const name = names[Math.floor(random() * names.length)]!;
    const word = (text: string, command: string | null = null): SaidWord => ({ ...side(), text, command });
    return [
      ...before.map((text) => word(text)),
      word(capital, capital),
      word(name),
      ...(random() < 0.5 ? [word('comma', 'comma')] : []),
    ];
  });
  const signs = english.commands
    .filter(({ group }) => group === 'signs')
    .flatMap(({ say }) => say)
    .flatMap((phrase) =>
      Array.from({ length: 25 }, () => [
        side(),
        ...phrase.split(' ').map((text, index) => ({ ...side(), text, command: index === 0 ? phrase : null })),
        side(),
      ]),
    );
  return [...capitals, ...signs];
}

const introductions = [
  'dear',
  'hi',
  'hello',
  'thanks',
  'we met',
  'i called',
  'together with',
  'a letter from',
  'give it to',
  'please tell',
  'my friend',
  'see you in',
  'we live in',
  'mister',
  'aunt',
  'as',
];
const names = [
  'mark',
  'anna',
  'john',
  'sarah',
  'spring',
  'miller',
  'smith',
  'rose',
  'will',
  'bill',
  'may',
  'grace',
  'paris',
  'boston',
  'april',
  'jack',
  'lily',
  'victor',
  'art',
  'faith',
];

/** Sentences that speak of a command's word. */
export function mentions({ say, effect }: SpokenCommand, { random }: Sources): string[] {
  const phrases = effect.kind === 'emoji' ? ['heart emoji', 'thumbs up emoji', 'fire emoji'] : say;
  return phrases.flatMap((phrase) => {
    const an = /^[aeiou]/.test(phrase) ? 'an' : 'a';
    const all = [
      `the ${phrase} is in the wrong place`,
      `${an} ${phrase} is missing here`,
      `please delete the ${phrase}`,
      `we need ${an} ${phrase} there`,
      `what does the ${phrase} mean`,
      `this ${phrase} was too long`,
      `my ${phrase} does not work`,
      `there was no ${phrase} on it`,
      `she typed the ${phrase} twice`,
      `he never uses the ${phrase} properly`,
      `press the ${phrase} key to go on`,
      `every ${phrase} counts`,
      `put ${an} ${phrase} after the name`,
      `the word ${phrase} is short`,
      `use the ${phrase} sparingly`,
      `her ${phrase} was late`,
      `the first ${phrase} of the year`,
      `how do i write ${an} ${phrase}`,
      `${phrase} is a strange word`,
      `i like the new ${phrase} a lot`,
      `that ${phrase} has to go`,
      `another ${phrase} would help`,
      `without ${an} ${phrase} nobody understands it`,
      `${an} ${phrase} between the words`,
      `the word ${literalSign} ${phrase} is short`,
      `say ${literalSign} ${phrase} now`,
      `the ${literalSign} ${phrase} of that time`,
      `they use ${phrase} where nobody needs it`,
      `an old ${phrase} was found`,
      `the ${phrase} went on for hours`,
      `${phrase} was a mistake`,
      `no ${phrase} for us`,
      `the wrong ${phrase} at the end`,
      `i see a missing ${phrase} here`,
      `there is an extra ${phrase} in it`,
      `his last ${phrase} in the letter`,
      `the only ${phrase} of the list`,
      `one more ${phrase} and we are done`,
      `you forgot the second ${phrase} in that word`,
    ];
    const spaces =
      phrase === 'no space'
        ? [
            'there is no space here',
            'we had no space to sit',
            'no space on the shelf',
            'there was no space in the car',
            'no space at all',
            'they found no space to park',
            'no space on our table',
            'he says there is no space now',
            'we have no space in the house',
            'with no space between them',
            'is there no space behind the sofa',
            'was there no space for us',
            'there is no space on it for more',
            'leave no space after the name',
            'why is there no space on my phone',
            'there will be no space left',
          ]
        : [];
    return [...all.filter(() => random() < 0.35), ...spaces, ...spaces];
  });
}
