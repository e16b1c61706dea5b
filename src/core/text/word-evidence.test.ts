import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import { defaultSettings } from '../settings';
import { finalSegments, transcriptOf } from '../transcript/fixtures/final-segments';
import { writtenText } from '../transcript/text';
import type { Word } from '../transcript/types';
import { english } from './en/index';
import { createTextFormatter } from './formatter';
import { parsePunctuator, punctuatorFile } from './punctuator';
import { createRulePunctuator } from './rule-punctuator';
import { tokenOf, type Token } from './token';
import type { WordEvidence } from './types';
import { hasCaseAndMarks } from './word-evidence';
import { createWriter } from './writer';

const shipped = path.resolve(import.meta.dirname, '../../../resources/text/en');
const punctuator = parsePunctuator(readFileSync(path.join(shipped, punctuatorFile)), shipped);

/** The evidence of what a model wrote of one segment, each word spoken in lower case without marks. */
function read(written: string): readonly WordEvidence[] {
  const words = written.split(' ');
  let before: Token | null = null;
  return words.map((word, index) => {
    const text = word.toLowerCase().replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
    const place = { isFirst: index === 0, isLast: index === words.length - 1 };
    before = tokenOf({ text, startMs: 0, endMs: 0, confidence: 1, written: word, ...place }, index, before)!;
    return before.evidence!;
  });
}

describe('what a final model wrote', () => {
  it('[K49] is read as a mark and a case', () => {
    const words = read('"Hello, Smith," he said: I saw NASA\'s iPhone at McDonald\'s! Why? Because... no.');
    expect(words.map(({ mark }) => mark)).toEqual([',', ',', '', ':', '', '', '', '', '', '!', '?', null, '.']);
    expect(words.slice(0, 11).map(({ letterCase }) => letterCase)).toEqual([
      'capitalized',
      'capitalized',
      'lower',
      'lower',
      'capitalized',
      'lower',
      'upper',
      'mixed',
      'lower',
      'mixed',
      'capitalized',
    ]);
    expect(words.filter(({ isStart }) => isStart).map(({ form }) => form)).toEqual(['Hello', 'Why', 'Because']);
    expect(words.map(({ isEnd }) => isEnd).indexOf(true)).toBe(words.length - 1);
  });

  it('[K49] of another word tells its mark alone, and of a word with hyphens that of its parts', () => {
    const evidence = (text: string, written: string) =>
      tokenOf({ text, startMs: 0, endMs: 0, confidence: 1, written }, 0, null)!.evidence!;
    expect(evidence('going', 'gonna,')).toMatchObject({ mark: ',', form: null, letterCase: null });
    expect(evidence('anglo', 'Anglo-Saxon,')).toMatchObject({ mark: '', form: 'Anglo' });
    expect(evidence('saxon', 'Anglo-Saxon,')).toMatchObject({ mark: ',', form: 'Saxon', isStart: false });
    expect(evidence('mister', 'Mr.')).toMatchObject({ mark: null });
  });

  it('[K50] says nothing where all of a segment is in capitals, or has neither a capital nor a mark', () => {
    expect(hasCaseAndMarks('so this is what we did when we were there'.split(' '))).toBe(false);
    expect(hasCaseAndMarks('SO THIS IS IT'.split(' '))).toBe(false);
    expect(hasCaseAndMarks('as part of our'.split(' '))).toBe(true);
    expect(hasCaseAndMarks('NASA did it.'.split(' '))).toBe(true);
    expect(hasCaseAndMarks('so this is what we did when we were there.'.split(' '))).toBe(true);
  });
});

const label = (written: string, evidence: readonly (WordEvidence | null)[] | undefined = read(written)) => {
  const words = written
    .toLowerCase()
    .replace(/[^\p{L}' ]/gu, '')
    .split(' ');
  return punctuator.label(
    words,
    words.map(() => null),
    0,
    words.length,
    evidence,
  );
};

describe('the punctuator with evidence', () => {
  it('[K49] writes names and marks that it does not know by itself', () => {
    const written = 'I told Quorvin, the clerk, that my iPhone is broken.';
    expect(
      label(written)
        .map(({ written: word, mark }) => word + mark)
        .join(' '),
    ).toBe(written);
    expect(
      label(written, [])
        .map(({ written: word, mark }) => word + mark)
        .join(' '),
    ).not.toBe(written);
  });

  it('[K49] is as without where there is none', () => {
    const words = 'i told him that we would come on monday but he left'.split(' ');
    const pauses = words.map(() => null);
    expect(
      punctuator.label(
        words,
        pauses,
        0,
        words.length,
        words.map(() => null),
      ),
    ).toEqual(punctuator.label(words, pauses, 0, words.length));
  });

  it('[K50] takes neither the capital at the beginning nor the full stop at the end of a segment for more than they are', () => {
    const words = 'we went to the shop and we bought some milk'.split(' ');
    const evidence = [...read('We went to the.'), ...read('Shop and we bought some milk.')];
    const labels = punctuator.label(
      words,
      words.map((_, index) => (index === 3 ? 700 : null)),
      0,
      words.length,
      evidence,
    );
    expect(
      labels
        .slice(0, -1)
        .map(({ written, mark }) => written + mark)
        .join(' '),
    ).toBe('We went to the shop and we bought some');
  });

  it('[K49, K41] gives the same labels in pieces', () => {
    const random = seededRandom(3);
    const written = 'I told Smith, the clerk, that we left. He said: why? Because NASA called, and my iPhone broke!'
      .repeat(9)
      .replaceAll('!I', '! I');
    const words = written
      .toLowerCase()
      .replace(/[^\p{L}' ]/gu, '')
      .split(' ');
    const evidence = read(written);
    const pauses = words.map(() => null);
    const all = punctuator.label(words, pauses, 0, words.length, evidence);
    const other = parsePunctuator(readFileSync(path.join(shipped, punctuatorFile)), shipped);
    const found: unknown[] = [];
    while (found.length < words.length) {
      const to = Math.min(words.length, found.length + 1 + Math.floor(random() * 20));
      const seen = Math.min(words.length, to + punctuator.lookahead);
      found.push(...other.label(words.slice(0, seen), pauses.slice(0, seen), found.length, to, evidence.slice(0, seen)));
    }
    expect(found).toEqual(all);
  });
});

describe('text with evidence', () => {
  const words = (script: string): readonly Word[] => finalSegments(script).flatMap((segment) => segment.words);

  it('[K49, K1, K2] is the same for any chunking, and only grows', () => {
    const script = Array.from(
      { length: 9 },
      () => 'we=We told=told smith=Smith, two=two hundred=hundred dollars=dollars! comma=comma then=Then nasa=NASA left=left. |',
    ).join(' ');
    const random = seededRandom(5);
    const all = words(script);
    for (const each of [punctuator, createRulePunctuator(english)]) {
      const whole = createTextFormatter({ language: english, punctuator: each }).update(all, [], true).committed;
      const formatter = createTextFormatter({ language: english, punctuator: each });
      const spans = [];
      for (let at = 0; at < all.length;) {
        const end = Math.min(all.length, at + Math.floor(random() * 12));
        spans.push(...formatter.update(all.slice(at, end), all.slice(end, end + 2), false).committed);
        at = end;
      }
      expect([...spans, ...formatter.update([], [], true).committed]).toEqual(whole);
    }
  });

  it('[K49] leaves numbers, commands, replacements and words with capitals to the rules', () => {
    const settings = { ...defaultSettings, replacements: [{ from: 'my street', to: 'High Street' }] };
    const text = (script: string): string =>
      writtenText(createWriter({ settings, languageCode: 'en', punctuator }).write(transcriptOf(finalSegments(script)), true));
    expect(text('we=We paid=paid two=two hundred=hundred dollars=dollars. comma=Comma, then=then left=left.')).toBe(
      'We paid $200, then left.',
    );
    expect(text('i=I live=live in=in my=My street=Street.')).toBe('I live in High Street.');
    expect(text('we=We use=use Kubernetes=kubernetes, here=here.')).toMatch(/^We use Kubernetes,? here\.$/);
  });

  it('[K49] counts for the rule of pauses too, but for the marks at the ends of segments', () => {
    const rules = createRulePunctuator(english);
    const labels = rules.label(['is', 'smith', 'there', 'we', 'left'], [0, 0, 300, 0, null], 0, 5, [
      ...read('Is Smith there?'),
      ...read('We left,'),
    ]);
    expect(labels.map(({ written, mark }) => written + mark)).toEqual(['is', 'Smith', 'there?', 'we', 'left.']);
  });
});
