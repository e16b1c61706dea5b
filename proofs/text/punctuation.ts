/**
 * Measures how well case and punctuation are written, and how fast. Texts: `training/conf/dictation.txt`, and passages that training
 * never saw (`held-out.ts`). Text has no pauses, so they are drawn for every writer alike from those that readers made (`punctuator.json`).
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { loadPunctuator, shippedText } from '../../src/cli/punctuator';
import { percentile } from '../../src/core/metrics';
import type { Punctuator } from '../../src/core/text/types';
import { heldOutPassages } from './held-out';
import {
  asSpoken,
  model,
  parsePassages,
  pauseRule,
  scoresOf,
  type MeasuredPauses,
  type Passage,
  type Scores,
} from './mark-scores';

export interface TextScores {
  readonly asSpoken: Scores;
  /** With the threshold that does best on this very text. */
  readonly pauseRule: Scores & { readonly thresholdMs: number };
  readonly model: Scores;
  readonly modelWithoutPauses: Scores;
}

export interface Timing {
  readonly words: number;
  /** From a word's arrival to the labels that it changes, wall clock. */
  readonly medianMs: number;
  readonly p95Ms: number;
  /** The same in processor time of this process, which other work on the machine doesn't stretch. */
  readonly medianCpuMs: number;
  readonly p95CpuMs: number;
  readonly meanCpuMs: number;
}

export interface PunctuationProof {
  readonly bytes: number;
  readonly lookaheadWords: number;
  readonly texts: Readonly<Record<string, TextScores>>;
  /** Why there are no held-out texts, or null. */
  readonly missing: string | null;
  readonly timing: Timing;
}

const thresholdsMs = [60, 150, 300, 500, 800, 1200];
const sampleFile = path.resolve(import.meta.dirname, '../../training/conf/dictation.txt');

const pausesSchema = z.object({
  boundsMs: z.array(z.number()),
  counts: z.object({ none: z.array(z.number()), inside: z.array(z.number()), end: z.array(z.number()) }),
});
const cardSchema = z.object({ bytes: z.int(), pauses: pausesSchema });
/** The dictated letters and notes that come with the recipe, written for this and in no training text. */
export async function samplePassages(): Promise<Passage[]> {
  return parsePassages(await readFile(sampleFile, 'utf8'));
}

export async function measuredPauses(): Promise<{ readonly bytes: number; readonly pauses: MeasuredPauses }> {
  return cardSchema.parse(JSON.parse(await readFile(path.join(shippedText, 'en', 'punctuator.json'), 'utf8')));
}

export function textScores(punctuator: Punctuator, passages: readonly Passage[], pauses: MeasuredPauses): TextScores {
  const rules = thresholdsMs.map((thresholdMs) => ({ thresholdMs, ...scoresOf(pauseRule(thresholdMs), passages, pauses) }));
  return {
    asSpoken: scoresOf(asSpoken, passages, null),
    pauseRule: rules.reduce((best, rule) => (rule.all.f1 > best.all.f1 ? rule : best)),
    model: scoresOf(model(punctuator), passages, pauses),
    modelWithoutPauses: scoresOf(model(punctuator), passages, null),
  };
}

/** Words come one by one; each time the labels of the last few are asked for, with a bounded tail of the text. */
export function timing(punctuator: Punctuator, words: readonly string[], tailWords = 200): Timing {
  const times: number[] = [];
  const cpuTimes: number[] = [];
  const measure = (count: number): void => {
    for (let end = 1; end <= count; end++) {
      const tail = words.slice(Math.max(0, end - (end % tailWords) - tailWords), end);
      const pausesMs = tail.map(() => null);
      const cpuBegan = process.cpuUsage();
      const began = performance.now();
      punctuator.label(tail, pausesMs, Math.max(0, tail.length - punctuator.lookahead - 1), tail.length);
      times.push(performance.now() - began);
      const { user, system } = process.cpuUsage(cpuBegan);
      cpuTimes.push((user + system) / 1000);
    }
  };
  measure(Math.min(200, words.length));
  times.length = cpuTimes.length = 0;
  measure(words.length);
  const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;
  return {
    words: words.length,
    medianMs: rounded(percentile(times, 0.5)),
    p95Ms: rounded(percentile(times, 0.95)),
    medianCpuMs: rounded(percentile(cpuTimes, 0.5)),
    p95CpuMs: rounded(percentile(cpuTimes, 0.95)),
    meanCpuMs: rounded(cpuTimes.reduce((sum, ms) => sum + ms, 0) / cpuTimes.length),
  };
}

export async function provePunctuation(): Promise<PunctuationProof> {
  const punctuator = await loadPunctuator('en');
  if (punctuator === null) throw new Error(`There is no punctuator in ${shippedText}.`);
  const { bytes, pauses } = await measuredPauses();
  const sample = await samplePassages();
  const heldOut = await heldOutPassages();
  const texts = { dictation: sample, ...heldOut.passages };
  return {
    bytes,
    lookaheadWords: punctuator.lookahead,
    texts: Object.fromEntries(Object.entries(texts).map(([name, passages]) => [name, textScores(punctuator, passages, pauses)])),
    missing: heldOut.missing,
    timing: timing(
      punctuator,
      Object.values(texts)
        .flat()
        .flatMap(({ spoken }) => spoken)
        .slice(0, 3000),
    ),
  };
}
