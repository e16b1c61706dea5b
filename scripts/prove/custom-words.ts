/**
 * Measures the user's words: how many of 200 rare names, spoken by free synthesizers, are recognised without and with them added;
 * how often a list of 10, 100 and 1,000 of them is heard in real speech that has none; and what a frame costs with each.
 *
 *     npx tsx scripts/prove/custom-words.ts [--model utter-en] [--cache FOLDER] [--speech a.tsv,b.tsv] [--split dev] [--minutes 60]
 *         [--names 200] [--voices 4] [--boost 0] [--learn 20] [--sizes 0,10,100,1000]
 *
 * Tables of real speech are those of `utter eval`. The last line is one JSON object. Encoder output is kept in the cache folder.
 */
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createLexiconSearch } from '../../src/core/decoder/lexicon-search';
import { createPieceBeam } from '../../src/core/decoder/piece-beam';
import { createPieceSearch } from '../../src/core/decoder/piece-search';
import { searchStart } from '../../src/core/decoder/types';
import type { DirectSearch } from '../../src/core/decoder/types';
import { learnPronunciations } from '../../src/core/language/learned-pronunciation';
import { compilePieceWords } from '../../src/core/language/piece-words';
import { createPronouncer } from '../../src/core/language/pronouncer';
import { compileUserWords } from '../../src/core/language/user-vocabulary';
import type { UserWord } from '../../src/core/language/user-words';
import { normalizedWords, wordErrors } from '../../src/core/metrics';
import { openModel } from '../tune/model';
import type { OpenModel } from '../tune/model';
import { recordedUtterances } from '../tune/utterances';
import type { EncodedUtterance } from '../tune/utterances';
import { installedVoices, rareNames, speakAlone, speakNames, spokenNames, writeTable } from './spoken-names';

export interface CustomWordsOptions {
  readonly model?: string;
  /** Keeps recordings and encoder output from one run to the next. */
  readonly cache?: string;
  /** Tables of real speech. */
  readonly speech?: readonly string[];
  readonly split?: string;
  /** Of real speech. */
  readonly minutes?: number;
  readonly names?: number;
  readonly boost?: number;
  /** Voices, of those installed, that say each name. */
  readonly voicesPerName?: number;
  /** Lengths of the lists that are held against real speech. */
  readonly sizes?: readonly number[];
  /** Names whose pronunciations are learned from three recordings. */
  readonly learn?: number;
  readonly log?: (line: string) => void;
}

type Report = Readonly<Record<string, unknown>>;

/** Searches with a list of words, and what making it took. */
interface Words {
  readonly size: number;
  readonly compileMs: number;
  create(): DirectSearch;
}

/** A list of the size wanted: the spoken names first. */
const listSizes = [10, 100, 1000] as const;

export async function proveCustomWords(options: CustomWordsOptions = {}): Promise<Report> {
  const { model = 'utter-en', cache = join(tmpdir(), 'utter-prove'), boost = 0, log = () => {} } = options;
  mkdirSync(cache, { recursive: true });
  const opened = await openModel(model, 'wasm', 96);
  const { parts, encoder, key } = opened;
  const sampleRateHz = parts.manifest.featurizer.sampleRateHz;
  const lists = new Map<number, Words>();
  for (const size of new Set([0, ...(options.sizes ?? listSizes), spokenNames])) lists.set(size, await wordsOf(opened, size, boost));
  const encoded = (table: string, split?: string): Promise<EncodedUtterance[]> =>
    recordedUtterances(table, encoder, sampleRateHz, key, { cache: join(cache, 'frames'), ...(split !== undefined && { split }) });

  const names = await recallOfNames(opened, lists, encoded, cache, options, log);
  const learned = await recallOfLearned(opened, encoded, cache, options, log);
  const real = await falseInsertions(opened, lists, encoded, options, log);
  return {
    model: parts.manifest.id,
    boost,
    voices: installedVoices(),
    compileMs: Object.fromEntries([...lists].map(([size, { compileMs }]) => [size, Math.round(compileMs)])),
    names,
    learned,
    real,
  };
}

const cpuMs = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};

async function wordsOf(opened: OpenModel, size: number, boost: number, entries?: readonly UserWord[]): Promise<Words> {
  const { parts, encoder } = opened;
  const { predictor, joint, units, language, g2p } = parts;
  const words = entries ?? rareNames.slice(0, size).map((written): UserWord => ({ written, soundsLike: '', boost, learned: [] }));
  const before = process.cpuUsage();
  if (language === null) {
    const { words: pieces } = compilePieceWords(words, units);
    const { frameMs } = encoder;
    return {
      size,
      compileMs: cpuMs(before),
      create: () =>
        pieces === null
          ? createPieceSearch(predictor, joint, units, frameMs)
          : createPieceBeam(predictor, joint, units, pieces, frameMs, searchStart),
    };
  }
  const user = size === 0 ? null : (await compileUserWords(words, language, g2p, units.pieces)).vocabulary;
  const compileMs = cpuMs(before);
  return { size, compileMs, create: () => createLexiconSearch(predictor, joint, { ...language, user }, encoder.frameMs) };
}

function recognized(search: DirectSearch, data: Float32Array, dim: number): string[] {
  for (let offset = 0; offset < data.length; offset += dim) search.advance(data, offset, Infinity);
  return search.endUtterance().map((word) => word.text);
}

async function recallOfNames(
  opened: OpenModel,
  lists: ReadonlyMap<number, Words>,
  encoded: (table: string) => Promise<EncodedUtterance[]>,
  cache: string,
  { names: count = spokenNames, voicesPerName }: CustomWordsOptions,
  log: (line: string) => void,
): Promise<Report | null> {
  const spoken = speakNames(rareNames.slice(0, count), join(cache, 'wav'), voicesPerName);
  if (spoken.length === 0) return null;
  const table = join(cache, 'names.tsv');
  writeTable(spoken, table);
  const utterances = await encoded(table);
  const counts = new Map<string, { spoken: number; without: number; withAll: number; aroundWords: number; aroundWrong: number; otherNames: number }>();
  const of = (voice: string) => {
    const known = counts.get(voice) ?? { spoken: 0, without: 0, withAll: 0, aroundWords: 0, aroundWrong: 0, otherNames: 0 };
    counts.set(voice, known);
    return known;
  };
  const dim = opened.encoder.outputDim;
  for (const [i, { name, voice, around }] of spoken.entries()) {
    const data = await utterances[i]!.frames();
    const voiceCounts = of(voice);
    const sum = of('all');
    const hears = (words: readonly string[]): number => (words.includes(name) ? 1 : 0);
    const plain = recognized(lists.get(0)!.create(), data, dim);
    const isPlain = normalizedWords(plain.join(' ')).includes(normalizedWords(name)[0]!) ? 1 : 0;
    const all = recognized(lists.get(spokenNames)!.create(), data, dim);
    const errors = wordErrors(around, plain.join(' '));
    for (const each of [voiceCounts, sum]) {
      each.spoken++;
      each.without += isPlain;
      each.withAll += hears(all);
      each.otherNames += all.filter((word) => word !== name && rareNames.includes(word)).length;
      each.aroundWords += errors.words;
      each.aroundWrong += errors.substitutions + errors.deletions;
    }
    if ((i + 1) % 100 === 0) log(`${i + 1} of ${spoken.length} names: ${JSON.stringify(sum)}`);
  }
  return Object.fromEntries(
    [...counts].map(([voice, c]) => [
      voice,
      {
        spoken: c.spoken,
        recallWithout: c.without / c.spoken,
        recallWith: c.withAll / c.spoken,
        otherNamesHeard: c.otherNames,
        wordsAroundRight: 1 - c.aroundWrong / c.aroundWords,
      },
    ]),
  );
}

/** Names that their letters do not tell: recall in a sentence, before and after three recordings of the name alone. */
async function recallOfLearned(
  opened: OpenModel,
  encoded: (table: string) => Promise<EncodedUtterance[]>,
  cache: string,
  { learn = 20, boost = 0, voicesPerName }: CustomWordsOptions,
  log: (line: string) => void,
): Promise<Report | null> {
  const { parts, encoder } = opened;
  const { language, g2p, units, predictor, joint } = parts;
  if (language === null || learn === 0) return null;
  const names = rareNames.slice(0, learn);
  const alone = speakAlone(names, join(cache, 'wav'), voicesPerName);
  const inSentence = speakNames(names, join(cache, 'wav'), voicesPerName);
  const tables = { alone: join(cache, 'alone.tsv'), inSentence: join(cache, 'learned.tsv') };
  writeTable(alone, tables.alone);
  writeTable(inSentence, tables.inSentence);
  const aloneFrames = await encoded(tables.alone);
  const sentenceFrames = await encoded(tables.inSentence);
  const pronouncer = createPronouncer(language.lexicon, g2p);
  const dim = encoder.outputDim;
  let [spoken, before, after, learnMs, learnedCount] = [0, 0, 0, 0, 0];
  for (const { name, voice } of inSentence) {
    const clips: { frames: number; dim: number; data: Float32Array }[] = [];
    for (const [i, clip] of alone.entries()) {
      if (clip.name !== name || clip.voice !== voice) continue;
      const data = await aloneFrames[i]!.frames();
      clips.push({ data, dim, frames: data.length / dim });
    }
    const word: UserWord = { written: name, soundsLike: '', boost, learned: [] };
    const since = process.cpuUsage();
    const pronunciations = learnPronunciations(clips, word, language, pronouncer, predictor, joint);
    learnMs += cpuMs(since);
    learnedCount++;
    const learned = pronunciations.map((phones) => phones.map((id) => units.pieces[id]!));
    const data = await sentenceFrames[inSentence.findIndex((s) => s.name === name && s.voice === voice)]!.frames();
    const hears = async (entry: UserWord): Promise<number> => {
      const words = await wordsOf(opened, 1, boost, [entry]);
      return recognized(words.create(), data, dim).includes(name) ? 1 : 0;
    };
    spoken++;
    before += await hears(word);
    after += await hears({ ...word, learned });
    if (spoken % 20 === 0) log(`${spoken} learned: ${before} before, ${after} after`);
  }
  return { spoken, recallByLetters: before / spoken, recallByRecordings: after / spoken, learnMs: learnMs / learnedCount };
}

async function falseInsertions(
  opened: OpenModel,
  lists: ReadonlyMap<number, Words>,
  encoded: (table: string, split?: string) => Promise<EncodedUtterance[]>,
  { speech = [], split = 'dev', minutes = 60, sizes = [0, ...listSizes] }: CustomWordsOptions,
  log: (line: string) => void,
): Promise<Report | null> {
  if (speech.length === 0) return null;
  const dim = opened.encoder.outputDim;
  const { frameMs } = opened.encoder;
  const rows = sizes.map((size) => ({
    size,
    names: new Set(rareNames.slice(0, size)),
    inserted: [] as string[],
    ms: 0,
    words: 0,
    wrong: 0,
  }));
  const spellings = new Set(rareNames.flatMap((name) => normalizedWords(name)));
  let frames = 0;
  let utterances = 0;
  const tables = await Promise.all(speech.map((table) => encoded(table, split)));
  for (const utterance of tables.flat()) {
    if (frames * frameMs >= minutes * 60_000) break;
    if (normalizedWords(utterance.text).some((word) => spellings.has(word))) continue;
    const data = await utterance.frames().catch((error: unknown) => {
      log(`${utterance.path} is left out: ${String(error)}`);
      return null;
    });
    if (data === null) continue;
    frames += data.length / dim;
    for (const row of rows) {
      const search = lists.get(row.size)!.create();
      const before = process.cpuUsage();
      const heard = recognized(search, data, dim);
      row.ms += cpuMs(before);
      const errors = wordErrors(utterance.text, heard.join(' '));
      row.words += errors.words;
      row.wrong += errors.substitutions + errors.deletions + errors.insertions;
      const inserted = heard.filter((word) => row.names.has(word));
      row.inserted.push(...inserted);
      if (inserted.length > 0) log(`${row.size} words: heard ${inserted.join(', ')} in "${utterance.text}"`);
    }
    if (++utterances % 50 === 0) log(JSON.stringify(summary()));
  }
  return summary();

  function summary(): Report {
    return {
      minutes: (frames * frameMs) / 60_000,
      lists: rows.map(({ size, inserted, ms, words, wrong }) => ({
        words: size,
        falseInsertions: inserted.length,
        inserted,
        wer: wrong / words,
        msPerFrame: ms / frames,
      })),
    };
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { model: text, cache: text, speech: text, split: text, minutes: text, names: text, boost: text, learn: text, voices: text, sizes: text },
  });
  const numbers = (['minutes', 'names', 'boost', 'learn', 'voices'] as const).flatMap((name) => {
    if (values[name] === undefined) return [];
    const value = Number(values[name]);
    if (!Number.isFinite(value)) throw new Error(`--${name} is no number`);
    return [[name === 'voices' ? 'voicesPerName' : name, value] as const];
  });
  const report = await proveCustomWords({
    ...(values.model !== undefined && { model: values.model }),
    ...(values.cache !== undefined && { cache: values.cache }),
    ...(values.split !== undefined && { split: values.split }),
    speech: values.speech?.split(',') ?? [],
    ...(values.sizes !== undefined && { sizes: values.sizes.split(',').map(Number) }),
    ...Object.fromEntries(numbers),
    log: (line) => console.error(line),
  });
  console.log(JSON.stringify(report));
  process.exit(0);
}
