import { invalidModel } from '../model/files';
import type { PhoneManifest, SearchConfig } from '../model/manifest';
import { parseSafetensors } from '../model/safetensors';
import type { TensorFile } from '../model/safetensors';
import type { Units } from '../model/units';
import { parseLexicon } from './lexicon';
import type { Lexicon } from './lexicon';
import { parseNgram } from './ngram';
import type { Ngram } from './ngram';
import type { UserVocabulary } from './vocabulary';

/** What turns phones into words. Word ids are the same in both; any number of searches may share it. */
export interface Language {
  readonly lexicon: Lexicon;
  readonly ngram: Ngram;
  readonly search: SearchConfig;
  readonly blankId: number;
  /** The unit that may be taken between words; null for models that have none. */
  readonly silenceId: number | null;
  /** The user's words; null without any. */
  readonly user: UserVocabulary | null;
}

/**
 * @param contents bytes of the manifest's files by name.
 * @throws UtterError `model-invalid` for files that are damaged, or do not fit each other or the model's phones.
 */
export function parseLanguage(
  manifest: PhoneManifest,
  units: Units,
  contents: ReadonlyMap<string, Uint8Array>,
  location: string,
): Language {
  const failIn =
    (file: string) =>
    (problem: string, cause?: unknown): never => {
      throw invalidModel(location, file, problem, cause);
    };
  const tensorsOf = (file: string): TensorFile => parseSafetensors(contents.get(file)!, location, file);
  const { count, blankId, silenceId = null } = manifest.units;
  const lexiconFile = manifest.lexicon.file;
  const failInLexicon = failIn(lexiconFile);
  const lexiconTensors = tensorsOf(lexiconFile);
  const { units: phones } = lexiconTensors.metadata;
  if (phones !== undefined && phones !== units.pieces.join(' ')) {
    failInLexicon(`was made for other phones than those of ${manifest.units.file}`);
  }
  const lexicon = parseLexicon(lexiconTensors, count, blankId, failInLexicon);
  if (lexicon.words !== manifest.lexicon.words) {
    failInLexicon(`has ${lexicon.words} words, but manifest.json says ${manifest.lexicon.words}`);
  }

  if (silenceId !== null && lexicon.phone.includes(silenceId, 1)) failInLexicon(`has silence, unit ${silenceId}, inside a word`);

  const { file, order } = manifest.languageModel;
  const ngram = parseNgram(tensorsOf(file), order, failIn(file));
  if (ngram.words !== lexicon.words) {
    failIn(file)(`has ${ngram.words} words, but ${lexiconFile} has ${lexicon.words}`);
  }
  return { lexicon, ngram, search: manifest.search, blankId, silenceId, user: null };
}
