/**
 * Decodes encoder output with every combination of search settings, and prints word errors and time for each:
 *
 *     npm run bench -- tune-search --model FOLDER --tsv dev.tsv[,other.tsv] [--split dev] [--cache FOLDER] [settings]
 *     npm run bench -- tune-search --language FOLDER --frames FOLDER[,FOLDER] [settings]
 *
 * The first encodes recordings with a model (`--backend`, `--chunk-frames`, `--root`, `--limit` for each set); the
 * second reads encoder output that training wrote (see `tune/utterances.ts`), and the folder's lexicon and language
 * model; `--language` may also replace a model's. Settings are those of the manifest's `search`, each a value or a list:
 * `--lmWeight 0.8,1 --beam 12,14`, and `--recombination best` or `sum`. `--confidence` also fits the calibration of words'
 * confidences, on each setting.
 * Word error rates come with their 95 % intervals, by bootstrap over utterances. `--json FILE` writes all figures there.
 */
import { writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { parseArgs } from 'node:util';
import { createLexiconSearch } from '../src/core/decoder/lexicon-search';
import type { LexiconSearch } from '../src/core/decoder/lexicon-search';
import { createTableJoint } from '../src/core/decoder/joint';
import { createTablePredictor } from '../src/core/decoder/predictor';
import type { Joint, Predictor } from '../src/core/decoder/types';
import type { Language } from '../src/core/language/language';
import { bootstrapWer, normalizedWords, totalErrors, wordErrors } from '../src/core/metrics';
import type { WordErrors } from '../src/core/metrics';
import { isPhoneManifest } from '../src/core/model/manifest';
import type { SearchConfig } from '../src/core/model/manifest';
import { rightWords } from '../proofs/speech/alignment';
import { areaUnderCurve, calibrationError, fitCalibration } from './tune/calibration';
import type { JudgedWord } from './tune/calibration';
import { languageOfFolder } from '../proofs/speech/language-folder';
import { dumpedUtterances, recordedUtterances } from '../proofs/speech/utterances';
import type { EncodedUtterance } from '../proofs/speech/utterances';

const defaults: SearchConfig = {
  lmWeight: 1,
  wordScore: 0,
  beam: 14,
  maxTokens: 1000,
  blankScale: 1,
  silenceScore: 0,
  speechScore: 0,
  recombination: 'sum',
};
const settingNames = [
  'lmWeight',
  'wordScore',
  'silenceScore',
  'speechScore',
  'blankScale',
  'beam',
  'wordBeam',
  'maxTokens',
] as const;
const text = { type: 'string' } as const;
const settingOptions = Object.fromEntries(settingNames.map((name) => [name, text]));
const { values: given } = parseArgs({
  options: {
    model: text,
    language: text,
    tsv: text,
    frames: text,
    root: text,
    split: text,
    limit: text,
    cache: text,
    backend: text,
    'chunk-frames': text,
    normalization: text,
    recombination: text,
    'frame-ms': text,
    json: text,
    confidence: { type: 'boolean' },
    ...settingOptions,
  },
});
const options = given as Readonly<Record<string, string | undefined>> & { readonly confidence?: unknown };

/** What decodes: parts of a model, or the table joint of dumped frames. */
interface Decoder {
  readonly predictor: Predictor;
  readonly joint: Joint;
  readonly dim: number;
  readonly frameMs: number;
  readonly search: SearchConfig;
  language(search: SearchConfig): Language;
}

interface Trial {
  readonly setting: SearchConfig;
  readonly search: LexiconSearch;
  readonly errors: Map<string, WordErrors[]>;
  readonly judged: JudgedWord[];
  cpuMs: number;
  frames: number;
  tokens: number;
  candidates: number;
}

function list(name: string): string[] {
  const parts = options[name]?.split(',').filter((part) => part !== '') ?? [];
  // A shell does this for the first of a list only.
  return parts.map((part) => part.replace(/^~(?=\/)/, homedir()));
}

function number(name: string, value: string): number {
  const parsed = Number(value);
  if (value.trim() === '' || !Number.isFinite(parsed)) throw new Error(`--${name}: "${value}" is no number`);
  return parsed;
}

/** Dumped utterances of all folders named, `--limit` of each. */
function dumped(dim: number): EncodedUtterance[] {
  const limit = options['limit'] === undefined ? Infinity : number('limit', options['limit']);
  return list('frames').flatMap((folder) => dumpedUtterances(folder, dim).slice(0, limit));
}

function combinations(base: SearchConfig): SearchConfig[] {
  const { recombination } = options;
  const kinds = ['best', 'sum'] as const;
  const kind = kinds.find((known) => known === recombination);
  if (recombination !== undefined && kind === undefined) throw new Error(`--recombination is best or sum, not ${recombination}`);
  let settings: SearchConfig[] = [kind === undefined ? base : { ...base, recombination: kind }];
  for (const name of settingNames) {
    const values = list(name).map((value) => number(name, value));
    if (values.length > 0) settings = settings.flatMap((setting) => values.map((value) => ({ ...setting, [name]: value })));
  }
  return settings;
}

const withSearch = (language: Language) => (search: SearchConfig) => ({ ...language, search });

async function prepare(): Promise<{ decoder: Decoder; utterances: EncodedUtterance[] }> {
  const { model, language: languageFolder } = options;
  if (model === undefined) {
    if (languageFolder === undefined) throw new Error('name a --model or a --language folder');
    const language = languageOfFolder(languageFolder, defaults);
    const { units } = language;
    const normalization = options['normalization'] === 'local' ? 'local' : 'global';
    const joint = createTableJoint(units, normalization);
    const predictor = createTablePredictor(units);
    const frameMs = number('frame-ms', options['frame-ms'] ?? '30');
    const decoder = { predictor, joint, dim: units ** 2, frameMs, search: defaults, language: withSearch(language) };
    return { decoder, utterances: dumped(decoder.dim) };
  }
  const { openModel } = await import('../proofs/speech/model');
  const chunkFrames = options['chunk-frames'] === undefined ? undefined : number('chunk-frames', options['chunk-frames']);
  const { parts, encoder, key } = await openModel(model, options['backend'] ?? 'wasm', chunkFrames);
  const { manifest, predictor, joint, language } = parts;
  if (!isPhoneManifest(manifest) || !language) throw new Error(`${model} is no model of phones`);
  const { root, split, cache, limit } = options;
  const listOptions = {
    ...(root !== undefined && { root }),
    ...(split !== undefined && { split }),
    ...(cache !== undefined && { cache }),
    ...(limit !== undefined && { limit: number('limit', limit) }),
  };
  const utterances: EncodedUtterance[] = [];
  for (const table of list('tsv')) {
    utterances.push(...(await recordedUtterances(table, encoder, manifest.featurizer.sampleRateHz, key, listOptions)));
  }
  utterances.push(...dumped(encoder.outputDim));
  const decoder = {
    predictor,
    joint,
    dim: encoder.outputDim,
    frameMs: encoder.frameMs,
    search: manifest.search,
    language: withSearch(languageFolder === undefined ? language : languageOfFolder(languageFolder, defaults)),
  };
  return { decoder, utterances };
}

/** Decodes one utterance; processor time, so that other work on the machine doesn't count. */
function decode(trial: Trial, data: Float32Array, { set, text: reference }: EncodedUtterance, dim: number): void {
  const { search, setting } = trial;
  const before = process.cpuUsage();
  for (let offset = 0; offset < data.length; offset += dim) {
    search.advance(data, offset, Infinity);
    trial.tokens += search.tokens;
    trial.candidates += search.candidates;
  }
  const words = search.endUtterance();
  const { user, system } = process.cpuUsage(before);
  trial.cpuMs += (user + system) / 1000;
  trial.frames += data.length / dim;
  if (!trial.errors.has(set)) trial.errors.set(set, []);
  trial.errors.get(set)!.push(wordErrors(reference, words.map((word) => word.text).join(' ')));
  if (options.confidence === undefined) return;
  const hypothesis = words.map((word) => normalizedWords(word.text).join(' '));
  const { confidenceScale = 1, confidenceOffset = 0 } = setting;
  for (const [i, isRight] of rightWords(normalizedWords(reference), hypothesis).entries()) {
    const { confidence } = words[i]!;
    const evidence = (Math.log(confidence / (1 - confidence)) - confidenceOffset) / confidenceScale;
    trial.judged.push({ evidence, isRight });
  }
}

const percent = (share: number): string => (100 * share).toFixed(2);

function figures({ setting, errors, judged, cpuMs, frames, tokens, candidates }: Trial) {
  const sets = [...errors].map(([set, all]) => ({ set, ...totalErrors(all), ...bootstrapWer(all) }));
  const calibration = judged.length > 0 ? fitCalibration(judged) : null;
  return {
    setting,
    sets,
    meanWer: sets.reduce((sum, set) => sum + set.wer, 0) / sets.length,
    msPerFrame: cpuMs / frames,
    tokens: tokens / frames,
    candidates: candidates / frames,
    ...(calibration && {
      confidence: {
        confidenceScale: calibration.scale,
        confidenceOffset: calibration.offset,
        areaUnderCurve: areaUnderCurve(judged),
        calibrationError: calibrationError(judged, calibration),
        calibrationErrorBefore: calibrationError(judged, { scale: 1, offset: 0 }),
        words: judged.length,
        right: judged.filter(({ isRight }) => isRight).length,
      },
    }),
  };
}

function print(results: readonly ReturnType<typeof figures>[]): void {
  const varied = settingNames.filter((name) => new Set(results.map(({ setting }) => setting[name])).size > 1);
  console.log(`settings: ${settingNames.map((name) => `${name} ${results[0]!.setting[name]}`).join(', ')}`);
  const names = results[0]!.sets.map(({ set }) => `${set} (sub/del/ins)`);
  console.log([...varied, ...names, 'mean', 'ms/frame', 'tokens', 'candidates'].join('\t'));
  for (const { setting, sets, meanWer, msPerFrame, tokens, candidates, confidence } of results) {
    const errors = sets.map(
      (set) =>
        `${percent(set.wer)} [${percent(set.low)}–${percent(set.high)}] (${set.substitutions}/${set.deletions}/${set.insertions} of ${set.words})`,
    );
    const cost = [msPerFrame.toFixed(3), tokens.toFixed(0), candidates.toFixed(0)];
    console.log([...varied.map((name) => setting[name]), ...errors, percent(meanWer), ...cost].join('\t'));
    if (confidence) console.log(`  ${JSON.stringify(confidence)}`);
  }
}

const { decoder, utterances } = await prepare();
if (utterances.length === 0) throw new Error('no utterances: name --tsv tables (with a --model) or --frames folders');
const trials = combinations(decoder.search).map((setting): Trial => {
  const search = createLexiconSearch(decoder.predictor, decoder.joint, decoder.language(setting), decoder.frameMs);
  return { setting, search, errors: new Map(), judged: [], cpuMs: 0, frames: 0, tokens: 0, candidates: 0 };
});
for (const [index, utterance] of utterances.entries()) {
  const data = await utterance.frames().catch((error: unknown) => {
    console.error(`${utterance.path} is left out: ${String(error)}`);
    return null;
  });
  if (data === null) continue;
  for (const trial of trials) decode(trial, data, utterance, decoder.dim);
  if ((index + 1) % 20 === 0) process.stderr.write(`\r${index + 1} of ${utterances.length}`);
}
process.stderr.write('\n');
const results = trials.map(figures).toSorted((a, b) => a.meanWer - b.meanWer);
print(results);
if (options['json'] !== undefined) writeFileSync(options['json'], `${JSON.stringify(results, null, 1)}\n`);
process.exit(0);
