import { describe, expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import { spokenWords } from './spoken-words';

const said = (text: string): string =>
  spokenWords(text)
    .map((word) => word.text)
    .join(' ');

describe('spoken words', () => {
  it.each([
    ['Hello, World!', 'hello world'],
    ['Mr. and Mrs. Smith saw Dr. Jones.', 'mister and missus smith saw doctor jones'],
    ['Mr Brown', 'mister brown'],
    ['St. Paul lives on Main St.', 'saint paul lives on main street'],
    ['Main St. was empty', 'main street was empty'],
    ['twenty-three well-known half–truths', 'twenty three well known half truths'],
    ['A-N-S-E-O', 'a n s e o'],
    ['a.n.s. at ten a.m. in the U.S.', 'a n s at ten a m in the u s'],
    ['OK, it’s ‘fine’ — isn’t it? …', "okay it's fine isn't it"],
    ['wait...no', 'wait no'],
    ['$23, 50% and 1,500 on the 3rd', 'twenty three dollars fifty percent and one thousand five hundred on the third'],
    ['$3 million', 'three million dollars'],
    ['$1.01', 'one dollar and one cent'],
    ['in 1984 or the 1990s at 10:05', 'in nineteen eighty four or the nineteen nineties at ten oh five'],
    ['3.14', 'three point one four'],
    ['1,000,001', 'one million one'],
    ['salt & pepper, a+b', 'salt and pepper a plus b'],
    ['bob@example.com', 'bob at example dot com'],
    ['[Music] ♪ la la ♪', 'la la'],
    ['No. No. 5', 'no number five'],
    ["'Tis the drivers' o'clock", "'tis the drivers o'clock"],
    ['Yes.Next one', 'yes next one'],
    ['etc. and so on vs. them', 'et cetera and so on versus them'],
    ['constructor café', 'constructor café'],
    ['', ''],
    [' - … ! ', ''],
  ])('[V20] %j is said %j', (text, expected) => {
    expect(said(text)).toBe(expected);
  });

  it('[V20] what the model wrote stays with the words, and a full stop that belongs to an abbreviation ends no sentence', () => {
    expect(spokenWords('“Well-known Mr. Smith, — the U.S. won.”').map(({ written }) => written)).toEqual([
      '“Well-',
      'known',
      'Mister',
      'Smith, —',
      'the',
      'U',
      'S',
      'won.”',
    ]);
    expect(spokenWords('Cost: $23.').map(({ written }) => written)).toEqual(['Cost:', 'twenty', 'three', 'dollars.']);
  });

  it.each([1, 2, 3])(
    '[V20] any text gives lower-case words without marks, and saying them again changes nothing (seed %i)',
    (seed) => {
      const random = seededRandom(seed);
      const signs = Array.from('aAbBzZéßЖñ\'’.,-–—!?"$£%&+@#0123456789:;/()[] …\u00a0\n~*_^️日😀');
      for (let round = 0; round < 400; round++) {
        const text = Array.from({ length: Math.floor(random() * 24) }, () => signs[Math.floor(random() * signs.length)]).join('');
        const words = spokenWords(text).map((word) => word.text);
        for (const word of words) expect(word, text).toMatch(/^[\p{L}\p{M}\p{N}']+$/u);
        for (const word of words) expect(word, text).toBe(word.toLowerCase());
        expect(said(words.join(' ')), text).toBe(words.join(' '));
      }
    },
  );
});
