import type { Word } from '../transcript/types';
import { type Candidate, type Ear, type EarEvidence, hearsay, type Place, type Writing } from './vote-evidence';
import { type VoteWeights, voteWeights } from './vote-weights';
import { timedWords, type UntimedWord, type VotedWord } from './vote-times';
import { rowOf } from './word-variants';

export type { Ear } from './vote-evidence';
export type { VotedWord } from './vote-times';

/** The candidates at one place, best first. */
export interface VotedPlace {
  readonly candidates: readonly {
    /** Empty for no word. */
    readonly text: string;
    readonly score: number;
    /** The share of such candidates that are right. */
    readonly probability: number;
    readonly heardBy: readonly { readonly source: string; readonly share: number; readonly confidence: number }[];
  }[];
}

export interface Vote {
  readonly words: readonly VotedWord[];
  /** For traces. */
  readonly places: readonly VotedPlace[];
  readonly cures: readonly { readonly source: string; readonly reason: string }[];
}

export interface VoteOptions {
  /** Of the segment. */
  readonly durationMs?: number;
  readonly weights?: VoteWeights;
  /** The user's words and phrases. */
  readonly names?: readonly string[];
}

/**
 * The better of all readings of a segment, word by word: they are aligned and at each place the candidate with most evidence wins
 * (ROVER: Fiscus 1997, with scores of a conditional logit model). A word's confidence is the share of such words that are right.
 * Any number of ears will do, and their order does not matter.
 */
export function vote(ears: readonly Ear[], { durationMs, weights = voteWeights, names }: VoteOptions = {}): Vote {
  const { places, cures } = hearsay(ears, durationMs ?? null, weights, names);
  const first = places.map((place) => ranked(place, ears, weights, []));
  const voted = first.map((candidates, index) => {
    const neighbours = [first[index - 1]?.[0], first[index + 1]?.[0]].flatMap((one) => rowOf(one?.text ?? '') ?? []);
    return neighbours.length === 0 || isAlone(places[index]!) ? candidates : ranked(places[index]!, ears, weights, neighbours);
  });
  const words = voted.flatMap((candidates) => {
    const [best] = candidates;
    return best === undefined || best.writing === null ? [] : wordsOf(best, candidates, ears, weights);
  });
  return {
    words: timedWords(words),
    cures,
    places: voted.map((candidates) => ({
      candidates: candidates.map(({ text, score, probability, evidence }) => ({
        text,
        score,
        probability,
        heardBy: evidence.flatMap(({ ear, share, silent, sure }) => {
          const whole = share + silent;
          return whole === 0
            ? []
            : [{ source: ears[ear]!.source, share: whole, confidence: share === 0 ? 1 : sigmoid(sure / share) }];
        }),
      })),
    })),
  };
}

interface RankedCandidate {
  readonly text: string;
  readonly writing: Writing | null;
  readonly score: number;
  readonly probability: number;
  readonly evidence: readonly EarEvidence[];
}

type Row = ReturnType<typeof rowOf>;

const isAlone = ({ candidates }: Place): boolean => candidates.every(({ writings }) => writings.length < 2);

/** What a writing gains, in nats, by each neighbour that is of the same row: "two" between numbers, "y" between letters. */
const rowGain = 0.7;

/** Best first; the probabilities and that of "none of them" sum to 1. */
function ranked({ candidates }: Place, ears: readonly Ear[], weights: VoteWeights, rows: readonly Row[]): RankedCandidate[] {
  const scored = candidates.map((candidate) => ({ candidate, score: scoreOf(candidate.evidence, ears, weights) }));
  const top = Math.max(weights.other, ...scored.map(({ score }) => score));
  const total = scored.reduce((sum, { score }) => sum + Math.exp(score - top), Math.exp(weights.other - top));
  const all = scored.flatMap(({ candidate, score }) =>
    written(candidate, score, Math.exp(score - top) / total, ears, weights, rows),
  );
  // Of equals, first what more have heard, then what comes first in the alphabet: the order of the ears must not matter.
  return all.sort(
    (a, b) =>
      b.score - a.score ||
      b.probability - a.probability ||
      voices(b) - voices(a) ||
      (a.text < b.text ? -1 : Number(a.text > b.text)),
  );
}

const voices = ({ evidence }: RankedCandidate): number => evidence.reduce((sum, { share, silent }) => sum + share + silent, 0);

/** A candidate's writings share its probability. */
function written(
  { key, writings, evidence }: Candidate,
  score: number,
  probability: number,
  ears: readonly Ear[],
  weights: VoteWeights,
  rows: readonly Row[],
): RankedCandidate[] {
  if (key === '') return [{ text: '', writing: null, score, probability, evidence }];
  const scores = writings.map(({ text, evidence: own }) => {
    const row = rowOf(text);
    return scoreOf(own, ears, weights) + (row === null ? 0 : rowGain * rows.filter((one) => one === row).length);
  });
  const top = Math.max(...scores);
  const total = scores.reduce((sum, one) => sum + Math.exp(one - top), 0);
  return writings.map((writing, index) => ({
    text: writing.text,
    writing,
    score,
    probability: (probability * Math.exp(scores[index]! - top)) / total,
    evidence: writing.evidence,
  }));
}

function scoreOf(evidence: readonly EarEvidence[], ears: readonly Ear[], weights: VoteWeights): number {
  return evidence.reduce((sum, { ear, share, sure, fluent, silent, long, alike, named }) => {
    const own = weights.ears[ears[ear]!.kind];
    const said = own.word * share + own.sure * sure + own.fluent * fluent;
    return sum + said + own.silent * silent + weights.longSilence * long + weights.alike * alike + weights.named * named;
  }, 0);
}

/** The words of what won: written as the most trusted of those wrote them that heard them so, at the times that were measured. */
function wordsOf(
  place: RankedCandidate,
  all: readonly RankedCandidate[],
  ears: readonly Ear[],
  weights: VoteWeights,
): UntimedWord[] {
  const heard = place.writing!.tokens.toSorted((a, b) => trust(ears[b.ear]!, weights) - trust(ears[a.ear]!, weights));
  const { words } = heard[0]!.token;
  const sources = [...new Set(heard.map(({ ear }) => ears[ear]!.source))].sort();
  const measured = [...heard, ...all.flatMap(({ writing }) => writing?.tokens ?? [])].find(({ ear }) => ears[ear]!.hasTimes)
    ?.token.words;
  return words.map((word, index) => {
    const { startMs, endMs } = measured === undefined ? word : partOf(measured, index, words.length);
    const { text, written } = word;
    const own = { text, startMs, endMs, confidence: place.probability, sources, isTimed: measured !== undefined };
    return written === undefined ? own : { ...own, written };
  });
}

const trust = ({ kind }: Ear, { ears }: VoteWeights): number => ears[kind].word;

/** The time of one word of several where they may be other words, or less or more of them. */
function partOf(words: readonly Word[], index: number, count: number): { startMs: number; endMs: number } {
  if (words.length === count) return words[index]!;
  const startMs = words[0]!.startMs;
  const eachMs = (words.at(-1)!.endMs - startMs) / count;
  return { startMs: startMs + index * eachMs, endMs: startMs + (index + 1) * eachMs };
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
