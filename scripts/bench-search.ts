/**
 * Times the lexicon search with the files of a phone model, on speech that is made up from them:
 *
 *     npx tsx scripts/bench-search.ts FOLDER [beam] [maxTokens] [words]
 *
 * FOLDER has lexicon.safetensors and lm.safetensors. Sentences are drawn from the n-gram, each phone takes two to four frames
 * of 30 ms, and its posterior is blurred by confusions; the joint does the work of one with 256 dimensions.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLexiconSearch } from '../src/core/decoder/lexicon-search';
import { createLinearJoint } from '../src/core/decoder/joint';
import type { Predictor } from '../src/core/decoder/types';
import { parseLanguage } from '../src/core/language/language';
import type { Language } from '../src/core/language/language';
import { specialWords } from '../src/core/language/ngram';
import { percentile, seededRandom, wordErrors } from '../src/core/metrics';
import type { Manifest, PhoneManifest } from '../src/core/model/manifest';
import { parseSafetensors } from '../src/core/model/safetensors';

const frameMs = 30;
const dim = 256;
const units = 40;
/** The joint's outputs lie between ± this. */
const largestLogit = 14;
const [folder, beam = '12', maxTokens = '400', wordCount = '400'] = process.argv.slice(2);
if (folder === undefined) throw new Error('which folder?');
const random = seededRandom(11);

function load(name: string): Uint8Array {
  return readFileSync(join(folder!, name));
}

function loadLanguage(): Language {
  const contents = new Map(['lexicon.safetensors', 'lm.safetensors'].map((name) => [name, load(name)]));
  const [lexicon, lm] = [...contents].map(([name, bytes]) => parseSafetensors(bytes, folder!, name));
  const orders = lm!.names.filter((name) => name.endsWith('.word')).length + 1;
  const manifest = {
    units: { kind: 'phones', file: 'units.txt', count: units, blankId: 0 },
    lexicon: { file: 'lexicon.safetensors', words: lexicon!.vectorLength('word.offset') - 1 },
    languageModel: { file: 'lm.safetensors', order: orders },
    search: { lmWeight: 0.6, wordScore: 0, beam: Number(beam), maxTokens: Number(maxTokens), blankScale: 1 },
  } as PhoneManifest;
  const pieces = (lexicon!.metadata['units'] ?? '').split(' ');
  return parseLanguage(manifest, { pieces, blankId: 0, wordBoundary: null }, contents, folder!);
}

/** Pronunciations by word. */
function pronunciations({ lexicon }: Language): Map<number, number[]> {
  const found = new Map<number, number[]>();
  const walk = (node: number, phones: number[]): void => {
    for (let i = lexicon.wordStart[node]!; i < lexicon.wordStart[node + 1]!; i++) {
      if (lexicon.wordCost[i]! < 0.7) found.set(lexicon.word[i]!, phones);
    }
    for (let c = lexicon.child[node]!; c < lexicon.child[node + 1]!; c++) walk(c, [...phones, lexicon.phone[c]!]);
  };
  walk(0, []);
  return found;
}

/** Words drawn from the n-gram: a few from the unigram, one of them by what the context adds. */
function drawWords({ ngram }: Language, sayable: ReadonlyMap<number, unknown>, count: number): number[] {
  const ids = [...sayable.keys()];
  const cumulated: number[] = [];
  for (const id of ids) cumulated.push((cumulated.at(-1) ?? 0) + Math.exp(ngram.score(ngram.emptyState, id)));
  const draw = (weights: readonly number[]): number => {
    const at = random() * weights.at(-1)!;
    return weights.findIndex((weight) => weight >= at);
  };
  const words: number[] = [];
  let state = ngram.startState;
  for (let i = 0; i < count; i++) {
    const few = Array.from({ length: 60 }, () => ids[draw(cumulated)]!);
    const weights: number[] = [];
    for (const id of few) {
      const gain = ngram.score(state, id) - ngram.score(ngram.emptyState, id);
      weights.push((weights.at(-1) ?? 0) + Math.exp(gain));
    }
    const word = few[draw(weights)]!;
    ngram.score(state, word);
    state = ngram.nextState;
    words.push(word);
  }
  return words;
}

/** Encoder output in which each phone has its frame, with others beside it. */
function sayPhones(phones: readonly number[]): Float32Array {
  const frames: number[][] = [];
  for (const phone of phones) {
    const length = 2 + Math.floor(random() * 3);
    const at = Math.floor(random() * length);
    for (let i = 0; i < length; i++) {
      const logits = Array.from({ length: units }, () => random() * 4 - 6);
      logits[0] = i === at ? random() * 6 - 3 : 2 + random() * 6;
      const heard = random() < 0.15 ? 1 + Math.floor(random() * (units - 1)) : phone;
      if (i === at) {
        logits[phone] = Math.max(logits[phone]!, random() * 4);
        logits[heard] = 1 + random() * 4;
      }
      frames.push(logits);
    }
  }
  const data = new Float32Array(frames.length * dim);
  frames.forEach((logits, i) => data.set(logits.map((logit) => Math.atanh(logit / largestLogit)), i * dim));
  return data;
}

const beforeLoad = process.cpuUsage();
const language = loadLanguage();
const loaded = process.cpuUsage(beforeLoad);
const said = pronunciations(language);
const words = drawWords(language, said, Number(wordCount));
const sizes = { units: { count: units }, joint: { dim } } as unknown as Manifest;
const weight = Float32Array.from({ length: dim * units }, (_, i) => (Math.floor(i / units) === i % units ? largestLogit : 0));
const joint = createLinearJoint(sizes, {
  names: [],
  shape: () => undefined,
  read: (name) => (name === 'joint.weight' ? weight : new Float32Array(units)),
});
const predictions = new Map<string, Float32Array>();
/** Its own, so that what is said doesn't depend on what is searched. */
const randomPrediction = seededRandom(12);
const predictor: Predictor = {
  contextUnits: 2,
  outputDim: dim,
  predict(context) {
    const key = context.join();
    if (!predictions.has(key)) predictions.set(key, Float32Array.from({ length: dim }, () => (randomPrediction() - 0.5) * 0.06));
    return predictions.get(key)!;
  },
};

const search = createLexiconSearch(predictor, joint, language, frameMs);
let cpuMicroseconds = 0;
const tokens: number[] = [];
const candidates: number[] = [];
/** From the end of a word to the frame that commits it. */
const delaysMs: number[] = [];
const found: string[] = [];
let frame = 0;
for (let from = 0; from < words.length; from += 20) {
  let committed = 0;
  const data = sayPhones(words.slice(from, from + 20).flatMap((word) => said.get(word)!));
  for (let offset = 0; offset < data.length; offset += dim) {
    // Processor time, so that other work on the machine doesn't count.
    const before = process.cpuUsage();
    search.advance(data, offset, Infinity);
    const { user, system } = process.cpuUsage(before);
    cpuMicroseconds += user + system;
    frame++;
    const fresh = search.partial().committed.slice(committed);
    for (const { endMs } of fresh) delaysMs.push(frame * frameMs - endMs);
    committed += fresh.length;
    tokens.push(search.tokens);
    candidates.push(search.candidates);
  }
  found.push(...search.endUtterance().map((word) => word.text));
}
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const msPerFrame = cpuMicroseconds / 1000 / tokens.length;
const reference = words.map((word) => language.lexicon.spelling(word)).join(' ');
const errors = wordErrors(reference, found.join(' '));
const wer = (errors.substitutions + errors.deletions + errors.insertions) / errors.words;
console.log(
  [
    `${language.lexicon.words - specialWords.length} words, ${language.lexicon.nodes} nodes, order ${language.ngram.order}, beam ${beam}, maxTokens ${maxTokens}`,
    `${tokens.length} frames: ${msPerFrame.toFixed(3)} ms each, ${((msPerFrame / frameMs) * 100).toFixed(2)} % of real time`,
    `loaded in ${((loaded.user + loaded.system) / 1000).toFixed(0)} ms; words committed after ${percentile(delaysMs, 0.5)} ms (median), ${percentile(delaysMs, 0.9)} (p90)`,
    `tokens ${mean(tokens).toFixed(0)}, candidates ${mean(candidates).toFixed(0)}, WER ${(wer * 100).toFixed(1)} %`,
  ].join('\n'),
);
