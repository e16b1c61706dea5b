import { describe, expect, it } from 'vitest';
import { spansText } from '../transcript/text';
import { english } from './en/index';
import { said } from './fixtures/words';
import { createTextFormatter, type FormatterOptions } from './formatter';
import { createRulePunctuator } from './rule-punctuator';
import { defaultStyle, styleChoices, writingStyleSchema, type StyleChoice, type WritingStyle } from './style';
import { choicePreview, stylePreview } from './style-preview';

const punctuator = createRulePunctuator(english);
const write = (text: string, style: Partial<WritingStyle>, options: Partial<FormatterOptions> = {}): string =>
  spansText(
    createTextFormatter({ language: english, punctuator, style: { ...defaultStyle, ...style }, ...options }).update(
      said(text),
      [],
      true,
    ).committed,
  ).trim();

describe('a style', () => {
  it.each<[Partial<WritingStyle>, string, string]>([
    [{ clock: '24h' }, 'at five p m or seven thirty a m', 'At 17:00 or 07:30.'],
    [{ clock: '24h' }, 'at twelve fifteen a m', 'At 00:15.'],
    [{ clock: '24h' }, 'at twelve p m', 'At 12:00.'],
    [{ clock: '24h' }, 'from eleven to two p m', 'From 11:00 to 14:00.'],
    [{ clock: '24h' }, 'between two and three p m', 'Between 14:00 and 15:00.'],
    [{ clock: '24h' }, 'at quarter to one p m', 'At 12:45.'],
    [{ clock: '24h' }, 'at half past two', 'At 2:30.'],
    [{ clock: 'plain' }, 'at five p m', 'At 5 pm.'],
    [{ dates: 'month-first' }, 'the third of march nineteen ninety', 'March 3, 1990.'],
    [{ dates: 'day-first' }, 'on march third nineteen ninety', 'On 3 March 1990.'],
    [{ dates: 'day-first' }, 'in march nineteen ninety', 'In March 1990.'],
    [{ smallNumbers: 'digits' }, 'we saw nine birds and one of them left', 'We saw 9 birds and one of them left.'],
    [{ ordinals: 'digits' }, 'the first one came third', 'The 1st one came 3rd.'],
    [{ ordinals: 'digits' }, 'first of all wait a second', 'First of all wait a second.'],
    [{ units: 'words' }, 'five kilometers in ten to twelve minutes', '5 kilometers in 10 to 12 minutes.'],
    [{ separators: 'space' }, 'twelve thousand five hundred people', '12\u00a0500 people.'],
    [{ separators: 'point' }, 'twelve thousand dollars and fifty cents or two point five', '$12.000,50 or 2,5.'],
    [{ separators: 'none' }, 'twelve thousand', '12000.'],
    [{ currency: 'after' }, 'five to ten euros or six dollars forty', '5 € to 10 € or 6.40 $.'],
    [{ spelling: 'uk' }, 'the color of the organization centers', 'The colour of the organisation centres.'],
    [{ spelling: 'us' }, "colour the theatre's favourites", "Color the theater's favorites."],
    [{ letterCase: 'lower' }, "i think i'll go to london | the NASA man", "i think i'll go to London. the NASA man."],
    [{ gap: 'two-spaces' }, 'we left | it rained', 'We left.  It rained.'],
    [{ gap: 'line' }, 'we left | it rained', 'We left.\nIt rained.'],
  ])('[K80] %j: %s', (style, spoken, written) => {
    expect(write(spoken, style)).toBe(written);
  });

  it('[K81] leaves the full stop off a short message, and no other mark', () => {
    const style = { lastStop: 'not-short' } as const;
    expect(write('see you at noon', style)).toBe('See you at noon');
    expect(write('see you at noon question mark', style)).toBe('See you at noon?');
    expect(write('we left | see you at noon', style)).toBe('We left. See you at noon.');
    expect(write('one two three four five six a b c d e f g h and so on and on and on and on and on', style)).toMatch(/\.$/u);
  });

  it('[K82] loses only what is not a choice', () => {
    expect(writingStyleSchema.parse({ clock: '25', gap: 'line', other: 1 })).toEqual({ ...defaultStyle, gap: 'line' });
    for (const wrong of [null, 7, 'x', []]) expect(writingStyleSchema.parse(wrong)).toEqual(defaultStyle);
  });

  it('[K83] shows what each choice does', () => {
    for (const key of Object.keys(styleChoices) as (keyof WritingStyle)[]) {
      const choices: readonly StyleChoice[] = styleChoices[key];
      const shown = choices.map((choice) => choicePreview(english, key, choice));
      expect(new Set(shown).size, key).toBe(shown.length);
      expect(choices).toContain(defaultStyle[key]);
    }
    expect(stylePreview(english, defaultStyle)).toContain('at 5:30 p.m.');
    expect(stylePreview(english, { ...defaultStyle, clock: '24h' })).toContain('at 17:30');
  });
});

describe('the end of a text', () => {
  it.each([
    ['yes', 'Yes.'],
    ['a hundred and sixty two', '162.'],
    ['at five p m', 'At 5 p.m.'],
    ['she said open quote never close quote', 'She said "never".'],
    ['is it late question mark', 'Is it late?'],
    ['milk new line eggs', 'Milk\nEggs'],
    ['write to b at lumen dot org', 'Write to b@lumen.org.'],
    ['b at lumen dot org', 'b@lumen.org'],
    ['example dot com slash about', 'example.com/about'],
  ])('[K84] has a mark, but for lists and a bare address: %s', (spoken, written) => {
    expect(write(spoken, {}, { hasTimes: false })).toBe(written);
  });

  it('[K84] has none that was not said where marks are switched off', () => {
    expect(write('yes', {}, { hasMarks: false })).toBe('Yes');
  });
});
