import { availableParallelism } from 'node:os';
import { toFailure, UtterError } from '../../core/errors';
import type { UserWord, WordProblem } from '../../core/language/user-words';
import type { TextSettings } from '../../core/settings';
import { textLanguage } from '../../core/text/languages';
import type { Punctuator } from '../../core/text/types';
import { editCommands } from '../../core/transcript/edit-commands';
import { batchTasks, type FoundRecording, type Task, unfinishedTasks } from '../batch';
import { addDone } from '../done-list';
import { openEars } from '../ears';
import { earsParts } from '../ears-parts';
import type { Ears } from '../ears-types';
import { createPartHearing } from '../part-hearing';
import { loadPunctuators } from '../punctuator';
import { recipeOf } from '../recipe';
import { partsOf } from '../recording-result';
import { type SpooledInput, spooledInput, standardInput } from '../spooled-input';
import type { TranscribeOptions } from '../transcribe-options';
import { transcribeInProcesses } from '../transcribe-pool';
import { textSettings } from '../text-options';
import { failureText, type Terminal } from '../terminal';
import { problemLines, readUserWords, readWordList, userWordsPath } from '../words-file';

/** Why these options don't go together, or null. */
export function transcribeConflict(files: readonly string[], options: TranscribeOptions): string | null {
  const { format, out, stream, resume, jobs = 1, channels } = options;

  if (out === undefined && (format.length > 1 || format.includes('docx'))) {
    return `${format.length > 1 ? 'Several formats need' : 'A document needs'} files: name a folder with --out.`;
  }
  if (files.filter((path) => path === standardInput).length > 1) return 'Standard input can be read once only.';
  if (stream === true && channels === 'each') return '--stream prints one text as it comes: it does not go with --channels each.';
  if (stream === true && (format[0] !== 'txt' || out !== undefined)) {
    return '--stream prints plain text as it comes: it goes neither with --out nor with another --format.';
  }
  if ((files.length > 1 || channels === 'each') && out === undefined && (format[0] === 'srt' || format[0] === 'vtt')) {
    return `Subtitles of several recordings or channels need a file each: name a folder with --out.`;
  }
  if (out === undefined && (resume === true || jobs > 1)) {
    return `${resume === true ? '--resume' : '--jobs'} needs a file for each recording: name a folder with --out.`;
  }
  return null;
}

/**
 * Transcribes recordings: one after the other, or, where each has a file of its own, on all cores. A bad one is reported and the
 * others are still done.
 * @returns exit status: 1 when any was bad
 */
export async function transcribe(
  files: readonly FoundRecording[],
  given: TranscribeOptions,
  terminal: Terminal,
  signal?: AbortSignal,
): Promise<number> {
  await textSettings(given); // a file that can't be read is reported before the model is loaded
  const { out, shard = null, jobs = availableParallelism() } = given;
  const options = out === undefined ? given : { ...given, recipe: await recipeOf(given, earsParts()) };
  const tasks = await tasksLeft(batchTasks(files, shard), options, terminal);
  if (tasks.length === 0) return 0;
  // Standard input belongs to this process.
  const isOne = out === undefined || tasks.some(({ path }) => path === standardInput);
  const processes = isOne ? 1 : Math.min(jobs, tasks.length);
  // Processes that share the cores leave none for more threads.
  if (processes > 1) return transcribeInProcesses(tasks, processes, { threads: 1, ...options }, terminal, signal);
  return withEars(options, terminal, signal, (ears, punctuators) =>
    transcribeWith(ears, tasks, options, terminal, signal, punctuators),
  );
}

/** What there is to do, and tells what of it there isn't or is again. */
async function tasksLeft(
  tasks: readonly Task[],
  { out, format, resume, recipe }: TranscribeOptions,
  terminal: Terminal,
): Promise<readonly Task[]> {
  if (resume !== true || out === undefined) return tasks;
  const { unfinished, changed } = await unfinishedTasks(tasks, out, format, recipe);
  if (unfinished.length < tasks.length)
    terminal.err(`utter: ${tasks.length - unfinished.length} of ${tasks.length} recordings are done already.\n`);
  if (changed.size > 0) {
    const count = changed.size === 1 ? '1 recording was' : `${changed.size} recordings were`;
    const options = [...new Set([...changed.values()].flat())].join(', ');
    terminal.err(`utter: ${count} done with another ${options}, and will be done again.\n`);
  }
  return unfinished;
}

/** Loads what hears and writes, for as long as it is used. */
export async function withEars<T>(
  options: TranscribeOptions,
  terminal: Terminal,
  signal: AbortSignal | undefined,
  use: (ears: Ears, punctuators: ReadonlyMap<string, Punctuator>) => Promise<T>,
): Promise<T> {
  const ears = await openEars(options, terminal, earsParts(), signal);
  try {
    await useWords(ears, options, terminal);
    return await use(ears, await loadPunctuators());
  } finally {
    await ears.dispose();
  }
}

/** Makes the words that the options name, else the user's, those that are recognised besides the models' own. */
export async function useWords(
  ears: Pick<Ears, 'setUserWords'>,
  options: Pick<TranscribeOptions, 'words'>,
  terminal: Terminal,
): Promise<void> {
  const problems: readonly WordProblem[] = await ears.setUserWords(await wordsOf(options, terminal));
  if (problems.length > 0) terminal.err(problemLines(options.words || userWordsPath(), problems, 'entry'));
}

async function wordsOf({ words }: Pick<TranscribeOptions, 'words'>, terminal: Terminal): Promise<readonly UserWord[]> {
  if (words === false) return [];
  if (words === undefined) return readUserWords(userWordsPath());
  const list = await readWordList(words);
  if (list.problems.length > 0) terminal.err(problemLines(words, list.problems));
  return list.words;
}

/** What the final pass must not lean towards: what isn't obeyed. */
function unobeyed({ formatText, commandsOff }: TextSettings): string[] {
  const edits = editCommands.map(({ action }) => action);
  return formatText ? [...commandsOff, ...edits] : [...textLanguage('en')!.commands.map(({ id }) => id), ...edits];
}

/**
 * One after the other, with ears at hand.
 * @param punctuators by language; without one case and marks are left to rules.
 */
export async function transcribeWith(
  ears: Ears,
  tasks: readonly Task[],
  options: TranscribeOptions,
  terminal: Terminal,
  signal?: AbortSignal,
  punctuators: ReadonlyMap<string, Punctuator> = new Map(),
): Promise<number> {
  const { out } = options;
  const settings = await textSettings(options);
  ears.setCommandsOff(unobeyed(settings));
  const isSeveral = tasks.length > 1 || options.channels === 'each';
  const hearing = createPartHearing({ ears, options, settings, punctuators, terminal, signal, isSeveral });
  let status = 0;

  for (const [index, { path: given, name }] of tasks.entries()) {
    const where = tasks.length === 1 ? '' : `[${index + 1}/${tasks.length}] `;
    const isPiped = given === standardInput;
    const path = isPiped ? 'standard input' : given;
    let input: SpooledInput | null = null;
    const files: string[] = [];
    const addToDone = async (): Promise<void> => {
      if (out !== undefined) await addDone(out, name, given, files, options.recipe);
    };
    try {
      input = await spooledInput(given, signal);
      const file = { input: input.path, path, name: isPiped ? 'standard-input' : name, where };
      let silent: unknown = null;
      for (const part of await partsOf(input.path, path, options)) {
        await hearing.hear(part, file, files).catch((error: unknown) => {
          // The other side of a call may have said nothing.
          if (part.label === null || !(error instanceof UtterError) || error.code !== 'audio-empty') throw error;
          silent = error;
        });
      }
      if (silent !== null && files.length === 0 && out !== undefined) throw silent;
      await addToDone();
    } catch (error) {
      signal?.throwIfAborted();
      status = 1;
      terminal.err(failureText(toFailure(error)));
      if (error instanceof UtterError && error.code === 'device-lost') throw error;
      // There is no more in a recording that is cut off, however often it is heard.
      const isCutOff = error instanceof UtterError && error.code === 'audio-undecodable';
      if (isCutOff && files.length > 0) await addToDone();
    } finally {
      await input?.remove();
    }
  }
  hearing.end();
  return status;
}
