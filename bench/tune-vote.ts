/**
 * Fits the weights of the final pass's vote to what the ears heard in recordings whose text is known, and measures it:
 *
 *     npm run bench -- tune-vote --heard FOLDER [--sets librispeech,common-voice,an4,clips] [--folds 5] [--spread 0.5,1] [--fixed] [--errors FILE] [--write]
 *
 * `FOLDER/{set}.jsonl` is what `utter eval --pass final --out-hypotheses` writes. For each set it prints the word error rate of
 * each ear, of the best of them by recording, of the best way through the network, and of votes: `voted` with weights fitted to other recordings
 * (cross-validated), `fitted` with those fitted to all. Intervals are 95 %, by bootstrap over recordings. Weights are the same for all
 * sets and for all ears that may be missing: they are fitted to the whole and to each part of the ears. `--fixed` measures the weights
 * that are there, `--write` writes the new ones into `src/core/final/vote-weights.ts`, `--errors` writes where votes went wrong.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { VotedWord } from '../src/core/final/vote';
import { voteTrace } from '../src/core/final/vote-trace';
import { type EarKind, type VoteWeights, voteWeights } from '../src/core/final/vote-weights';
import { bootstrapWer, normalizedWords, seededRandom, totalErrors, type WordErrors, wer, wordErrors } from '../src/core/metrics';
import { rightWords } from '../proofs/speech/alignment';
import { areaUnderCurve, calibrationError, type JudgedWord } from './tune/calibration';
import { earKinds, fitted, type Judged, judged, toVector, toWeights } from './tune/vote-fit';
import { firstReading, heardBy, type HeardUtterance, heardUtterances, votes } from './tune/vote-hypotheses';

const text = { type: 'string' } as const;
const { values: options } = parseArgs({
  options: {
    heard: text,
    sets: { ...text, default: 'librispeech,common-voice,an4,clips' },
    folds: { ...text, default: '5' },
    spread: { ...text, default: '1' },
    errors: text,
    fixed: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
if (options.heard === undefined) throw new Error('--heard FOLDER is missing');
const kinds = earKinds;
const utterances = heardUtterances(options.heard, options.sets.split(','));
const sets = [...new Set(utterances.map(({ set }) => set))];
const parts = subsets(kinds);
const folds = Number(options.folds);
const foldOf = shuffledFolds(utterances, folds);
const wordsOf = new Map(sets.map((set) => [set, ofSet(set).reduce((sum, one) => sum + normalizedWords(one.text).length, 0)]));

function ofSet(set: string): HeardUtterance[] {
  return utterances.filter((one) => one.set === set);
}

function subsets(all: readonly EarKind[]): EarKind[][] {
  const found = all.reduce<EarKind[][]>((before, kind) => [...before, ...before.map((some) => [...some, kind])], [[]]);
  return found.filter(({ length }) => length > 0).sort((a, b) => b.length - a.length);
}

/** Folds as even as can be within each set, the same each time. */
function shuffledFolds(all: readonly HeardUtterance[], count: number): ReadonlyMap<HeardUtterance, number> {
  const random = seededRandom(1);
  const keyed = all
    .map((one) => ({ one, key: random() }))
    .sort((a, b) => (a.one.set < b.one.set ? -1 : Number(a.one.set > b.one.set)) || a.key - b.key);
  return new Map(keyed.map(({ one }, index) => [one, index % count]));
}

/** The whole vote counts most, then votes of two, so that weights fit where an ear is missing too. */
const partWeights = [0, 0.25, 0.5, 1];

/** A large set should not drown a small one, nor a small one's luck decide. */
function weightOf({ set }: HeardUtterance): number {
  const words = [...wordsOf.values()];
  return Math.sqrt(words.reduce((sum, one) => sum + one, 0) / words.length / wordsOf.get(set)!);
}

/** What weights are drawn to where there is little evidence. */
const priorEar = { word: 1.5, sure: 0.5, fluent: 0, silent: 1 };
const prior: VoteWeights = {
  ears: { streaming: priorEar, moonshine: priorEar, whisper: priorEar },
  longSilence: 0,
  alike: 0.5,
  other: 0,
  named: voteWeights.named,
  spread: 1,
};

/** Judged with the same weights for all folds, so that none knows what it is measured on; they only order readings. */
const judgedPlaces = new Map<string, readonly Judged[]>();

function placesOf(one: HeardUtterance, spread: number): readonly Judged[] {
  const key = `${one.path} ${spread}`;
  const known = judgedPlaces.get(key);
  if (known !== undefined) return known;
  const places = parts.flatMap(
    (part) => judged(heardBy(one, part), { ...prior, spread }, weightOf(one) * partWeights[part.length]!).places,
  );
  judgedPlaces.set(key, places);
  return places;
}

function fit(some: readonly HeardUtterance[], spread: number): { weights: VoteWeights; loss: number } {
  const { vector, loss } = fitted(
    some.flatMap((one) => placesOf(one, spread)),
    toVector(prior),
  );
  return { weights: toWeights(vector, spread), loss };
}

const votedWords = (one: HeardUtterance, own: VoteWeights): VotedWord[] => votes(one, own).flatMap(({ words }) => words);
const votedText = (one: HeardUtterance, own: VoteWeights): string =>
  votedWords(one, own)
    .map((word) => word.text)
    .join(' ');

const spreads = options.spread.split(',').map(Number);
const trials = options.fixed ? [] : spreads.map((spread) => ({ spread, ...fit(utterances, spread) }));
for (const { spread, loss } of trials) console.log(`spread ${spread}: loss ${loss.toFixed(1)}`);
const best = trials.toSorted((a, b) => a.loss - b.loss)[0];
const weights = best?.weights ?? voteWeights;
console.log(literal(weights));
if (options.write) {
  const file = new URL('../src/core/final/vote-weights.ts', import.meta.url);
  const source = readFileSync(file, 'utf8');
  writeFileSync(file, `${source.slice(0, source.indexOf('export const voteWeights'))}${literal(weights)}\n`);
}
const foldWeights = Array.from({ length: folds }, (_, fold) =>
  best === undefined
    ? voteWeights
    : fit(
        utterances.filter((one) => foldOf.get(one) !== fold),
        best.spread,
      ).weights,
);

const percent = (value: number): string => (100 * value).toFixed(2);
function show(name: string, errors: readonly WordErrors[]): string {
  const { wer: rate, low, high } = bootstrapWer(errors);
  const { substitutions, deletions, insertions } = totalErrors(errors);
  return `  ${name.padEnd(34)} ${percent(rate).padStart(6)} % (${percent(low)}–${percent(high)})  S ${substitutions} D ${deletions} I ${insertions}`;
}

const wrong: string[] = [];
for (const set of sets) {
  const own = ofSet(set);
  console.log(`\n${set}: ${own.length} recordings, ${wordsOf.get(set)} words`);
  for (const kind of kinds) {
    console.log(
      show(
        kind,
        own.map((one) => wordErrors(one.text, firstReading(one, kind))),
      ),
    );
  }
  for (const part of parts) {
    const name = part.map((kind) => kind[0]!.toUpperCase()).join('');
    const best1 = own.map((one) =>
      part.map((kind) => wordErrors(one.text, firstReading(one, kind))).reduce((a, b) => (wer(b) < wer(a) ? b : a)),
    );
    if (part.length > 1) console.log(show(`${name} best by recording`, best1));
    if (part.length > 1) {
      const least = own.map((one) => judged(heardBy(one, part), weights, 1).leastErrors);
      console.log(
        `  ${`${name} best way through`.padEnd(34)} ${percent(least.reduce((a, b) => a + b, 0) / wordsOf.get(set)!).padStart(6)} %`,
      );
    }
    const voted = own.map((one) => wordErrors(one.text, votedText(heardBy(one, part), foldWeights[foldOf.get(one)!]!)));
    console.log(show(`${name} voted`, voted));
    console.log(
      show(
        `${name} fitted`,
        own.map((one) => wordErrors(one.text, votedText(heardBy(one, part), weights))),
      ),
    );
    if (part.length === kinds.length) {
      for (const [index, one] of own.entries()) {
        if (wer(voted[index]!) === 0) continue;
        const result = votes(one, foldWeights[foldOf.get(one)!]!);
        const lines = [one.text.toLowerCase(), result.flatMap(({ words }) => words.map((word) => word.text)).join(' ')];
        for (const kind of kinds) lines.push(`${kind}: ${firstReading(one, kind)}`);
        wrong.push(`${one.path}\n  ${lines.join('\n  ')}\n${result.map(voteTrace).join('')}`);
      }
    }
  }
}

console.log('\nconfidence (cross-validated): error, area under curve, share of right words where all agree');
for (const part of parts) {
  const judgedWords: JudgedWord[] = [];
  let [agreed, agreedRight] = [0, 0];
  for (const one of utterances) {
    const words = votedWords(heardBy(one, part), foldWeights[foldOf.get(one)!]!);
    const right = rightWords(
      normalizedWords(one.text),
      words.map((word) => word.text.toUpperCase()),
    );
    for (const [index, { confidence, sources }] of words.entries()) {
      const inside = Math.min(1 - 1e-6, Math.max(1e-6, confidence));
      judgedWords.push({ evidence: Math.log(inside / (1 - inside)), isRight: right[index]! });
      if (sources.length < part.length) continue;
      agreed++;
      agreedRight += right[index] ? 1 : 0;
    }
  }
  const error = calibrationError(judgedWords, { scale: 1, offset: 0 });
  console.log(
    `  ${part.join('+')}: ${error.toFixed(4)}, ${areaUnderCurve(judgedWords).toFixed(3)}, ${percent(agreedRight / agreed)} % of ${agreed}`,
  );
}

if (options.errors !== undefined) writeFileSync(options.errors, wrong.join('\n'));

function literal({ ears, longSilence, alike, other, named, spread }: VoteWeights): string {
  const rounded = (value: number): string => String(Number(value.toFixed(3)));
  const rows = earKinds.map((kind) => {
    const { word, sure, fluent, silent } = ears[kind];
    return `    ${kind}: { word: ${rounded(word)}, sure: ${rounded(sure)}, fluent: ${rounded(fluent)}, silent: ${rounded(silent)} },`;
  });
  const rest = Object.entries({ longSilence, alike, other, named, spread }).map(
    ([name, value]) => `  ${name}: ${rounded(value)},`,
  );
  return ['export const voteWeights: VoteWeights = {', '  ears: {', ...rows, '  },', ...rest, '};'].join('\n');
}
