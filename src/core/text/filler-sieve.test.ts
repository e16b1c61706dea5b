import { describe, expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import { spansText } from '../transcript/text';
import { english } from './en/index';
import { said } from './fixtures/words';
import { createTextFormatter } from './formatter';
import { createRulePunctuator } from './rule-punctuator';
import { defaultStyle, type WritingStyle } from './style';

const punctuator = createRulePunctuator(english);
const options = (fillers: WritingStyle['fillers']) => ({ language: english, punctuator, style: { ...defaultStyle, fillers } });
const write = (text: string, fillers: WritingStyle['fillers']): string =>
  spansText(createTextFormatter(options(fillers)).update(said(text), [], true).committed).trim();

describe('fillers', () => {
  it.each([
    ['um i think uh we left', 'I think we left.'],
    ['the the dog and and i i left', 'The dog and I left.'],
    ['twenty um five dollars', '$25.'],
    ['uh huh she said', 'Uh huh she said.'],
    ['uh oh', 'Uh oh.'],
    ['we had had that that very very day', 'We had had that that very very day.'],
    ['no no it is is it', 'No no it is is it.'],
    ['five five five', '555.'],
    ['um', ''],
  ])('[K90] light leaves out hesitations and doubled words: %s', (spoken, written) => {
    expect(write(spoken, 'light')).toBe(written);
  });

  it.each([
    ['you know we should we should go', 'We should go.'],
    ['do you know what i mean', 'Do you know what I mean.'],
    ['i mean she was she was late you know', 'She was late.'],
    ['i mean it', 'I mean it.'],
    ['as you know the shop is shut', 'As you know the shop is shut.'],
    ['if i were if i were if i were you', 'If I were you.'],
    ['on and on and on they went', 'On and on and on they went.'],
    ['call twenty five twenty five', 'Call 25 25.'],
  ])('[K91] full also leaves out fillers and false starts: %s', (spoken, written) => {
    expect(write(spoken, 'full')).toBe(written);
  });

  it('[K90] off writes every word, and names stay in any style', () => {
    expect(write('um the the dog', 'off')).toBe('Um the the dog.');
    expect(write('the ER is full', 'light')).toBe('The ER is full.');
  });

  it('[K92] the pause around what is left out is the longest of those that it had', () => {
    expect(write('it was late | um we left', 'light')).toBe('It was late. We left.');
    expect(write('it was late um | we left', 'light')).toBe('It was late. We left.');
    expect(write('it was late um we left', 'light')).toBe('It was late we left.');
  });

  it.each(['light', 'full'] as const)('[K1, K92] the text is the same for any chunking (%s)', (fillers) => {
    const vocabulary = 'the the um uh huh you know i mean i i we should go | and do what five'.split(' ');
    for (let seed = 1; seed <= 60; seed++) {
      const random = seededRandom(seed);
      const words = said(Array.from({ length: 60 }, () => vocabulary[Math.floor(random() * vocabulary.length)]).join(' '));
      const whole = createTextFormatter(options(fillers)).update(words, [], true).committed;
      const formatter = createTextFormatter(options(fillers));
      const pieces = [];
      for (let at = 0; at < words.length;) {
        const end = Math.min(words.length, at + Math.floor(random() * 5));
        const { committed, settledWords } = formatter.update(words.slice(at, end), words.slice(end, end + 3), false);
        pieces.push(...committed);
        expect(settledWords).toBeLessThanOrEqual(end);
        at = end;
      }
      pieces.push(...formatter.update([], [], true).committed);
      expect(pieces, `seed ${seed}`).toEqual(whole);
    }
  });
});
