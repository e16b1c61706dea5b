import type { TensorFile } from '../model/safetensors';
import { parseNgram, sentenceEndId, specialWords } from './ngram';
import { createNgramCache } from './ngram-cache';

/** One way to say a word. */
export interface GuessedPronunciation {
  /** Unit ids. */
  readonly phones: readonly number[];
  /** −ln of its share among those found. */
  readonly cost: number;
}

/** Pronunciations of words that the lexicon lacks. */
export interface GraphemeToPhoneme {
  /** The likeliest pronunciations, best first; none for a word with signs that the model doesn't know. */
  pronounce(word: string, count: number): readonly GuessedPronunciation[];
}

interface Hypothesis {
  readonly state: number;
  readonly phones: readonly number[];
  readonly score: number;
}

/** Hypotheses that go on from one letter. */
const maxHypotheses = 12;
/** Hypotheses worse than the best up to the same letter by more are not followed; what they'd give has a share below 1e-4. */
const widestMargin = 10;

/**
 * Reads an n-gram over graphones (a few letters and the phones they stand for; Bisani & Ney 2008) with the arrays of
 * `docs/model-format.md`.
 * @param unitCount phones are units below this.
 * @param fail throws `model-invalid` with the file's name and the problem given.
 */
export function parseG2p(
  tensors: TensorFile,
  order: number,
  unitCount: number,
  blankId: number,
  fail: (problem: string) => never,
  hypotheses = maxHypotheses,
  margin = widestMargin,
): GraphemeToPhoneme {
  const ngram = createNgramCache(parseNgram(tensors, order, fail));
  const text = tensors.uint8('graphone.text', [tensors.vectorLength('graphone.text')]);
  const textOffset = tensors.uint32('graphone.textOffset', [ngram.words + 1]);
  const phone = tensors.uint8('graphone.phone', [tensors.vectorLength('graphone.phone')]);
  const phoneOffset = tensors.uint32('graphone.phoneOffset', [ngram.words + 1]);
  for (const [name, offsets, end] of [
    ['graphone.textOffset', textOffset, text.length],
    ['graphone.phoneOffset', phoneOffset, phone.length],
  ] as const) {
    const isAscending = offsets.every((offset, i) => i === 0 || offset >= offsets[i - 1]!);
    if (offsets[0] !== 0 || offsets.at(-1) !== end || !isAscending) fail(`has ${name} that does not span 0 to ${end}`);
  }
  if (text.some((byte) => byte > 127)) fail('has letters that are not ASCII');
  const stranger = phone.find((unit) => unit >= unitCount || unit === blankId);
  if (stranger !== undefined) fail(`has phone ${stranger}, but the model's phones are its ${unitCount} units except ${blankId}`);

  /** Graphones by their letters. */
  const byLetters = new Map<string, number[]>();
  let longest = 0;
  for (let id = specialWords.length; id < ngram.words; id++) {
    const letters = String.fromCharCode(...text.subarray(textOffset[id]!, textOffset[id + 1]!));
    if (letters === '') fail(`has graphone ${id} without letters`);
    longest = Math.max(longest, letters.length);
    byLetters.set(letters, [...(byLetters.get(letters) ?? []), id]);
  }
  const phonesOf = Array.from({ length: ngram.words }, (_, id) =>
    Array.from(phone.subarray(phoneOffset[id]!, phoneOffset[id + 1]!)),
  );

  return {
    pronounce(word, count) {
      /** By letters consumed, the best hypothesis for each state and pronunciation. */
      const open = Array.from({ length: word.length + 1 }, () => new Map<string, Hypothesis>());
      const best = new Float64Array(word.length + 1).fill(-Infinity);
      const put = (at: number, state: number, phones: readonly number[], score: number): void => {
        const key = `${state} ${phones.join()}`;
        if (score > (open[at]!.get(key)?.score ?? -Infinity)) open[at]!.set(key, { state, phones, score });
        if (score > best[at]!) best[at] = score;
      };
      put(0, ngram.startState, [], 0);
      for (let at = 0; at < word.length; at++) {
        for (const { state, phones, score } of bestFirst(open[at]!.values()).slice(0, hypotheses)) {
          if (score < best[at]! - margin) break;
          for (let length = 1; length <= Math.min(longest, word.length - at); length++) {
            for (const graphone of byLetters.get(word.slice(at, at + length)) ?? []) {
              const total = score + ngram.score(state, graphone);
              if (total < best[at + length]! - margin) continue;
              put(at + length, ngram.nextState, [...phones, ...phonesOf[graphone]!], total);
            }
          }
        }
      }
      const finished = new Map<string, Hypothesis>();
      for (const { state, phones, score } of open[word.length]!.values()) {
        const total = score + ngram.score(state, sentenceEndId);
        const known = finished.get(phones.join());
        if (phones.length > 0 && total > (known?.score ?? -Infinity))
          finished.set(phones.join(), { state, phones, score: total });
      }
      const found = bestFirst(finished.values());
      const largest = found[0]?.score ?? 0;
      const logMass = largest + Math.log(found.reduce((sum, { score }) => sum + Math.exp(score - largest), 0));
      return found.slice(0, count).map(({ phones, score }) => ({ phones, cost: logMass - score }));
    },
  };
}

/** Sorting is stable: of equals, the one that was found first. */
function bestFirst(hypotheses: Iterable<Hypothesis>): Hypothesis[] {
  return [...hypotheses].sort((a, b) => b.score - a.score);
}
