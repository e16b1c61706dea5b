import { describe, expect, it, vi } from 'vitest';
import { seededRandom } from '../metrics';
import { firstUnreadable, readings } from './spoken-form';
import {
  boostRange,
  checkedWord,
  mostUserWords,
  parseWordLines,
  parseWordsFile,
  problemText,
  withWords,
  wordsFile,
} from './user-words';
import type { UserWord } from './user-words';

const entry = (written: string, changes: Partial<UserWord> = {}): UserWord => ({
  written,
  soundsLike: '',
  boost: 0,
  learned: [],
  ...changes,
});

describe('a list of words', () => {
  it('[N33] has an entry a line: the word, how it sounds, its boost', () => {
    const text =
      '\uFEFF# my words\r\nKubernetes\n\nSiobhan\tshi vawn\t2.5\n  Nguyen = win \n# no\n#hashtag\nVisual Studio Code\rSiobhan\tshivawn\n';
    expect(parseWordLines(text)).toEqual({
      words: [
        entry('Kubernetes'),
        entry('Siobhan', { soundsLike: 'shivawn' }),
        entry('Nguyen', { soundsLike: 'win' }),
        entry('#hashtag'),
        entry('Visual Studio Code'),
      ],
      problems: [],
    });
  });

  it.each([
    ['😀', 'has no letters'],
    ['good 😀', '“😀” has no letters'],
    ['日本 。', '“。” has no letters'],
    ['a\u202Eb', 'hidden control characters'],
    ['a\u0007b', 'hidden control characters'],
    ['caf\uFFFD', 'not UTF-8'],
    ['x'.repeat(101), 'longer than 100'],
    ['a b c d e f g h i', 'more than 8 words'],
    ['Word\tsound\tloud', 'no number'],
    ['Word\tsound\t99', 'not between -5 and 10'],
    ['Word\tsound\t1\t2', 'more than a word'],
    ['Word\t😀', 'how it sounds, “😀”, has no letters'],
    ['\u200B = win', 'no written form'],
  ])('[N34] names the line of %s and what is wrong with it, and reads the others', (line, problem) => {
    const { words, problems } = parseWordLines(`first\n${line}\nlast`);
    expect(words.map(({ written }) => written)).toEqual(['first', 'last']);
    expect(problems).toHaveLength(1);
    expect(problems[0]!.line).toBe(2);
    expect(problemText(problems[0]!).replaceAll("'", '’')).toContain(problem);
  });

  it.each([
    ['😀', 'smile'],
    ['שלום', 'shalom'],
    ['Привет', 'preev yet'],
    ['日本語', 'nee hon go'],
    ['👩‍💻', 'coder'],
    ['№ 5', 'number five'],
  ])('[N34] %s can be a word when it is said how it sounds', (written, soundsLike) => {
    expect(checkedWord(entry(written, { soundsLike }))).toEqual(entry(written.normalize('NFC'), { soundsLike }));
  });

  it.each(['Привет', 'שלום', '東京タワー', '서울 대학교', 'iPhone手机'])(
    '[N34] %s can be a word: which scripts are heard, the model says',
    (written) => {
      expect(checkedWord(entry(written))).toEqual(entry(written));
    },
  );

  it('[N34] writes Unicode in one way, without spaces and marks that nobody sees', () => {
    expect(checkedWord(entry('  Zoe\u0308\u00A0 Smith\u200B '))).toEqual(entry('Zo\u00EB Smith'));
  });

  it('[N35] takes ten thousand lines, and refuses those beyond by their number, each read once or twice', () => {
    const random = seededRandom(3);
    const letter = (): string => String.fromCharCode(97 + Math.floor(random() * 26));
    const lines = Array.from({ length: mostUserWords + 2 }, (_, i) => `${Array.from({ length: 8 }, letter).join('')}${i}`);
    const normalize = vi.spyOn(String.prototype, 'normalize');
    const { words, problems } = parseWordLines(lines.join('\n'));
    expect(normalize.mock.calls.length).toBeGreaterThanOrEqual(mostUserWords);
    expect(normalize.mock.calls.length).toBeLessThan(8 * lines.length);
    expect(words).toHaveLength(mostUserWords);
    expect(problems.map(({ line }) => line)).toEqual([mostUserWords + 1, mostUserWords + 2]);
  });

  it('[N35] is harmless whatever it holds', () => {
    const random = seededRandom(8);
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: 60 }, () => String.fromCodePoint(Math.floor(random() ** 3 * 0x10ffff))).join('');
      const { words, problems } = parseWordLines(text);
      for (const word of words) expect(checkedWord(word)).toEqual(word);
      for (const problem of problems) expect(problemText(problem)).not.toMatch(/[\p{Cc}\p{Cs}\u202A-\u202E]/u);
      expect(parseWordsFile(wordsFile(words), 'f')).toEqual(words);
    }
  });
});

describe('the file of words', () => {
  const words = [entry('Ω-3', { soundsLike: 'omega three', boost: -1.5 }), entry('Łódź', { learned: [['W', 'UH', 'CH']] })];

  it('[N36] is read back as it was written', () => {
    expect(parseWordsFile(wordsFile(words), 'words.json')).toEqual(words);
  });

  it.each([
    ['{', 'is not JSON'],
    ['[]', 'is no list of words'],
    ['{"version":2,"words":[]}', 'is no list of words'],
    ['{"version":1,"words":[{"written":"a"},{"written":""}]}', 'entry 2'],
    ['{"version":1,"words":[{"written":"a","boost":"loud"}]}', 'entry 1'],
    ['{"version":1,"words":[{"written":"😀"}]}', 'entry 1'],
  ])('[N36] that is %s is refused with its name and the entry', (text, problem) => {
    expect(() => parseWordsFile(text, 'words.json')).toThrow(
      expect.objectContaining({ code: 'words-invalid', message: expect.stringMatching(`words.json.*${problem}`) as string }),
    );
  });

  it('[N36] takes a word that is written as another for a change of it', () => {
    expect(withWords(words, [entry('Ω-3', { boost: boostRange.most }), entry('new')])).toEqual([
      entry('Ω-3', { boost: boostRange.most }),
      words[1],
      entry('new'),
    ]);
  });
});

describe('written words as they are said', () => {
  it.each([
    ['Kubernetes', [['kubernetes']]],
    ['iPhone', [['i', 'phone'], ['iphone']]],
    ['GitHub', [['git', 'hub'], ['github']]],
    ['NASA', [['n', 'a', 's', 'a'], ['nasa']]],
    ['k8s', [['k', 'eight', 's']]],
    [
      'GPT4',
      [
        ['g', 'p', 't', 'four'],
        ['gpt', 'four'],
      ],
    ],
    ['O’Brien', [["o'brien"]]],
    ['Jean-Luc', [['jean', 'luc']]],
    ['Łódź', [['lodz']]],
    ['Straße', [['strasse']]],
    ['Zoë', [['zoe']]],
    [
      'AT&T',
      [
        ['a', 't', 'and', 't'],
        ['at', 'and', 't'],
      ],
    ],
    [
      '1984',
      [
        ['nineteen', 'eighty', 'four'],
        ['one', 'thousand', 'nine', 'hundred', 'eighty', 'four'],
        ['one', 'nine', 'eight', 'four'],
      ],
    ],
    ['007', [['zero', 'zero', 'seven']]],
    ['R2D2', [['r', 'two', 'd', 'two']]],
  ])('[N24] %s', (written, expected) => {
    expect(readings(written)).toEqual(expected);
  });

  it('[N24] has none for what English letters do not tell', () => {
    for (const written of ['', '😀', 'Привет', '日本', '--', 'naïve™\u0600']) expect(readings(written)).toEqual([]);
    expect(firstUnreadable('all good')).toBeNull();
    expect(firstUnreadable('not Ж good')).toBe('Ж');
  });
});
