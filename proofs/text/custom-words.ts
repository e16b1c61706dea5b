/**
 * Measures the user's words: how many of 200 rare names, spoken by free synthesizers, are recognised without and with them added;
 * how often a list of 10, 100 and 1,000 of them is heard in real speech that has none; and what a frame costs with each.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openModel } from '../speech/model';
import { recordedUtterances } from '../speech/utterances';
import type { EncodedUtterance } from '../speech/utterances';
import type { CustomWordsOptions } from './custom-words-options';
import { falseInsertions } from './false-insertions';
import { recallOfLearned, recallOfNames } from './name-recall';
import type { Figures } from './proofs';
import { installedVoices, rareNames, spokenNames } from './spoken-names';
import { userWord, wordsOf, type Words } from './word-lists';

/** What a run takes that is to end within minutes, and one that takes all there is. */
export const shortRun = { minutes: 30, voicesPerName: 1, learn: 10 };
export const fullRun = { minutes: 60, voicesPerName: 2, learn: 20 };

export const corpusFolder = process.env['UTTER_SPEECH'] ?? resolve(import.meta.dirname, '../../../shared/corpus');
/** Dev parts first; the last, which the models were trained on, completes the hour. */
const corpusTables = ['librispeech.tsv', 'common-voice.tsv', 'an4.tsv', 'clips.tsv', 'vctk.tsv:train'];

function speechTables(): string[] {
  const tables = corpusTables.map((name) => join(corpusFolder, name));
  return tables.filter((table) => existsSync(table.replace(/:\w+$/, '')));
}

export async function proveCustomWords(options: CustomWordsOptions = {}): Promise<Figures> {
  const { model = 'utter-en', cache = join(tmpdir(), 'utter-prove'), boost = 0, sizes = [0, 10, 100, 1000] } = options;
  const { minutes = shortRun.minutes, speech = speechTables() } = options;
  mkdirSync(cache, { recursive: true });
  const opened = await openModel(model, 'wasm', 96);
  const { parts, encoder, key } = opened;
  const { sampleRateHz } = parts.manifest.featurizer;
  const lists = new Map<number, Words>();
  for (const size of new Set([0, ...sizes, spokenNames])) {
    lists.set(
      size,
      await wordsOf(
        opened,
        rareNames.slice(0, size).map((name) => userWord(name, boost)),
      ),
    );
  }
  const encoded = (table: string, split?: string): Promise<EncodedUtterance[]> =>
    recordedUtterances(table, encoder, sampleRateHz, key, {
      cache: join(cache, 'frames'),
      ...(split !== undefined && { split }),
    });
  const all = { ...shortRun, ...options };
  return {
    model: parts.manifest.id,
    boost,
    voices: installedVoices(),
    compileMs: Object.fromEntries([...lists].map(([size, { compileMs }]) => [size, Math.round(compileMs)])),
    names: await recallOfNames(opened, lists, encoded, cache, all),
    learned: await recallOfLearned(opened, encoded, cache, all),
    real:
      speech.length === 0
        ? { missing: `There is no real speech in ${corpusFolder}; UTTER_SPEECH names another folder, --speech tables.` }
        : await falseInsertions(opened, lists, encoded, { ...all, speech, minutes, sizes }),
  };
}

const text = { type: 'string' } as const;
/** What `npm run prove -- text custom-words` takes. */
export const customWordsFlags = {
  model: text,
  cache: text,
  speech: text,
  minutes: text,
  names: text,
  boost: text,
  learn: text,
  voices: text,
  sizes: text,
};

export function customWordsOptions(values: Readonly<Partial<Record<keyof typeof customWordsFlags, string>>>): CustomWordsOptions {
  const numbers = (['minutes', 'names', 'boost', 'learn', 'voices'] as const).flatMap((name) => {
    if (values[name] === undefined) return [];
    const value = Number(values[name]);
    if (!Number.isFinite(value)) throw new Error(`--${name} is no number`);
    return [[name === 'voices' ? 'voicesPerName' : name, value] as const];
  });
  return {
    ...(values.model !== undefined && { model: values.model }),
    ...(values.cache !== undefined && { cache: values.cache }),
    ...(values.speech !== undefined && { speech: values.speech.split(',') }),
    ...(values.sizes !== undefined && { sizes: values.sizes.split(',').map(Number) }),
    ...Object.fromEntries(numbers),
  };
}
