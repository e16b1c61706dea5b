import { UtterError } from '../../core/errors';
import { joinedFloats } from '../../core/joined-floats';
import { firstUnreadable } from '../../core/language/spoken-form';
import { checkedWord, mostUserWords, withWords } from '../../core/language/user-words';
import type { UserWord } from '../../core/language/user-words';
import type { Clip } from '../../engine/user-words';
import { openAudio } from '../../media/open';
import { type EngineOptions, loadEngine } from '../engine';
import { table } from '../table';
import type { Terminal } from '../terminal';
import { problemLines, readUserWords, readWordList, userWordsPath, writeUserWords } from '../words-file';

export interface WordsOptions {
  /** The file of words; the one shared with the app by default. */
  readonly words?: string;
}

export interface AddOptions extends WordsOptions, EngineOptions {
  readonly soundsLike?: string;
  readonly boost?: number;
  /** Recordings of the word alone, from which its sound is learned. */
  readonly recordings?: readonly string[];
}

const pathOf = ({ words }: WordsOptions): string => words ?? userWordsPath();

/** Adds a word, or replaces the one that is written so. */
export async function addWord(written: string, options: AddOptions, terminal: Terminal, signal?: AbortSignal): Promise<number> {
  const path = pathOf(options);
  const { soundsLike = '', boost = 0, recordings = [] } = options;
  // One that is learned needs no letters that can be read.
  const draft = usable({ written, soundsLike, boost, learned: recordings.length > 0 ? [['?']] : [] });
  const learned = recordings.length > 0 ? await learn({ ...draft, learned: [] }, recordings, options, terminal, signal) : [];
  const before = await readUserWords(path);
  const after = withWords(before, [{ ...draft, learned }]);
  refuseTooMany(after);
  await writeUserWords(path, after);
  const how = learned.map((phones) => phones.join(' ')).join(', or ');
  terminal.out(
    `${after.length > before.length ? 'Added' : 'Changed'} “${draft.written}”${how === '' ? '' : `, heard as ${how}`}.\n`,
  );
  const silent = firstUnreadable(draft.written);
  if (silent !== null && draft.soundsLike === '' && learned.length === 0) {
    terminal.out(`Models of its script can hear it; one of English sounds needs to know how it sounds: --sounds-like.\n`);
  }
  return 0;
}

async function learn(
  word: UserWord,
  recordings: readonly string[],
  options: EngineOptions,
  terminal: Terminal,
  signal: AbortSignal | undefined,
): Promise<string[][]> {
  const clips: Clip[] = [];
  for (const path of recordings) clips.push(await readClip(path, signal));
  const model = await loadEngine(options, terminal, signal);
  try {
    return await model.learnPronunciations(clips, word);
  } finally {
    model.dispose();
  }
}

async function readClip(path: string, signal: AbortSignal | undefined): Promise<Clip> {
  const file = await openAudio({ path }, path);
  try {
    const blocks: Float32Array[] = [];
    let length = 0;
    for await (const block of file.blocks(signal)) {
      blocks.push(block.slice());
      length += block.length;
      if (length > 12 * file.sampleRateHz) {
        throw new UtterError(
          'words-invalid',
          `${path} is longer than 12 seconds.`,
          'Record only the word, once in each recording.',
        );
      }
    }
    return { samples: joinedFloats(blocks), sampleRateHz: file.sampleRateHz };
  } finally {
    file.close();
  }
}

export async function listWords(options: WordsOptions & { readonly json?: boolean }, terminal: Terminal): Promise<number> {
  const words = await readUserWords(pathOf(options));
  if (options.json === true) terminal.out(`${JSON.stringify(words, null, 2)}\n`);
  else if (words.length === 0) terminal.out('No words yet: add one with utter words add.\n');
  else {
    const rows = words.map(({ written, soundsLike, boost, learned }) => [
      written,
      learned.length > 0 ? learned[0]!.join(' ') : soundsLike,
      boost === 0 ? '' : String(boost),
    ]);
    terminal.out(table(['word', 'sounds like', 'boost'], rows));
  }
  return 0;
}

/** @returns 1 when there was no such word. */
export async function removeWords(written: readonly string[], options: WordsOptions, terminal: Terminal): Promise<number> {
  const path = pathOf(options);
  const words = await readUserWords(path);
  const gone = new Set(written.map((word) => word.normalize('NFC').trim()));
  const known = new Set(words.map((word) => word.written));
  const kept = words.filter((word) => !gone.has(word.written));
  if (kept.length < words.length) await writeUserWords(path, kept);
  for (const word of gone) {
    if (known.has(word)) terminal.out(`Removed “${word}”.\n`);
    else terminal.err(`utter: There is no word “${word}” in ${path}.\n`);
  }
  return [...gone].every((word) => known.has(word)) ? 0 : 1;
}

/** Adds the words of a text file; lines that can't be used are told, and the others are added. @returns 1 when there were such lines */
export async function importWords(list: string, options: WordsOptions, terminal: Terminal): Promise<number> {
  const path = pathOf(options);
  const { words, problems } = await readWordList(list);
  const before = await readUserWords(path);
  const after = withWords(before, words);
  refuseTooMany(after);
  await writeUserWords(path, after);
  const changed = words.length - (after.length - before.length);
  terminal.out(`Added ${after.length - before.length} words from ${list}${changed === 0 ? '' : `, changed ${changed}`}.\n`);
  if (problems.length > 0) terminal.err(problemLines(list, problems));
  return problems.length === 0 ? 0 : 1;
}

function usable(word: UserWord): UserWord {
  const checked = checkedWord(word);
  if (typeof checked !== 'string') return checked;
  throw new UtterError('words-invalid', `“${word.written}” can't be added: ${checked}.`, 'See utter words add --help.');
}

function refuseTooMany(words: readonly UserWord[]): void {
  if (words.length <= mostUserWords) return;
  throw new UtterError(
    'words-invalid',
    `There would be ${words.length} words, more than ${mostUserWords}.`,
    'Remove some words first.',
  );
}
