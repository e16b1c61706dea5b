import { beforeAll, describe, expect, it } from 'vitest';
import { loadPunctuator } from '../../src/cli/punctuator';
import type { Punctuator } from '../../src/core/text/types';
import { asSpoken, model, parsePassages, pauseRule, scoresOf, simulatedPauses } from './mark-scores';
import { measuredPauses, samplePassages, textScores, timing, type TextScores } from './punctuation';

const pauses = { boundsMs: [100, 500], counts: { none: [1, 0, 0], inside: [0, 1, 0], end: [0, 0, 1] } };
const passages = parsePassages("Yes, I'm in London. Are you?\n");

describe('the measure', () => {
  it('[K47] counts marks and capitals where they should be', () => {
    expect(passages).toEqual([
      {
        spoken: ['yes', "i'm", 'in', 'london', 'are', 'you'],
        written: ['Yes', "I'm", 'in', 'London', 'Are', 'you'],
        marks: [',', '', '', '.', '', '?'],
      },
    ]);
    expect(scoresOf(asSpoken, passages, null)).toMatchObject({ words: 6, caseAccuracy: 0.333, all: { f1: 0 } });
    const perfect = scoresOf(
      ({ written, marks }) => written.map((form, i) => ({ written: form, mark: marks[i]! })),
      passages,
      null,
    );
    expect(perfect).toMatchObject({ caseAccuracy: 1, all: { f1: 1 }, capitals: { f1: 1 }, sentenceEnds: { f1: 1 } });
    // "Yes I'm in London. Are you.": two marks, one of them right; one name missed.
    const ruled = scoresOf(pauseRule(500), parsePassages("Yes, I'm in London. Are you?"), pauses);
    expect(ruled.all).toEqual({ precision: 0.5, recall: 0.333, f1: 0.4 });
    expect(ruled.marks['.']).toEqual({ count: 1, precision: 0.5, recall: 1, f1: 0.667 });
    expect(ruled.capitals).toEqual({ precision: 1, recall: 0.75, f1: 0.857 });
    expect(ruled.sentenceEnds).toEqual({ precision: 1, recall: 1, f1: 1 });
  });

  it('[K47] draws pauses as they were measured', () => {
    const drawn = simulatedPauses(passages[0]!, pauses, () => 0.5);
    expect(drawn.map((ms) => (ms < 100 ? 'short' : ms < 500 ? 'middle' : 'long'))).toEqual([
      'middle',
      'short',
      'short',
      'long',
      'short',
      'long',
    ]);
  });
});

describe('the shipped punctuator', () => {
  let punctuator: Punctuator;
  let scores: TextScores;
  beforeAll(async () => {
    punctuator = (await loadPunctuator('en'))!;
    scores = textScores(punctuator, await samplePassages(), (await measuredPauses()).pauses);
  });

  it('[K47] writes dictated letters and notes better than no marks, and than a rule of pauses', () => {
    for (const variant of [scores.model, scores.modelWithoutPauses]) {
      expect(variant.all.f1).toBeGreaterThan(scores.pauseRule.all.f1);
      expect(variant.capitals.f1).toBeGreaterThan(scores.pauseRule.capitals.f1);
      expect(variant.caseAccuracy).toBeGreaterThan(scores.asSpoken.caseAccuracy);
    }
    expect(scores.model.all.f1).toBeGreaterThanOrEqual(scores.modelWithoutPauses.all.f1);
  });

  it('[K48] is timed word by word', () => {
    const { words, medianMs, p95Ms } = timing(
      punctuator,
      Array.from({ length: 60 }, (_, i) => ['how', 'are', 'you'][i % 3]!),
      30,
    );
    expect(words).toBe(60);
    expect(medianMs).toBeLessThanOrEqual(p95Ms);
    expect(medianMs).toBeGreaterThan(0);
  });

  it('[K47] gives the same text with the same pauses every time', async () => {
    const writer = model(punctuator);
    const { pauses: measured } = await measuredPauses();
    const [first] = await samplePassages();
    expect(scoresOf(writer, [first!], measured)).toEqual(scoresOf(writer, [first!], measured));
  });
});
