import type { EncoderOutput, Joint, Predictor } from '../decoder/types';
import { UtterError } from '../errors';
import type { Language } from './language';
import { createSpokenClip } from './phone-alignment';
import type { Pronouncer, Pronunciation } from './pronouncer';
import { bestOf } from './pronouncer';
import type { UserWord } from './user-words';

/** Frames of a recording; a word takes a second or two. */
const mostFrames = 240;
/** Longer ones are not words, and are left as they are. */
const longestChanged = 20;
const mostPronunciations = 3;
/** What a recording has to gain from each phone that differs from what the letters say, nats for all recordings together. */
const changeCost = 4;
/** Pronunciations worse than the best by more are not kept. */
const keptWithin = 12;
/** Rounds of changing one phone. */
const mostChanges = 6;

interface Candidate {
  readonly phones: readonly number[];
  readonly score: number;
}

/**
 * How a word sounds in recordings of it alone. What the letters say and what is heard when any phone may follow any compete;
 * the best of them is changed phone by phone for as long as the recordings, all together, gain more than a change costs.
 * @param recordings encoder output of each.
 * @returns unit ids of the phones, the likeliest pronunciation first.
 * @throws UtterError `words-invalid` where a recording is too long, or none holds speech
 */
export function learnPronunciations(
  recordings: readonly EncoderOutput[],
  word: UserWord,
  language: Language,
  pronouncer: Pronouncer,
  predictor: Predictor,
  joint: Joint,
): number[][] {
  if (recordings.some(({ frames }) => frames > mostFrames)) throw refused(word, 'A recording is too long');
  const clips = recordings.map((recording) => createSpokenClip(recording, language, predictor, joint));
  const written = guesses(word, pronouncer);
  const heard = clips.map((clip) => clip.freePhones()).filter((phones) => phones.length > 0);
  if (heard.length === 0) throw refused(word, 'No speech was heard');

  const prior = (phones: readonly number[]): number =>
    written.length === 0 ? 0 : Math.max(...written.map((guess) => -guess.cost - changeCost * distance(phones, guess.phones)));
  const judge = (phones: readonly number[]): Candidate => ({
    phones,
    score: clips.reduce((sum, clip) => sum + clip.align(phones), 0) + prior(phones),
  });
  const candidates = [...written.map(({ phones }) => phones), ...heard].map(judge).sort(byScore);
  const all = phonesOf(language);
  const changed = candidates.slice(0, 2).map((candidate) => improved(candidate, judge, all));
  const found = new Map<string, Candidate>();
  for (const candidate of [...changed, ...candidates].sort(byScore)) {
    const key = candidate.phones.join();
    if (!found.has(key)) found.set(key, candidate);
  }
  const kept = [...found.values()].slice(0, mostPronunciations);
  return kept.filter(({ score }) => score >= kept[0]!.score - keptWithin).map(({ phones }) => [...phones]);
}

function refused({ written }: UserWord, why: string): UtterError {
  return new UtterError(
    'words-invalid',
    `${why} in the recordings of “${written}”.`,
    'Record only the word, close to the microphone, with a little silence before and after.',
  );
}

const byScore = (a: Candidate, b: Candidate): number => b.score - a.score;

/** What letters say: how it sounds, if that is given, else the written form. */
function guesses({ written, soundsLike }: UserWord, pronouncer: Pronouncer): Pronunciation[] {
  for (const text of [soundsLike, written]) {
    let all: Pronunciation[] = [{ phones: [], cost: 0 }];
    for (const part of text.split(' ')) {
      const ways = pronouncer.pronunciations(part);
      all = all.flatMap((a) => ways.map((b) => ({ phones: [...a.phones, ...b.phones], cost: a.cost + b.cost })));
    }
    const best = bestOf(all);
    if (best.length > 0) return best;
  }
  return [];
}

function phonesOf({ lexicon }: Language): number[] {
  return [...new Set(lexicon.phone.subarray(1))].sort((a, b) => a - b);
}

/** The best that changing one phone at a time leads to. */
function improved(from: Candidate, judge: (phones: readonly number[]) => Candidate, all: readonly number[]): Candidate {
  let best = from;
  for (let round = 0; round < mostChanges; round++) {
    const { phones } = best;
    if (phones.length > longestChanged) break;
    let better: Candidate | null = null;
    const consider = (changed: number[]): void => {
      const candidate = judge(changed);
      if (candidate.score > (better ?? best).score) better = candidate;
    };
    for (let i = 0; i <= phones.length; i++) {
      if (i < phones.length && phones.length > 1) consider(phones.toSpliced(i, 1));
      for (const phone of all) {
        if (i < phones.length && phone !== phones[i]) consider(phones.with(i, phone));
        consider(phones.toSpliced(i, 0, phone));
      }
    }
    if (better === null) break;
    best = better;
  }
  return best;
}

/** Fewest phones to replace, insert or leave out (Levenshtein). */
function distance(a: readonly number[], b: readonly number[]): number {
  let before = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row.push(Math.min(before[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1), before[j]! + 1, row[j - 1]! + 1));
    }
    before = row;
  }
  return before[b.length]!;
}
