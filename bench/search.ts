/**
 * Times the lexicon search with the files of a phone model, on speech that is made up from them:
 *
 *     npm run bench -- search FOLDER [beam] [maxTokens] [words] [wordBeam]
 *
 * FOLDER has lexicon.safetensors, lm.safetensors and units.txt. Sentences are drawn from the n-gram. Each phone takes one to
 * five frames of 30 ms and has a place in a space; a frame is that place with noise that lasts, and scores each unit by its
 * distance, as a table of scores after each unit that is normalised globally.
 */
import { createTableJoint } from '../src/core/decoder/joint';
import { createLexiconSearch } from '../src/core/decoder/lexicon-search';
import { createTablePredictor } from '../src/core/decoder/predictor';
import type { Language } from '../src/core/language/language';
import { specialWords } from '../src/core/language/ngram';
import { percentile, seededRandom, wordErrors } from '../src/core/metrics';
import type { SearchConfig } from '../src/core/model/manifest';
import { languageOfFolder } from '../proofs/speech/language-folder';

const frameMs = 30;
/** Of the space of sounds, and the noise in it; chosen for a word error rate of about ten percent. */
const dimensions = 6;
const noise = 0.55;
/** Scores of neighbouring frames say much the same; this is how much of each counts. */
const share = 0.4;
const [folder, beam = '13', maxTokens = '1000', wordCount = '400', wordBeam = '8'] = process.argv.slice(2);
if (folder === undefined) throw new Error('which folder?');
const random = seededRandom(11);

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

/** Standard normal, by Box and Muller. */
function gaussian(): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Tables of scores `(frames, units, units)` of phones said between two silences. */
function sayPhones(phones: readonly number[]): Float32Array {
  const frames = [silence, ...phones, silence].flatMap((phone) => {
    const duration = phone === silence ? 6 : 1 + Math.floor((random() + random()) * 2.5);
    return new Array<number>(duration).fill(phone);
  });
  const data = new Float32Array(frames.length * dim);
  const lasting = new Float64Array(dimensions);
  for (const [frame, phone] of frames.entries()) {
    for (let d = 0; d < dimensions; d++) lasting[d] = 0.7 * lasting[d]! + Math.sqrt(1 - 0.49) * noise * gaussian();
    const distances = places.map((place) => place.reduce((sum, x, d) => sum + (places[phone]![d]! + lasting[d]! - x) ** 2, 0));
    const logits = distances.map((distance, unit) => (unit === 0 ? -Infinity : (-share * distance) / (2 * noise ** 2)));
    const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
    for (let before = 0; before < units; before++) {
      const row = frame * dim + before * units;
      // The blank goes on with the unit before, at the start with silence.
      data[row] = logits[before === 0 ? silence : before]! - Math.log(sum);
      for (let unit = 1; unit < units; unit++) data[row + unit] = logits[unit]! - Math.log(sum) - (unit === before ? 1.7 : 0.7);
    }
  }
  return data;
}

const config: SearchConfig = {
  lmWeight: 1,
  wordScore: 0,
  silenceScore: 0,
  speechScore: 0,
  blankScale: 1,
  beam: Number(beam),
  wordBeam: Number(wordBeam),
  maxTokens: Number(maxTokens),
};
const beforeLoad = process.cpuUsage();
const language = languageOfFolder(folder, config);
const loaded = process.cpuUsage(beforeLoad);
const { units } = language;
const dim = units ** 2;
const silence = language.silenceId ?? units - 1;
const places = Array.from({ length: units }, () => Array.from({ length: dimensions }, gaussian));
const said = pronunciations(language);
const words = drawWords(language, said, Number(wordCount));
const predictor = createTablePredictor(units);
const joint = createTableJoint(units, 'global');

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
const { lexicon, ngram } = language;
const settings = `beam ${beam}, wordBeam ${wordBeam}, maxTokens ${maxTokens}`;
const loadMs = (loaded.user + loaded.system) / 1000;
console.log(
  [
    `${lexicon.words - specialWords.length} words, ${lexicon.nodes} nodes, order ${ngram.order}, ${settings}`,
    `${tokens.length} frames: ${msPerFrame.toFixed(3)} ms each, ${((msPerFrame / frameMs) * 100).toFixed(2)} % of real time`,
    `loaded in ${loadMs.toFixed(0)} ms; words committed after ${percentile(delaysMs, 0.5)} ms (median), ${percentile(delaysMs, 0.9)} (p90)`,
    `tokens ${mean(tokens).toFixed(0)}, candidates ${mean(candidates).toFixed(0)}, WER ${(wer * 100).toFixed(1)} %`,
  ].join('\n'),
);
