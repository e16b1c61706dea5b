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
import { toTxt } from '../../core/transcript/exports';
import { transcriptText } from '../../core/transcript/text';
import { type AudioChoice, openAudio } from '../../media/open';
import { batchTasks, type FoundRecording, type Task, unfinishedTasks } from '../batch';
import { addDone } from '../done-list';
import { type Ears, openEars } from '../ears';
import { earsParts } from '../ears-parts';
import { recognizeFile } from '../feed';
import { createLanguageWriter, HeardRecording } from '../heard-recording';
import { writeWhole } from '../output-file';
import { loadPunctuators } from '../punctuator';
import { createLiveText } from '../live-text';
import { partsOf, type RecordingPart, resultOf } from '../recording-result';
import { type SpooledInput, spooledInput, standardInput } from '../spooled-input';
import type { TranscribeOptions } from '../transcribe-options';
import { transcribeInProcesses } from '../transcribe-pool';
import { textSettings } from '../text-options';
import { failureText, type Terminal } from '../terminal';
import { problemLines, readUserWords, readWordList, userWordsPath } from '../words-file';

/** Segments that may wait for the final pass while a recording is read on. */
const mostPending = 1;

/** The recording's name without folders and extension, in the same way on every system. */
function titleOf(path: string): string {
  return path.replace(/^.*[\\/]/, '').replace(/\.[^.]+$/, '');
}

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
  options: TranscribeOptions,
  terminal: Terminal,
  signal?: AbortSignal,
): Promise<number> {
  await textSettings(options); // a file that can't be read is reported before the model is loaded
  const { out, format, shard = null, resume, jobs = availableParallelism() } = options;
  const all = batchTasks(files, shard);
  const tasks = resume === true && out !== undefined ? await unfinishedTasks(all, out, format) : all;
  if (tasks.length < all.length)
    terminal.err(`utter: ${all.length - tasks.length} of ${all.length} recordings are done already.\n`);
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
  const { format, out, why, channels } = options;
  const isPrinted = out === undefined;
  const isSeveral = tasks.length > 1 || channels === 'each';
  const isJsonList = isPrinted && isSeveral && format[0] === 'json';
  const settings = await textSettings(options);
  ears.setCommandsOff(unobeyed(settings));
  let status = 0;
  let printed = 0;

  /** @param files takes the names of those that were written. */
  async function hear(
    part: RecordingPart,
    input: string,
    path: string,
    name: string,
    where: string,
    files: string[],
  ): Promise<void> {
    const heard = new HeardRecording(ears.languages);
    const recognizer = ears.createRecognizer({
      streaming: streamingOptions(ears, options),
      mostPending,
      onFinal: heard.onFinal,
      onFailure: heard.onFailure,
    });
    const writer = createLanguageWriter(
      () => heard.firstLanguage,
      (languageCode) => createWriter({ settings, languageCode, punctuator: punctuators.get(languageCode) ?? null }),
    );
    const named = part.label === null ? path : `${path}, ${part.label}`;
    try {
      if (isPrinted && isSeveral && format[0] === 'txt') terminal.out(`==> ${named} <==\n`);
      const parts = { recognizer, writer, choice: part.choice };
      const { transcript, trouble, warnings } = await transcribeOne(input, path, where, parts, options, terminal, signal);
      const problem = trouble ?? (ears.live === null ? heard.failure : null);
      const details = {
        title: titleOf(path),
        label: part.label,
        warnings,
        heard,
        ...(isJsonList && { file: path }),
        ...(why !== undefined && { why }),
      };
      if (problem === null || transcriptText(transcript) !== '') {
        const stem = part.label === null ? name : `${name}.${part.label.replace(' ', '-')}`;
        for (const each of format) {
          const result = resultOf(each, transcript, details);
          if (!isPrinted) files.push(`${stem}.${each}`);
          if (!isPrinted) await writeWhole(out, `${stem}.${each}`, result);
          else if (isJsonList) terminal.out(`${printed++ === 0 ? '[' : ','}\n${String(result).trimEnd()}`);
          else if (options.stream !== true) terminal.out(isSeveral && part.label !== null ? toTxt(transcript) : String(result));
        }
      }
      for (const warning of warnings) terminal.err(`utter: ${warning}\n`);
      if (why === true && !format.includes('json')) terminal.err(`${named}\n${heard.why()}`);
      if (problem !== null) throw problem;
      if (heard.failure !== null) terminal.err(failureText(degraded(path, toFailure(heard.failure))));
    } finally {
      recognizer.dispose();
    }
  }

  for (const [index, { path: given, name }] of tasks.entries()) {
    const where = tasks.length === 1 ? '' : `[${index + 1}/${tasks.length}] `;
    const path = given === standardInput ? 'standard input' : given;
    let input: SpooledInput | null = null;
    const files: string[] = [];
    try {
      input = await spooledInput(given, signal);
      let silent: unknown = null;
      for (const part of await partsOf(input.path, path, options)) {
        await hear(part, input.path, path, given === standardInput ? 'standard-input' : name, where, files).catch(
          (error: unknown) => {
            // The other side of a call may have said nothing.
            if (part.label === null || !(error instanceof UtterError) || error.code !== 'audio-empty') throw error;
            silent = error;
          },
        );
      }
      if (silent !== null && files.length === 0 && !isPrinted) throw silent;
      if (!isPrinted) await addDone(out, name, given, files);
    } catch (error) {
      signal?.throwIfAborted();
      status = 1;
      terminal.err(failureText(toFailure(error)));
      if (error instanceof UtterError && error.code === 'device-lost') throw error;
      // There is no more in a recording that is cut off, however often it is heard.
      const isCutOff = error instanceof UtterError && error.code === 'audio-undecodable';
      if (!isPrinted && isCutOff && files.length > 0) await addDone(out, name, given, files);
    } finally {
      await input?.remove();
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
  input: string,
  path: string,
  where: string,
  {
    recognizer,
    writer,
    choice,
  }: { readonly recognizer: Recognizer; readonly writer: TranscriptWriter; readonly choice: AudioChoice },
  options: TranscribeOptions,
  terminal: Terminal,
  signal: AbortSignal | undefined,
): ReturnType<typeof recognizeFile> {
  const live = options.stream === true ? createLiveText((text) => terminal.out(text)) : null;
  const file = await openAudio({ path: input }, path, choice);
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
