import { expect, it } from 'vitest';
import type { UserWord } from '../language/user-words';
import { textLanguage } from '../text/languages';
import { editCommands } from '../transcript/edit-commands';
import { biasPhrases, biasRates } from './bias';

const word = (written: string, boost = 0): UserWord => ({ written, soundsLike: '', boost, learned: [] });
const textsOf = (...args: Parameters<typeof biasPhrases>): string[] => biasPhrases(...args).map(({ text }) => text);
const allOff = [...textLanguage('en')!.commands.map(({ id }) => id), ...editCommands.map(({ action }) => action)];

it('[C61] the final pass leans towards the user’s words as a model writes them: marks gone, in English digits and signs as words', () => {
  const written = ['Kubernetes', 'GPT-4', 'C++', 'AT&T', 'O’Brien', 'Jean-Luc', '(beta)', '1984'];
  const words = written.map((each) => word(each));
  const spoken = ['Kubernetes', 'GPT four', 'C plus plus', 'AT and T', "O'Brien", 'Jean Luc', 'beta', 'nineteen eighty four'];
  expect(textsOf(words, 'en', allOff)).toEqual(spoken);
  expect(textsOf([word('Straße 7'), word('GPT-4')], 'de', [])).toEqual(['Straße 7', 'GPT 4']);
  expect(textsOf([word('手机')], 'zh', [])).toEqual(['手机']);
});

it('[C61] leans towards every command of the language that is obeyed, and towards no other', () => {
  const all = biasPhrases([], 'en', []).map(({ text }) => text);
  // "Point" and the like are other words far more often.
  const ordinary = ['point', 'dot', 'tab', 'pipe', 'capital', 'quote', 'slash'];
  const leanedTo = (phrase: string): boolean => !ordinary.includes(phrase);
  for (const { say } of textLanguage('en')!.commands) expect(all).toEqual(expect.arrayContaining(say.filter(leanedTo)));
  expect(all).toEqual(expect.arrayContaining(['scratch that', 'delete the last word']));
  const scratch = editCommands.find(({ action }) => action === 'scratch')!.phrases;
  const some = textsOf([], 'en-GB', ['comma', 'scratch']);
  expect(all.filter((text) => !some.includes(text)).toSorted()).toEqual(['comma', ...scratch].toSorted());
  expect(textsOf([], 'de', [])).toEqual([]);
  expect(textsOf([], 'en', allOff)).toEqual([]);
});

it('[C61] a word’s boost counts once for the word, whatever its length, and one that is made unlikely enough is left out', () => {
  const gain = (written: string, boost: number): number => {
    const [phrase] = biasPhrases([word(written, boost)], 'de', []);
    return (phrase?.weight ?? 0) * written.replaceAll(' ', '').length;
  };
  for (const written of ['Łódź', 'Kubernetes', 'Visual Studio Code']) {
    expect(gain(written, 3) - gain(written, 0)).toBeCloseTo(3);
  }
  expect(biasPhrases([word('uh', -5)], 'en', allOff)).toEqual([]);
  // A word that is a command's phrase too has the greater of both.
  const [comma] = biasPhrases([word('Comma', 1)], 'en', []);
  expect(comma!.weight).toBeGreaterThan(biasRates.userWord);
  expect(biasPhrases([word('Comma', 1)], 'en', []).filter(({ text }) => text.toLowerCase() === 'comma')).toHaveLength(1);
});

it('[C61] a command of one word leans less than one of several', () => {
  const weight = (said: string): number => biasPhrases([], 'en', []).find(({ text }) => text === said)!.weight;
  expect(weight('period')).toBeLessThan(weight('full stop'));
});

it('[C61] of a long list each word leans less, and never less than a third', () => {
  const weight = (count: number): number =>
    biasPhrases(
      Array.from({ length: count }, (_, i) => word(`name${'x'.repeat(i)}`)),
      'en',
      allOff,
    )[0]!.weight;
  expect(weight(20)).toBe(weight(1));
  expect(weight(200)).toBeLessThan(weight(20));
  expect(weight(1000)).toBeLessThan(weight(200));
  expect(weight(5000)).toBeCloseTo(biasRates.userWord / 3);
});
