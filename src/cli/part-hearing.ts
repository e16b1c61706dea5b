import { type Failure, toFailure } from '../core/errors';
import { recordingChunkFrames } from '../core/model/chunk-length';
import type { Recognizer, RecognizerOptions } from '../core/recognizer';
import type { TextSettings } from '../core/settings';
import type { TranscriptWriter } from '../core/text/transcript-writer';
import type { Punctuator } from '../core/text/types';
import { createWriter } from '../core/text/writer';
import { toTxt } from '../core/transcript/exports';
import { transcriptText } from '../core/transcript/text';
import type { Transcript } from '../core/transcript/types';
import { openAudio } from '../media/open';
import type { Ears } from './ears-types';
import { type Heard, recognizeFile } from './feed';
import { createLanguageWriter, HeardRecording } from './heard-recording';
import { createLiveText } from './live-text';
import { writeWhole } from './output-file';
import { type RecordingPart, type ResultDetails, resultOf } from './recording-result';
import { failureText, type Terminal } from './terminal';
import type { TranscribeOptions } from './transcribe-options';

/** Segments that may wait for the final pass while a recording is read on. */
const mostPending = 1;

/** What one run hears and writes with. */
export interface HearingParts {
  readonly ears: Ears;
  readonly options: TranscribeOptions;
  readonly settings: TextSettings;
  /** By language; without one case and marks are left to rules. */
  readonly punctuators: ReadonlyMap<string, Punctuator>;
  readonly terminal: Terminal;
  readonly signal: AbortSignal | undefined;
  /** Whether there is more than one result. */
  readonly isSeveral: boolean;
}

/** A recording as it is read, and as messages and results call it. */
export interface HeardFile {
  /** Where its bytes are. */
  readonly input: string;
  readonly path: string;
  /** Of its results, without an ending. */
  readonly name: string;
  /** Which of how many it is, before its name. */
  readonly where: string;
}

export interface PartHearing {
  /**
   * Hears a part of a recording and prints or writes what was heard; what could be heard of a bad one is kept before it throws.
   * @param files takes the names of those that were written.
   */
  hear(part: RecordingPart, file: HeardFile, files: string[]): Promise<void>;
  /** Ends what was printed. */
  end(): void;
}

export function createPartHearing(parts: HearingParts): PartHearing {
  const { ears, options, settings, punctuators, terminal, isSeveral } = parts;
  const { format, out, why } = options;
  const isPrinted = out === undefined;
  const isJsonList = isPrinted && isSeveral && format[0] === 'json';
  let printed = 0;

  async function keep(transcript: Transcript, details: ResultDetails, stem: string, files: string[]): Promise<void> {
    for (const each of format) {
      const result = resultOf(each, transcript, details);
      if (!isPrinted) {
        files.push(`${stem}.${each}`);
        await writeWhole(out, `${stem}.${each}`, result);
      } else if (isJsonList) terminal.out(`${printed++ === 0 ? '[' : ','}\n${String(result).trimEnd()}`);
      else if (options.stream !== true) terminal.out(isSeveral && details.label !== null ? toTxt(transcript) : String(result));
    }
  }

  return {
    async hear(part, file, files) {
      const { path, name } = file;
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
        const { transcript, trouble, warnings } = await recognize(file, part, { recognizer, writer }, parts);
        const problem = trouble ?? (ears.live === null ? heard.failure : null);
        if (problem === null || transcriptText(transcript) !== '') {
          const details = { title: titleOf(path), label: part.label, warnings, heard };
          const more = { ...(isJsonList && { file: path }), ...(why !== undefined && { why }) };
          const stem = part.label === null ? name : `${name}.${part.label.replace(' ', '-')}`;
          await keep(transcript, { ...details, ...more }, stem, files);
        }
        for (const warning of warnings) terminal.err(`utter: ${warning}\n`);
        if (why === true && !format.includes('json')) terminal.err(`${named}\n${heard.why()}`);
        if (problem !== null) throw problem;
        if (heard.failure !== null) terminal.err(failureText(degraded(path, toFailure(heard.failure))));
      } finally {
        recognizer.dispose();
      }
    },
    end() {
      terminal.status?.clear();
      if (isJsonList) terminal.out(printed === 0 ? '[]\n' : '\n]\n');
    },
  };
}

async function recognize(
  { input, path, where }: HeardFile,
  { choice }: RecordingPart,
  { recognizer, writer }: { readonly recognizer: Recognizer; readonly writer: TranscriptWriter },
  { options, terminal, signal }: HearingParts,
): Promise<Heard> {
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

/** The recording's name without folders and extension, in the same way on every system. */
function titleOf(path: string): string {
  return path.replace(/^.*[\\/]/, '').replace(/\.[^.]+$/, '');
}

function degraded(path: string, { code, message, remedy }: Failure): Failure {
  return { code, message: `A part of ${path} has streamed words, because the final pass failed: ${message}`, remedy };
}

/** A recording needn't be shown at once, and long chunks cost less; frame by frame the encoder's output is the same. */
function streamingOptions({ live }: Ears, { stream }: TranscribeOptions): RecognizerOptions {
  if (live === null || stream === true || live.manifest.format !== 'utter-model') return {};
  return { chunkFrames: recordingChunkFrames(live.manifest) };
}

function progressText(doneMs: number, totalMs: number | null): string {
  const minutes = (ms: number): string => {
    const seconds = Math.floor(ms / 1000);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  };
  if (totalMs === null || totalMs <= 0) return minutes(doneMs);
  return `${minutes(doneMs)} of ${minutes(totalMs)} (${Math.min(100, Math.round((100 * doneMs) / totalMs))} %)`;
}
