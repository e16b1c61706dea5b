import { availableParallelism } from 'node:os';
import { type Failure, toFailure, UtterError } from '../../core/errors';
import type { UserWord, WordProblem } from '../../core/language/user-words';
import { recordingChunkFrames } from '../../core/model/chunk-length';
import type { Recognizer, RecognizerOptions } from '../../core/recognizer';
import type { TextSettings } from '../../core/settings';
import { textLanguage } from '../../core/text/languages';
import type { TranscriptWriter } from '../../core/text/transcript-writer';
import type { Punctuator } from '../../core/text/types';
import { createWriter } from '../../core/text/writer';
import { editCommands } from '../../core/transcript/edit-commands';
import { toMarkdown, toSrt, toTxt, toVtt } from '../../core/transcript/exports';
import { transcriptText } from '../../core/transcript/text';
import type { Transcript } from '../../core/transcript/types';
import { openAudio } from '../../media/open';
import { batchTasks, type Shard, unfinishedTasks } from '../batch';
import { type Ears, type EarsOptions, openEars } from '../ears';
import { earsParts } from '../ears-parts';
import { recognizeFile } from '../feed';
import { createLanguageWriter, HeardRecording } from '../heard-recording';
import { outputNames, writeWhole } from '../output-file';
import { loadPunctuators } from '../punctuator';
import { createLiveText } from '../live-text';
import { transcribeInProcesses } from '../transcribe-pool';
import { type TextOptions, textSettings } from '../text-options';
import { failureText, type Terminal } from '../terminal';
import { problemLines, readUserWords, readWordList, userWordsPath } from '../words-file';

export const formats = ['txt', 'md', 'json', 'srt', 'vtt'] as const;
export type Format = (typeof formats)[number];

const writers: Readonly<Record<Exclude<Format, 'json'>, (transcript: Transcript, title: string) => string>> = {
  txt: toTxt,
  md: toMarkdown,
  srt: toSrt,
  vtt: toVtt,
};

/** Segments that may wait for the final pass while a recording is read on. */
const mostPending = 1;

export interface TranscribeOptions extends EarsOptions, TextOptions {
  readonly format: Format;
  /** Folder for one result a recording; standard output when absent. */
  readonly out?: string;
  /** Print words as soon as they are certain. */
  readonly stream?: boolean;
  /** A list of words to recognise besides the model's; false for none, by default the user's. */
  readonly words?: string | false;
  /** Tell what each model heard of each segment. */
  readonly why?: boolean;
  /** Only this part of the recordings. */
  readonly shard?: Shard;
  /** Leave out recordings that have a result in `out` already. */
  readonly resume?: boolean;
  /** How many processes share the recordings where each has a file of its own; by default one for each core. */
  readonly jobs?: number;
}

/** The recording's name without folders and extension, in the same way on every system. */
function titleOf(path: string): string {
  return path.replace(/^.*[\\/]/, '').replace(/\.[^.]+$/, '');
}

/** Why these options don't go together, or null. */
export function transcribeConflict(files: readonly string[], options: TranscribeOptions): string | null {
  const { format, out, stream, resume, jobs = 1 } = options;

  if (stream === true && (format !== 'txt' || out !== undefined)) {
    return '--stream prints plain text as it comes: it goes neither with --out nor with another --format.';
  }
  if (files.length > 1 && out === undefined && (format === 'srt' || format === 'vtt')) {
    return `Subtitles of several recordings need a file each: name a folder with --out.`;
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
  files: readonly string[],
  options: TranscribeOptions,
  terminal: Terminal,
  signal?: AbortSignal,
): Promise<number> {
  await textSettings(options); // a file that can't be read is reported before the model is loaded
  const { out, format, shard = null, resume, jobs = availableParallelism() } = options;
  const all = batchTasks(files, format, shard);
  const tasks = resume === true && out !== undefined ? await unfinishedTasks(all, out) : all;
  if (tasks.length < all.length) terminal.err(`utter: ${all.length - tasks.length} of ${all.length} recordings are done already.\n`);
  if (tasks.length === 0) return 0;
  const processes = out === undefined ? 1 : Math.min(jobs, tasks.length);
  // Processes that share the cores leave none for more threads.
  if (processes > 1) return transcribeInProcesses(tasks, processes, { threads: 1, ...options }, terminal, signal);
  const [paths, names] = [tasks.map(({ path }) => path), tasks.map(({ name }) => name)];
  return withEars(options, terminal, signal, (ears, punctuators) => transcribeWith(ears, paths, options, terminal, signal, punctuators, names));
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
export async function useWords(ears: Pick<Ears, 'setUserWords'>, options: Pick<TranscribeOptions, 'words'>, terminal: Terminal): Promise<void> {
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
 * @param names of the results in the folder `out`.
 */
export async function transcribeWith(
  ears: Ears,
  files: readonly string[],
  options: TranscribeOptions,
  terminal: Terminal,
  signal?: AbortSignal,
  punctuators: ReadonlyMap<string, Punctuator> = new Map(),
  names: readonly string[] = outputNames(files, options.format),
): Promise<number> {
  const { format, out, why } = options;
  const isJsonList = format === 'json' && out === undefined && files.length > 1;
  const settings = await textSettings(options);
  ears.setCommandsOff(unobeyed(settings));
  let status = 0;
  let printed = 0;

  for (const [index, path] of files.entries()) {
    const where = files.length === 1 ? '' : `[${index + 1}/${files.length}] `;
    const heard = new HeardRecording(ears.languages);
    const recognizer = ears.createRecognizer({ streaming: streamingOptions(ears, options), mostPending, onFinal: heard.onFinal, onFailure: heard.onFailure });
    const writer = createLanguageWriter(
      () => heard.firstLanguage,
      (languageCode) => createWriter({ settings, languageCode, punctuator: punctuators.get(languageCode) ?? null }),
    );
    const written = (transcript: Transcript): string => {
      if (format !== 'json') return writers[format](transcript, titleOf(path));
      const json = heard.json(transcript, { ...(isJsonList && { file: path }), ...(why !== undefined && { why }) });
      return isJsonList ? json : `${json}\n`;
    };
    try {
      if (format === 'txt' && out === undefined && files.length > 1) terminal.out(`==> ${path} <==\n`);
      const { transcript, trouble } = await transcribeOne(path, where, { recognizer, writer }, options, terminal, signal);
      const problem = trouble ?? (ears.live === null ? heard.failure : null);
      if (problem === null || transcriptText(transcript) !== '') {
        if (out !== undefined) await writeWhole(out, names[index]!, written(transcript));
        else if (isJsonList) terminal.out(`${printed++ === 0 ? '[' : ','}\n${written(transcript)}`);
        else if (options.stream !== true) terminal.out(written(transcript));
      }
      if (why === true && format !== 'json') terminal.err(`${path}\n${heard.why()}`);
      if (problem !== null) throw problem;
      if (heard.failure !== null) terminal.err(failureText(degraded(path, toFailure(heard.failure))));
    } catch (error) {
      signal?.throwIfAborted();
      status = 1;
      terminal.err(failureText(toFailure(error)));
      if (error instanceof UtterError && error.code === 'device-lost') throw error;
    } finally {
      recognizer.dispose();
    }
  }
  terminal.status?.clear();
  if (isJsonList) terminal.out(printed === 0 ? '[]\n' : '\n]\n');
  return status;
}

function degraded(path: string, { code, message, remedy }: Failure): Failure {
  return { code, message: `A part of ${path} has streamed words, because the final pass failed: ${message}`, remedy };
}

/** A recording needn't be shown at once, and long chunks cost less; frame by frame the encoder's output is the same. */
function streamingOptions({ live }: Ears, { stream }: TranscribeOptions): RecognizerOptions {
  if (live === null || stream === true || live.manifest.format !== 'utter-model') return {};
  return { chunkFrames: recordingChunkFrames(live.manifest) };
}

async function transcribeOne(
  path: string,
  where: string,
  { recognizer, writer }: { readonly recognizer: Recognizer; readonly writer: TranscriptWriter },
  options: TranscribeOptions,
  terminal: Terminal,
  signal: AbortSignal | undefined,
): ReturnType<typeof recognizeFile> {
  const live = options.stream === true ? createLiveText((text) => terminal.out(text)) : null;
  const file = await openAudio({ path }, path);
  try {
    const heard = await recognizeFile(
      file,
      recognizer,
      (transcript) => {
        live?.show(writer.write(transcript, false));
        terminal.status?.show(`${where}${path}: ${progressText(transcript.durationMs, file.durationMs)}`);
      },
      signal,
    );
    const transcript = writer.write(heard.transcript, true);
    live?.show(transcript);
    live?.end();
    return { ...heard, transcript };
  } finally {
    terminal.status?.clear();
    file.close();
  }
}

function progressText(doneMs: number, totalMs: number | null): string {
  const minutes = (ms: number): string => {
    const seconds = Math.floor(ms / 1000);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  };
  if (totalMs === null || totalMs <= 0) return minutes(doneMs);
  return `${minutes(doneMs)} of ${minutes(totalMs)} (${Math.min(100, Math.round((100 * doneMs) / totalMs))} %)`;
}
