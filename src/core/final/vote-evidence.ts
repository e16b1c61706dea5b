import { alignedReadings, type NetworkSlot } from './confusion-network';
import { cured } from './reading-cures';
import type { Hearing } from './types';
import { alignedTokens, surface, type VoteToken } from './vote-tokens';
import type { EarKind, VoteWeights } from './vote-weights';
import { likeness, voteKey } from './word-variants';

/** One of those that heard a segment. */
export interface Ear {
  /** For traces: a model's id, or `streaming`. */
  readonly source: string;
  /** Whose weights count. */
  readonly kind: EarKind;
  /** Best first. */
  readonly hypotheses: readonly Hearing[];
  /** Whether its words' times were measured. */
  readonly hasTimes: boolean;
}

/** What an ear has to say for a candidate; shares are of its readings, by their probability. */
export interface EarEvidence {
  readonly ear: number;
  /** Of readings that have it. */
  readonly share: number;
  /** Log-odds of the model's own confidence in it, and mean log-probability of the reading; weighted with the share. */
  readonly sure: number;
  readonly fluent: number;
  /** For "no word": of readings that have none, and that times how long they have had none. */
  readonly silent: number;
  readonly long: number;
  /** Of readings that have something else, times how alike it is written. */
  readonly alike: number;
  /** Of readings that have it as one of the user's words, or as a part of one that is said whole. */
  readonly named: number;
}

/** What may stand at a place: a word, or words written apart, or nothing. */
export interface Candidate {
  /** Same for writings of what sounds alike; empty for no word. */
  readonly key: string;
  readonly evidence: readonly EarEvidence[];
  /** The ways in which it is written. */
  readonly writings: readonly Writing[];
}

export interface Writing {
  readonly text: string;
  readonly evidence: readonly EarEvidence[];
  readonly tokens: readonly { readonly ear: number; readonly token: VoteToken }[];
}

export interface Place {
  readonly candidates: readonly Candidate[];
}

export interface Hearsay {
  readonly places: readonly Place[];
  /** What was cut from readings, and why. */
  readonly cures: readonly { readonly source: string; readonly reason: string }[];
}

/** One reading of an ear, as it goes into the network. */
interface Reading {
  readonly ear: number;
  readonly share: number;
  readonly fluent: number;
  readonly tokens: readonly VoteToken[];
  /** Those of them that are the user's words. */
  readonly named: ReadonlySet<VoteToken>;
  readonly isCut: boolean;
}

/** Bounds of evidence, so that one number that is off can't decide alone. */
const leastSure = -3;
const mostSure = 5;
const leastFluent = -1.5;
/** Places without a word, after the first, that count as a long silence. */
const longPlaces = 4;

/**
 * All that the ears have to say, place by place. Ears without a reading, or whose weights are all 0, say nothing.
 * @param durationMs of the segment, null when it is not known.
 * @param names the user's words and phrases.
 */
export function hearsay(
  ears: readonly Ear[],
  durationMs: number | null,
  weights: VoteWeights,
  names: readonly string[] = [],
): Hearsay {
  const cures: { source: string; reason: string }[] = [];
  const heard = ears.flatMap(({ source, kind, hypotheses }, ear) => {
    if (Object.values(weights.ears[kind]).every((weight) => weight === 0)) return [];
    const whole = hypotheses.map((hypothesis) => ({ hypothesis, cure: cured(hypothesis, durationMs) }));
    const best = whole[0]?.cure.reason ?? null;
    if (best !== null) cures.push({ source, reason: best });
    // A reading that lost the thread counts only where none has kept it.
    const kept = whole.filter(({ cure }) => !cure.isCut);
    return (kept.length > 0 ? kept : whole.slice(0, 1)).map(({ hypothesis, cure }) => ({ ear, hypothesis, cure }));
  });
  const tokens = alignedTokens(heard.map(({ ear, cure }) => ({ ear, words: cure.words })));
  const nameKeys = new Set(names.map(nameKey));
  const readings = ears.flatMap((_, ear) => {
    const own = heard.flatMap((one, index) => (one.ear === ear ? [{ ...one, tokens: tokens[index]! }] : []));
    return merged(own, weights.spread, nameKeys);
  });
  const ordered = inOrder(readings, ears, weights);
  const network = alignedReadings(
    ordered.map(({ ear, tokens: row, isCut }) => ({ tokens: row, isCut, hasTimes: ears[ear]!.hasTimes })),
  );
  const silences = ordered.map((_, reading) => silentRuns(network, reading));
  return { places: network.map((slot, index) => placeOf(slot, index, ordered, silences)), cures };
}

interface OwnReading {
  readonly ear: number;
  readonly hypothesis: Hearing;
  readonly cure: { readonly isCut: boolean };
  readonly tokens: readonly VoteToken[];
}

/**
 * Readings that differ in marks and case only are one. Shares are a softmax of log-probabilities times `spread`, each as if it had as
 * many pieces as the first: the search compares means too, else one that stops early would be the likeliest.
 */
function merged(own: readonly OwnReading[], spread: number, names: ReadonlySet<string>): Reading[] {
  const length = own[0]?.hypothesis.pieces ?? 1;
  const scoreOf = ({ hypothesis }: OwnReading): number => (hypothesis.logProb / Math.max(1, hypothesis.pieces)) * length;
  const best = Math.max(...own.map(scoreOf));
  const byWords = new Map<string, { first: OwnReading; share: number }>();
  let total = 0;
  for (const one of own) {
    const share = Math.exp((scoreOf(one) - best) * spread);
    total += share;
    const words = one.tokens.map(surface).join(' ');
    const known = byWords.get(words);
    if (known === undefined) byWords.set(words, { first: one, share });
    else known.share += share;
  }
  return Array.from(byWords.values(), ({ first, share }) => ({
    ear: first.ear,
    share: share / total,
    fluent: Math.max(leastFluent, first.hypothesis.logProb / Math.max(1, first.hypothesis.pieces)),
    tokens: first.tokens,
    named: namedTokens(first.tokens, names),
    isCut: first.cure.isCut,
  }));
}

const nameKey = (text: string): string => voteKey(text.toLowerCase().replaceAll(' ', ''));

/** A name may be said in so many tokens. */
const longestName = 6;

/** Tokens of rows that are a name, whole. */
function namedTokens(tokens: readonly VoteToken[], names: ReadonlySet<string>): ReadonlySet<VoteToken> {
  const named = new Set<VoteToken>();
  if (names.size === 0) return named;
  for (const from of tokens.keys()) {
    for (let to = from + 1; to <= Math.min(tokens.length, from + longestName); to++) {
      const row = tokens.slice(from, to);
      if (names.has(nameKey(row.map(surface).join('')))) for (const token of row) named.add(token);
    }
  }
  return named;
}

/** Best readings of each ear first, of those the surest; a network grows from its first. The order of the ears does not matter. */
function inOrder(readings: readonly Reading[], ears: readonly Ear[], weights: VoteWeights): readonly Reading[] {
  const ranked = readings.map((reading) => {
    const { word, sure } = weights.ears[ears[reading.ear]!.kind];
    const words = reading.tokens.flatMap((token) => token.words);
    const mean = words.reduce((sum, { confidence }) => sum + logOdds(confidence), 0) / Math.max(1, words.length);
    const isFirst = readings.every((other) => other.ear !== reading.ear || other.share <= reading.share);
    const text = reading.tokens.map(surface).join(' ');
    return { reading, isFirst, worth: reading.isCut ? -Infinity : word + sure * mean, text };
  });
  ranked.sort(
    (a, b) =>
      Number(b.isFirst) - Number(a.isFirst) ||
      (a.isFirst ? b.worth - a.worth || 0 : b.reading.share - a.reading.share) ||
      (a.text < b.text ? -1 : Number(a.text > b.text)),
  );
  return ranked.map(({ reading }) => reading);
}

/** For each slot how many in a row, this one included, the reading has nothing in; 0 where it has or abstains. */
function silentRuns(network: readonly NetworkSlot[], reading: number): readonly number[] {
  const isSilent = network.map(
    ({ said, abstaining }) => !abstaining.includes(reading) && said.every((one) => one.reading !== reading),
  );
  const runs = isSilent.map(Number);
  for (let i = 1; i < runs.length; i++) if (isSilent[i]) runs[i] = runs[i - 1]! + 1;
  for (let i = runs.length - 2; i >= 0; i--) if (isSilent[i] && isSilent[i + 1]) runs[i] = runs[i + 1]!;
  return runs;
}

function placeOf(
  slot: NetworkSlot,
  index: number,
  readings: readonly Reading[],
  silences: readonly (readonly number[])[],
): Place {
  const keys = [...new Set(slot.said.map(({ token }) => token.key))];
  const silent = readings.flatMap((_, reading) => (silences[reading]![index]! > 0 ? [reading] : []));
  const candidates = keys.map((key): Candidate => {
    const said = slot.said.filter(({ token }) => token.key === key);
    const texts = [...new Set(said.map(({ token }) => surface(token)))];
    const writings = texts.map((text): Writing => {
      const own = said.filter(({ token }) => surface(token) === text);
      const tokens = own.map(({ reading, token }) => ({ ear: readings[reading]!.ear, token }));
      return { text, tokens, evidence: evidenceOf(own, key, slot, readings) };
    });
    return { key, writings, evidence: evidenceOf(said, key, slot, readings) };
  });
  if (silent.length > 0) candidates.push({ key: '', writings: [], evidence: silenceOf(silent, index, readings, silences) });
  return { candidates };
}

function evidenceOf(own: NetworkSlot['said'], key: string, slot: NetworkSlot, readings: readonly Reading[]): EarEvidence[] {
  type Sums = Record<'share' | 'sure' | 'fluent' | 'alike' | 'named', number>;
  const byEar = new Map<number, Sums>();
  const at = (ear: number): Sums => {
    const known = byEar.get(ear) ?? { share: 0, sure: 0, fluent: 0, alike: 0, named: 0 };
    byEar.set(ear, known);
    return known;
  };
  for (const { reading, token } of own) {
    const { ear, share, fluent, named } = readings[reading]!;
    const sum = at(ear);
    sum.share += share;
    sum.sure += share * Math.min(...token.words.map(({ confidence }) => logOdds(confidence)));
    sum.fluent += share * fluent;
    if (named.has(token)) sum.named += share;
  }
  for (const { reading, token } of slot.said) {
    if (token.key === key) continue;
    const { ear, share } = readings[reading]!;
    at(ear).alike += share * likeness(token.key, key);
  }
  return Array.from(byEar, ([ear, sums]) => ({ ear, ...sums, silent: 0, long: 0 }));
}

function silenceOf(
  silent: readonly number[],
  index: number,
  readings: readonly Reading[],
  silences: readonly (readonly number[])[],
): EarEvidence[] {
  const byEar = new Map<number, { silent: number; long: number }>();
  for (const reading of silent) {
    const { ear, share } = readings[reading]!;
    const sums = byEar.get(ear) ?? { silent: 0, long: 0 };
    sums.silent += share;
    sums.long += (share * Math.min(silences[reading]![index]! - 1, longPlaces)) / longPlaces;
    byEar.set(ear, sums);
  }
  return Array.from(byEar, ([ear, sums]) => ({ ear, share: 0, sure: 0, fluent: 0, alike: 0, named: 0, ...sums }));
}

export function logOdds(confidence: number): number {
  return Math.min(mostSure, Math.max(leastSure, Math.log(confidence / (1 - confidence))));
}
