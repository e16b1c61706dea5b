import { isSpaceless } from './language/unspaced-script';

/** Word errors, their uncertainty, and latency figures. */

export interface WordErrors {
  /** Words of the reference; characters where its script sets no words apart. */
  readonly words: number;
  readonly substitutions: number;
  readonly deletions: number;
  readonly insertions: number;
}

/** Upper case, only letters, digits and apostrophes inside words: what word errors are counted on. */
export function normalizedWords(text: string): readonly string[] {
  const upper = text.normalize('NFKC').toUpperCase().replaceAll('’', "'");
  return upper
    .replace(/[^\p{L}\p{M}\p{N}']+/gu, ' ')
    .split(' ')
    .map((word) => word.replace(/^'+|'+$/g, ''))
    .filter((word) => word !== '');
}

/** What errors of a reference are counted on. */
export type ErrorUnit = 'words' | 'characters';

export function errorUnit(reference: string): ErrorUnit {
  return isSpaceless(reference) ? 'characters' : 'words';
}

/** Letters and digits of any script as `normalizedWords` gives them, one by one. */
function normalizedCharacters(text: string): readonly string[] {
  return Array.from(normalizedWords(text).join(''));
}

/** A word of one text and its counterpart in the other, or null. */
export interface AlignedPair {
  readonly reference: number | null;
  readonly hypothesis: number | null;
}

/** The cheapest alignment (Levenshtein), in order; of equals, the one with most substitutions. */
export function alignWords(reference: readonly string[], hypothesis: readonly string[]): AlignedPair[] {
  const columns = hypothesis.length + 1;
  const cost = new Uint32Array((reference.length + 1) * columns);
  const change = (i: number, j: number): number => (reference[i - 1] === hypothesis[j - 1] ? 0 : 1);
  for (let i = 0; i <= reference.length; i++) cost[i * columns] = i;
  for (let j = 0; j <= hypothesis.length; j++) cost[j] = j;
  for (let i = 1; i <= reference.length; i++) {
    for (let j = 1; j <= hypothesis.length; j++) {
      const diagonal = cost[(i - 1) * columns + j - 1]! + change(i, j);
      cost[i * columns + j] = Math.min(diagonal, cost[(i - 1) * columns + j]! + 1, cost[i * columns + j - 1]! + 1);
    }
  }
  const pairs: AlignedPair[] = [];
  for (let [i, j] = [reference.length, hypothesis.length]; i > 0 || j > 0;) {
    const here = cost[i * columns + j]!;
    if (i > 0 && j > 0 && here === cost[(i - 1) * columns + j - 1]! + change(i, j))
      pairs.push({ reference: --i, hypothesis: --j });
    else if (i > 0 && here === cost[(i - 1) * columns + j]! + 1) pairs.push({ reference: --i, hypothesis: null });
    else pairs.push({ reference: null, hypothesis: --j });
  }
  return pairs.reverse();
}

/**
 * Errors of the cheapest alignment. Counted in words, or in characters where the reference's script has no spaces (Chinese, Japanese,
 * Thai and its neighbours).
 */
export function wordErrors(reference: string, hypothesis: string): WordErrors {
  const { ref, hyp, pairs } = counted(reference, hypothesis);
  const count = (isOf: (pair: AlignedPair) => boolean): number => pairs.filter(isOf).length;
  return {
    words: ref.length,
    substitutions: count(({ reference: i, hypothesis: j }) => i !== null && j !== null && ref[i] !== hyp[j]),
    deletions: count(({ hypothesis: j }) => j === null),
    insertions: count(({ reference: i }) => i === null),
  };
}

/** Whether each of the hypothesis' words, or characters, is right by that alignment. */
export function rightWords(reference: string, hypothesis: string): boolean[] {
  const { ref, hyp, pairs } = counted(reference, hypothesis);
  const isRight = hyp.map(() => false);
  for (const { reference: i, hypothesis: j } of pairs) if (i !== null && j !== null) isRight[j] = ref[i] === hyp[j];
  return isRight;
}

function counted(reference: string, hypothesis: string) {
  const tokens = errorUnit(reference) === 'characters' ? normalizedCharacters : normalizedWords;
  const [ref, hyp] = [tokens(reference), tokens(hypothesis)];
  return { ref, hyp, pairs: alignWords(ref, hyp) };
}

/** Errors of a set: the sums. */
export function totalErrors(utterances: readonly WordErrors[]): WordErrors {
  const sum = (key: keyof WordErrors): number => utterances.reduce((total, errors) => total + errors[key], 0);
  return {
    words: sum('words'),
    substitutions: sum('substitutions'),
    deletions: sum('deletions'),
    insertions: sum('insertions'),
  };
}

/** Word error rate of a set; NaN when the references have no words. */
export function wer({ words, substitutions, deletions, insertions }: WordErrors): number {
  return words === 0 ? NaN : (substitutions + deletions + insertions) / words;
}

/** WER of a set with its 95 % interval by bootstrap over utterances; the same seed gives the same interval. */
export function bootstrapWer(
  utterances: readonly WordErrors[],
  { resamples = 1000, seed = 1 }: { resamples?: number; seed?: number } = {},
): { wer: number; low: number; high: number } {
  const random = seededRandom(seed);
  const rates: number[] = [];
  for (let i = 0; i < resamples && utterances.length > 0; i++) {
    const drawn = utterances.map(() => utterances[Math.floor(random() * utterances.length)]!);
    const rate = wer(totalErrors(drawn));
    if (!Number.isNaN(rate)) rates.push(rate);
  }
  return { wer: wer(totalErrors(utterances)), low: percentile(rates, 0.025), high: percentile(rates, 0.975) };
}

/** Linear interpolation between order statistics, `fraction` in [0, 1]; NaN for no values. */
export function percentile(values: readonly number[], fraction: number): number {
  if (values.length === 0) return NaN;
  const sorted = values.toSorted((a, b) => a - b);
  const place = fraction * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  return below + (above - below) * (place - Math.floor(place));
}

/** Real-time factor: time spent for each unit of audio time. */
export function realTimeFactor(processingMs: number, audioMs: number): number {
  return processingMs / audioMs;
}

/** Numbers in [0, 1) that depend on the seed only. Source: mulberry32, public domain, T. Ettinger. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
