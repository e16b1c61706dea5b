import { describe, expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import type { Word } from '../transcript/types';
import { spansText } from '../transcript/text';
import { english } from './en/index';
import { said } from './fixtures/words';
import { capitalised } from './letter-case';
import { createTextFormatter, type FormatterOptions } from './formatter';
import { createRulePunctuator } from './rule-punctuator';
import type { Mark, Punctuator, TextSpan } from './types';

const rulePunctuator = createRulePunctuator(english);

/** Marks that depend on the words up to three further right and on pauses, so that a hurried label shows. */
const farSighted: Punctuator = {
  lookahead: 3,
  label: (words, pausesMs, from, to) =>
    words.slice(from, to).map((word, offset) => {
      const next = words.slice(from + offset + 1, from + offset + 4);
      const isMarked = next.join('').length % 5 === 1 || (pausesMs[from + offset] ?? 0) > 1000 || next.length === 0;
      return { written: word, mark: isMarked ? (next.length < 3 ? '.' : ',') : '' };
    }),
};

/** Every command is meant: the judge says yes. */
const obedient = { ...english, commandWeights: { evidence: { any: 5 }, boundaries: {} } };

function format(words: readonly Word[], options: Partial<FormatterOptions> = {}): string {
  const formatter = createTextFormatter({ language: english, punctuator: rulePunctuator, ...options });
  return spansText(formatter.update(words, [], true).committed).replace(/^ /, '');
}

const vocabulary =
  `the a one two twenty five hundred thousand point and first may june to at past half ten thirty a m p i b c dot com
  example slash comma period new line paragraph open close quote bracket cap all caps no space literal my address dollars cents percent
  miles per hour john street double oh eight | question mark hello? comma?`.split(/\s+/);

function randomWords(random: () => number, count: number): Word[] {
  return said(Array.from({ length: count }, () => vocabulary[Math.floor(random() * vocabulary.length)]).join(' '));
}

const replacements = [{ from: 'my address', to: '12 High Street,\nLondon' }];

describe('streams', () => {
  it.each([
    ['rules', rulePunctuator],
    ['look-ahead', farSighted],
  ] as const)('[K1, K2, K4, K5] give the same text for any chunking, and only add to it (%s)', (_, punctuator) => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = seededRandom(seed);
      const words = randomWords(random, 20 + Math.floor(random() * 250));
      const options = { language: english, punctuator, replacements };
      const whole = createTextFormatter(options).update(words, [], true).committed;
      const formatter = createTextFormatter(options);
      const spans: TextSpan[] = [];
      for (let at = 0; at < words.length;) {
        const end = Math.min(words.length, at + Math.floor(random() * 12));
        const wrong = randomWords(random, Math.floor(random() * 4));
        const update = formatter.update(words.slice(at, end), wrong, false);
        spans.push(...update.committed);
        expect(update.settledWords).toBeLessThanOrEqual(end);
        at = end;
      }
      const last = formatter.update([], [], true);
      expect(last.tentative).toEqual([]);
      expect([...spans, ...last.committed], `seed ${seed}`).toEqual(whole);
      expect(spansText(whole.slice(0, spans.length))).toBe(spansText(spans));
      for (const [index, span] of whole.entries()) {
        expect(span.firstWord).toBeGreaterThanOrEqual(whole[index - 1]?.endWord ?? 0);
        expect(span.endWord).toBeGreaterThan(span.firstWord);
      }
    }
  });

  it('[K2] hold back what may go on, and show it as tentative', () => {
    const formatter = createTextFormatter({ language: english, punctuator: rulePunctuator });
    const first = formatter.update(said('we paid for it and it costs five'), [], false);
    expect([spansText(first.committed), spansText(first.tentative)]).toEqual(['We paid for it and', ' it costs five']);
    const second = formatter.update(said('hundred'), said('dollars'), false);
    expect([spansText(second.committed), spansText(second.tentative)]).toEqual(['', ' it costs $500']);
    expect(spansText(formatter.update(said('people left'), [], true).committed)).toBe(' it costs 500 people left.');
    expect(() => formatter.update([], [], true)).toThrow('ended');
  });

  it('[K3] take work in proportion to the words, whatever they are', () => {
    for (const text of ['one', 'a', 'plain', 'slash', 'comma']) {
      let labelled = 0;
      let seen = 0;
      const counting: Punctuator = {
        lookahead: 2,
        label: (words, _pauses, from, to) => {
          labelled += to - from;
          seen += words.length;
          return words.slice(from, to).map((written) => ({ written, mark: '' }));
        },
      };
      const words = Array.from({ length: 40_000 }, (_, index): Word => ({
        text,
        startMs: index * 300,
        endMs: index * 300 + 250,
        confidence: 1,
      }));
      const formatter = createTextFormatter({ language: english, punctuator: counting });
      const spans = [...formatter.update(words, [], false).committed, ...formatter.update([], [], true).committed];
      expect(spans.at(-1)?.endWord).toBe(40_000);
      expect(labelled).toBeGreaterThanOrEqual(text === 'comma' ? 0 : 40_000);
      expect(labelled).toBeLessThan(1.1 * 40_000);
      expect(seen).toBeLessThan(6 * 40_000);
    }
  });

  it('[K3] write hundreds of thousands of words without a mark', () => {
    const vocabularySize = 5000;
    const words = Array.from({ length: 200_000 }, (_, index): Word => ({
      text: `word${index % vocabularySize}x`,
      startMs: 0,
      endMs: 0,
      confidence: 1,
    }));
    const formatter = createTextFormatter({ language: english, punctuator: rulePunctuator, hasTimes: false });
    const { committed } = formatter.update(words, [], true);
    expect(committed.length).toBe(200_000);
    expect(committed.at(-1)?.text).toBe(' word4999x.');
  });

  it('[K7] label every word once, with its block and what is within look-ahead', () => {
    const asked: number[] = [];
    const strict: Punctuator = {
      lookahead: 4,
      label: (words, pausesMs, from, to) => {
        expect(pausesMs.length).toBe(words.length);
        for (const word of words.slice(from, to)) asked.push(Number(word.slice(1)));
        return words.slice(from, to).map((written) => ({ written, mark: '' }));
      },
    };
    const formatter = createTextFormatter({ language: english, punctuator: strict });
    const words = said(Array.from({ length: 700 }, (_, index) => `x${index}`).join(' '));
    for (let at = 0; at < 700; at += 7) formatter.update(words.slice(at, at + 7), [], false);
    const certain = asked.filter((place, index) => asked.indexOf(place) === index);
    expect(certain).toEqual(Array.from({ length: certain.length }, (_, index) => index));
  });
});

describe('text', () => {
  it('[K6] keeps words of any kind and drops what is no part of a word', () => {
    const odd = [
      'שלום',
      '\u200fعربي\u200f',
      '👩‍👩‍👧',
      'W3C',
      'naïve',
      'x2y',
      '日本',
      '\ud800',
      '__proto__',
      'constructor',
      'ﬁne',
      '²',
    ];
    expect(format(said(odd.join(' ')), { hasMarks: false })).toBe(odd.join(' '));
    const broken = ['two\nlines', '\u0000', '  ', 'tab\tbed', '\u2028'].map((text) => ({
      text,
      startMs: 0,
      endMs: 0,
      confidence: 1,
    }));
    expect(format(broken, { hasMarks: false })).toBe('Two lines tab bed');
    const noTimes = said('five hundred').map((word) => ({ ...word, startMs: Number.NaN, endMs: Infinity }));
    expect(format(noTimes)).toBe('500.');
  });

  it('[K8] ends sentences at long pauses and at the end, and has capitals', () => {
    expect(format(said("i'm in london on monday | i think so"))).toBe("I'm in London on Monday. I think so.");
    expect(format(said('yes'))).toBe('Yes.');
    expect(format(said("america's | so i left"))).toBe("America's so I left.");
  });

  it('[K12] breaks phrases at long silences', () => {
    expect(format(said('twenty one'))).toBe('21.');
    expect(format(said('twenty | one people left'))).toBe('20 one people left.');
    expect(format(said('five five five oh one two three'))).toBe('555-0123.');
  });

  it('[K15] leaves alone what has a case of its own', () => {
    const middle = { hasMarks: false };
    expect(format(said('john at example dot com period'), middle)).toBe('john@example.com.');
    expect(format(said('hello period example dot com period iphone sales'), middle)).toBe('Hello. example.com. iPhone sales');
    expect(format(said('McDonald left'), middle)).toBe('McDonald left');
  });

  it('[K16] writes one mark where two would stand', () => {
    expect(format(said('at ten a m | then we left'))).toBe('At 10 a.m. Then we left.');
    expect(format(said('at ten a m period then we left'), { language: obedient })).toBe('At 10 a.m. Then we left.');
    expect(format(said('we left | comma then came back'))).toBe('We left, then came back.');
    expect(format(said('open parenthesis we left | close parenthesis then came'))).toBe('(We left). Then came.');
  });

  /** Marks after each word named, and the capitals that sentences of those marks would have. */
  const marking = (marked: Readonly<Record<string, Mark>>): Punctuator => ({
    lookahead: 1,
    label: (words, _pauses, from, to) =>
      words.slice(from, to).map((word, offset) => {
        const before = words[from + offset - 1];
        const isStart = before === undefined || marked[before] === '.';
        return { written: isStart ? capitalised(word) : word, ...(isStart && { inside: word }), mark: marked[word] ?? '' };
      }),
  });

  it('[K17] a line of a list ends without a mark that was not said', () => {
    const punctuator = marking({ milk: ',', eggs: '.', home: '.', bread: '.', why: '?', later: ',' });
    expect(format(said('shopping list colon new line milk new line two eggs new line bread'), { punctuator })).toBe(
      'Shopping list:\nMilk\nTwo eggs\nBread',
    );
    expect(
      format(said('to do new line milk new line call home new line why new line bread period new line milk'), { punctuator }),
    ).toBe('To do\nMilk\nCall home\nWhy?\nBread.\nMilk.');
    expect(format(said('we went home new line we had milk and eggs'), { punctuator })).toBe(
      'We went home.\nWe had milk, and eggs.',
    );
    expect(format(said('notes new line we all went to the shop and later home new line milk later eggs'), { punctuator })).toBe(
      'Notes\nWe all went to the shop and later, home.\nMilk, later, eggs.',
    );
    expect(format(said('notes new paragraph we ate eggs'), { punctuator })).toBe('Notes\n\nWe ate eggs.');
  });

  it('[K18] no mark that was not said follows a word that opens a letter', () => {
    const punctuator = marking({ dear: ',', sarah: ',' });
    expect(format(said('dear sarah new paragraph oh dear sarah left'), { punctuator })).toBe(
      'Dear sarah,\n\nOh dear, sarah, left.',
    );
    expect(format(said('dear comma sarah'), { punctuator })).toBe('Dear, sarah.');
  });

  it('[K19] case follows the marks that are written', () => {
    const punctuator = marking({ times: '.' });
    expect(format(said('the best of times comma it was the worst of times'), { punctuator })).toBe(
      'The best of times, it was the worst of times.',
    );
    expect(format(said('the best of times it was'), { punctuator })).toBe('The best of times. It was.');
    expect(format(said('the best of times it was'), { punctuator, hasMarks: false })).toBe('The best of times it was');
  });

  it('[K33] goes on from what is before', () => {
    const after = (preceding: string): string =>
      spansText(
        createTextFormatter({ language: english, punctuator: rulePunctuator, preceding }).update(said('then we left'), [], true)
          .committed,
      );
    expect(after('We ate.')).toBe(' Then we left.');
    expect(after('We ate,')).toBe(' then we left.');
    expect(after('We ate\n')).toBe('Then we left.');
    expect(after('(')).toBe('then we left.');
    expect(after('He said "no."')).toBe(' Then we left.');
    expect(after('')).toBe('Then we left.');
  });
});
