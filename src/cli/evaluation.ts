import type { Failure } from '../core/errors';
import type { FinalTier } from '../core/final/types';
import {
  bootstrapWer,
  errorUnit,
  normalizedWords,
  percentile,
  realTimeFactor,
  rightWords,
  totalErrors,
  wer,
  type WordErrors,
} from '../core/metrics';
import type { SearchConfig } from '../core/model/manifest';
import { table } from './table';
import type { Measured } from './measurement';
import type { NoiseKind } from './perturbation';

/** Errors are counted in characters where a reference's script has no spaces. */
export type CountedIn = 'words' | 'characters' | 'both';

export interface Rate extends WordErrors {
  readonly wer: number;
}

export interface LanguageRate extends Rate {
  readonly utterances: number;
  readonly countedIn: CountedIn;
  /** Share of its recordings in which it was found; null where it was given. */
  readonly found: number | null;
}

/** Latency of recordings by their lengths. */
export interface LengthBin {
  /** Of the recordings, above that of the bin before; null for the longest. */
  readonly upToSeconds: number | null;
  readonly utterances: number;
  readonly finalMsP50: number;
  readonly finalMsP95: number;
}

/** Words whose confidence is from `from` to below the next bin's, and how many of them are right. */
export interface ConfidenceBin {
  readonly from: number;
  readonly words: number;
  readonly right: number;
}

/** What a run of measurements comes to. */
export interface Evaluation extends WordErrors {
  readonly utterances: number;
  readonly countedIn: CountedIn;
  /** Share of wrong words; the bounds hold it with 95 % confidence. */
  readonly wer: number;
  readonly werLow: number;
  readonly werHigh: number;
  readonly pass: 'final' | 'streaming';
  readonly tier: FinalTier;
  /** The streamed words alone and each model of the final pass alone, in the same run. */
  readonly sources: Readonly<Record<string, Rate>>;
  /** By the language that the list gives the recordings. */
  readonly languages: Readonly<Record<string, LanguageRate>>;
  /** Recordings of which the final pass could not hear a part. */
  readonly finalFailures: number;
  /** Processing time over audio time. */
  readonly rtf: number;
  /** Its parts: up to the encoder's output, the search, and the final pass. */
  readonly rtfEncoder: number;
  readonly rtfSearch: number;
  readonly rtfFinal: number;
  readonly firstPartialMsP50: number;
  readonly firstPartialMsP95: number;
  readonly finalMsP50: number;
  readonly finalMsP95: number;
  readonly finalMsByLength: readonly LengthBin[];
  readonly confidences: readonly ConfidenceBin[];
  readonly audioSeconds: number;
  /** The live model; null where none listens. */
  readonly model: string | null;
  readonly backend: string | null;
  /** Feature frames encoded at a time; null for an ONNX model, whose chunks are its own. */
  readonly chunkFrames: number | null;
  /** What the search was set to; null for a model of word pieces. */
  readonly search: SearchConfig | null;
  readonly gainDb: number;
  readonly noise: NoiseKind | null;
  readonly noiseDb: number | null;
  readonly failed: readonly ({ readonly path: string } & Failure)[];
}

/** What is known of a run beside its measurements. */
export type RunFacts = Pick<
  Evaluation,
  'pass' | 'tier' | 'model' | 'backend' | 'chunkFrames' | 'search' | 'gainDb' | 'noise' | 'noiseDb' | 'failed'
> & {
  /** Whether the language was given, so that none was to be found. */
  readonly isLanguageGiven: boolean;
};

const lengthBinsSeconds = [2, 5, 10, 20, null] as const;
const confidenceBins = [0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99] as const;

export function evaluationOf(measured: readonly Measured[], { isLanguageGiven, ...facts }: RunFacts): Evaluation {
  const { wer: rate, low, high } = bootstrapWer(measured.map(({ errors }) => errors));
  const sum = (pick: (one: Measured) => number): number => measured.reduce((total, one) => total + pick(one), 0);
  const share = (pick: (one: Measured) => number): number =>
    realTimeFactor(
      sum(pick),
      sum((one) => one.audioMs),
    );
  const firstPartials = measured.flatMap(({ firstPartialMs }) => firstPartialMs ?? []);
  const finals = measured.map(({ finalMs }) => finalMs);
  return {
    utterances: measured.length,
    countedIn: countedIn(measured),
    ...totalErrors(measured.map(({ errors }) => errors)),
    wer: rate,
    werLow: low,
    werHigh: high,
    ...facts,
    sources: sourceRates(measured),
    languages: languageRates(measured, isLanguageGiven),
    finalFailures: measured.filter(({ finalFailure }) => finalFailure !== null).length,
    rtf: share((one) => one.processingMs),
    rtfEncoder: share((one) => one.processingMs - one.searchMs - one.finalPassMs),
    rtfSearch: share((one) => one.searchMs),
    rtfFinal: share((one) => one.finalPassMs),
    firstPartialMsP50: percentile(firstPartials, 0.5),
    firstPartialMsP95: percentile(firstPartials, 0.95),
    finalMsP50: percentile(finals, 0.5),
    finalMsP95: percentile(finals, 0.95),
    finalMsByLength: lengthBins(measured),
    confidences: binnedConfidences(measured),
    audioSeconds: sum((one) => one.audioMs) / 1000,
  };
}

function countedIn(measured: readonly Measured[]): CountedIn {
  const units = new Set(measured.map(({ utterance }) => errorUnit(utterance.text)));
  return units.size > 1 ? 'both' : ([...units][0] ?? 'words');
}

function rateOf(errors: readonly WordErrors[]): Rate {
  const total = totalErrors(errors);
  return { wer: wer(total), ...total };
}

function sourceRates(measured: readonly Measured[]): Record<string, Rate> {
  const ids = new Set(measured.flatMap(({ sources }) => [...sources.keys()]));
  return Object.fromEntries([...ids].map((id) => [id, rateOf(measured.flatMap(({ sources }) => sources.get(id)?.errors ?? []))]));
}

function languageRates(measured: readonly Measured[], isGiven: boolean): Record<string, LanguageRate> {
  const spoken = [...new Set(measured.flatMap(({ utterance }) => utterance.language ?? []))].toSorted();
  const rate = (code: string): LanguageRate => {
    const own = measured.filter(({ utterance }) => utterance.language === code);
    const right = own.filter(({ language }) => language === code).length;
    const errors = rateOf(own.map((one) => one.errors));
    return { utterances: own.length, countedIn: countedIn(own), ...errors, found: isGiven ? null : right / own.length };
  };
  return Object.fromEntries(spoken.map((code) => [code, rate(code)]));
}

function lengthBins(measured: readonly Measured[]): LengthBin[] {
  let above = 0;
  return lengthBinsSeconds.map((upToSeconds) => {
    const upTo = upToSeconds ?? Infinity;
    const finals = measured
      .filter(({ audioMs }) => audioMs > above * 1000 && audioMs <= upTo * 1000)
      .map(({ finalMs }) => finalMs);
    above = upTo;
    return { upToSeconds, utterances: finals.length, finalMsP50: percentile(finals, 0.5), finalMsP95: percentile(finals, 0.95) };
  });
}

/** A word that counts as several is right where all of them are. */
function binnedConfidences(measured: readonly Measured[]): ConfidenceBin[] {
  const bins = confidenceBins.map((from) => ({ from, words: 0, right: 0 }));
  for (const { utterance, words, hypothesis } of measured) {
    const isRight = rightWords(utterance.text, hypothesis);
    const isInCharacters = errorUnit(utterance.text) === 'characters';
    let at = 0;
    for (const { text, confidence } of words) {
      const tokens = isInCharacters ? Array.from(normalizedWords(text).join('')).length : normalizedWords(text).length;
      const bin = bins.findLast(({ from }) => confidence >= from);
      if (tokens > 0 && bin !== undefined) {
        bin.words++;
        if (isRight.slice(at, at + tokens).every((each) => each)) bin.right++;
      }
      at += tokens;
    }
  }
  return bins;
}

/** For people. */
export function evaluationText(e: Evaluation): string {
  const ms = (value: number): string => `${value.toFixed(0)} ms`;
  const both = (p50: number, p95: number): string => `${ms(p50)} median, ${ms(p95)} 95th percentile`;
  const errors = e.countedIn === 'characters' ? 'character' : 'word';
  const counted = e.countedIn === 'both' ? 'words (or characters, where a script has no spaces)' : e.countedIn;
  const noise = e.noise === null ? [] : [['noise', `${e.noise}, ${e.noiseDb} dB below the speech`]];
  const found = Object.entries(e.languages).map(([code, one]) => {
    const share = one.found === null ? '' : `, found in ${percent(one.found)}`;
    return [
      `in ${code}`,
      `${percent(one.wer)} of ${one.words} ${one.countedIn === 'characters' ? 'characters' : 'words'}, ${one.utterances} recordings${share}`,
    ];
  });
  return table(
    ['measure', 'value'],
    [
      ['live model', e.model === null ? 'none' : `${e.model} (${e.backend})`],
      ['words of', e.pass === 'final' ? `the final pass (${e.tier})` : 'the live model'],
      ['recordings', `${e.utterances}${e.failed.length > 0 ? ` (and ${e.failed.length} failed)` : ''}`],
      ['audio', `${(e.audioSeconds / 60).toFixed(1)} minutes`],
      ...(e.gainDb === 0 ? [] : [['gain', `${e.gainDb} dB`]]),
      ...noise,
      [counted, String(e.words)],
      [`${errors} error rate`, `${percent(e.wer)} (95 % interval ${percent(e.werLow)} to ${percent(e.werHigh)})`],
      [
        `wrong, missing, extra ${e.countedIn === 'characters' ? 'characters' : 'words'}`,
        `${e.substitutions}, ${e.deletions}, ${e.insertions}`,
      ],
      ...Object.entries(e.sources).map(([source, rate]) => [`${source} alone`, percent(rate.wer)]),
      ...found,
      ...(e.finalFailures === 0 ? [] : [['final pass failed in', `${e.finalFailures} recordings`]]),
      [
        'real-time factor',
        `${e.rtf.toFixed(3)} (encoder ${e.rtfEncoder.toFixed(3)}, search ${e.rtfSearch.toFixed(3)}, final pass ${e.rtfFinal.toFixed(3)})`,
      ],
      ['first words after', both(e.firstPartialMsP50, e.firstPartialMsP95)],
      ['final text after the end', both(e.finalMsP50, e.finalMsP95)],
      ...e.finalMsByLength.filter(({ utterances }) => utterances > 0).map(lengthRow),
    ],
  );

  function lengthRow({ upToSeconds, utterances, finalMsP50, finalMsP95 }: LengthBin): string[] {
    return [
      upToSeconds === null ? '  longer' : `  up to ${upToSeconds} s`,
      `${both(finalMsP50, finalMsP95)} (${utterances} recordings)`,
    ];
  }
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
