import type { FinalText } from '../core/final/types';
import { wordErrors, type WordErrors } from '../core/metrics';
import type { RecognizerOptions } from '../core/recognizer';
import { transcriptText, transcriptWords, wordsText } from '../core/transcript/text';
import type { Word } from '../core/transcript/types';
import { openAudio } from '../media/open';
import type { Ears } from './ears-types';
import { liveChunks } from './feed';
import { HeardRecording } from './heard-recording';
import { perturbed, type Perturbation } from './perturbation';
import type { Utterance } from './utterance-list';
import type { HeardSegment } from './why';

/** What one source heard of a recording. */
export interface SourceText {
  readonly words: readonly Word[];
  readonly errors: WordErrors;
}

/** One recording, recognised as if it came from a microphone. */
export interface Measured {
  readonly utterance: Utterance;
  readonly hypothesis: string;
  readonly words: readonly Word[];
  readonly errors: WordErrors;
  /** The streamed words alone, and each model of the final pass alone; none without a final pass. */
  readonly sources: ReadonlyMap<string, SourceText>;
  readonly segments: readonly HeardSegment[];
  /** What was found to be spoken; null where that isn't known. */
  readonly language: string | null;
  /** Why streamed words had to do; null where they had not. */
  readonly finalFailure: unknown;
  readonly audioMs: number;
  readonly processingMs: number;
  /** Of that, searching, and the final pass; the rest is resampling, featurizer and encoder. */
  readonly searchMs: number;
  readonly finalPassMs: number;
  /** Null when no word was recognised before the end. */
  readonly firstPartialMs: number | null;
  readonly finalMs: number;
}

export interface MeasureSettings extends Perturbation {
  readonly recognizer: RecognizerOptions;
  /** Of what may be spoken; by default the ears'. */
  readonly languages?: readonly string[];
}

/** The live model's words in a final text. */
export const streamingSource = 'streaming';

/** @param files of the whole list, for babble. */
export async function measure(
  ears: Ears,
  utterance: Utterance,
  { recognizer: streaming, languages, ...change }: MeasureSettings,
  files: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Measured> {
  const opened = await openAudio({ path: utterance.file }, utterance.file);
  const file = perturbed(opened, change, utterance.file, files);
  const heard = new HeardRecording(languages ?? ears.languages);
  let searchMs = 0;
  let finalPassMs = 0;
  let streamed: readonly Word[] | null = null;
  const recognizer = ears.createRecognizer({
    streaming: {
      ...streaming,
      async onSearch(run) {
        const start = performance.now();
        await run();
        searchMs += performance.now() - start;
      },
    },
    ...(languages && { languages }),
    // While a person speaks there is time to hear all segments but the last.
    mostPending: 0,
    onFinal: heard.onFinal,
    onFailure: heard.onFailure,
    onHeard: (tookMs) => (finalPassMs += tookMs),
    onStreamed: (transcript) => (streamed = transcriptWords(transcript)),
  });
  try {
    let audioMs = 0;
    let processingMs = 0;
    let firstPartialMs: number | null = null;
    for await (const chunk of liveChunks(file, signal)) {
      const start = performance.now();
      const transcript = await recognizer.acceptWaveform(chunk, file.sampleRateHz);
      const tookMs = performance.now() - start;
      processingMs += tookMs;
      audioMs += (chunk.length / file.sampleRateHz) * 1000;
      if (firstPartialMs === null && transcriptText(transcript) !== '') firstPartialMs = audioMs + tookMs;
    }
    const start = performance.now();
    const transcript = await recognizer.inputFinished();
    const finalMs = performance.now() - start;
    processingMs += finalMs;
    const words = transcriptWords(transcript);
    const hypothesis = wordsText(words);
    return {
      utterance,
      hypothesis,
      words,
      errors: wordErrors(utterance.text, hypothesis),
      sources: ears.tier === 'none' ? new Map() : sourcesOf(utterance.text, ears, heard.segments, streamed),
      segments: heard.segments,
      language: heard.firstLanguage,
      finalFailure: heard.failure,
      audioMs,
      processingMs,
      searchMs,
      finalPassMs,
      firstPartialMs,
      finalMs,
    };
  } finally {
    recognizer.dispose();
    opened.close();
  }
}

/** @param streamed what the live model made of the whole recording, pauses included; null where there is none. */
function sourcesOf(
  text: string,
  ears: Ears,
  segments: readonly HeardSegment[],
  streamed: readonly Word[] | null,
): Map<string, SourceText> {
  const sources = new Map<string, SourceText>();
  const add = (source: string, words: readonly Word[]): void =>
    void sources.set(source, { words, errors: wordErrors(text, wordsText(words)) });
  if (streamed !== null) add(streamingSource, streamed);
  for (const id of ears.modelIds)
    add(
      id,
      segments.flatMap((segment) => wordsOf(segment.text, id)),
    );
  return sources;
}

function wordsOf({ heard }: FinalText, source: string): readonly Word[] {
  return heard.filter((one) => one.source === source).flatMap(({ words }) => words);
}
