import { basename, dirname } from 'node:path';
import { type Failure, toFailure, UtterError } from '../../core/errors';
import { bootstrapWer, percentile, realTimeFactor, totalErrors, type WordErrors, wordErrors } from '../../core/metrics';
import { liveChunkFrames } from '../../core/model/chunk-length';
import type { Manifest, SearchConfig } from '../../core/model/manifest';
import { transcriptText } from '../../core/transcript/text';
import type { RecognizerOptions } from '../../core/recognizer';
import type { AnyModel } from '../../engine/load-any';
import { openAudio } from '../../media/open';
import { type EngineOptions, loadEngine } from '../engine';
import { liveChunks } from '../feed';
import { changedSearch } from '../search-options';
import { writeWhole } from '../output-file';
import { table } from '../table';
import { failureText, type Terminal } from '../terminal';
import { readUtterances, type Utterance } from '../utterance-list';

export interface EvaluateOptions extends EngineOptions {
  readonly root?: string;
  readonly split?: string;
  readonly limit?: number;
  readonly json?: boolean;
  /** Settings of the search other than the manifest's. */
  readonly search?: Partial<SearchConfig>;
  /** Feature frames encoded at a time. */
  readonly chunkFrames?: number;
  /** File for a table of what was said and what was recognised. */
  readonly perUtterance?: string;
}

/** One recording, recognised as if it came from a microphone. */
export interface Measured {
  readonly utterance: Utterance;
  readonly hypothesis: string;
  readonly errors: WordErrors;
  readonly audioMs: number;
  readonly processingMs: number;
  /** Of that, searching; the rest is resampling, featurizer and encoder. */
  readonly searchMs: number;
  /** Null when no word was recognised before the end. */
  readonly firstPartialMs: number | null;
  readonly finalMs: number;
}

export interface Evaluation {
  readonly utterances: number;
  readonly words: number;
  /** Share of wrong words; the bounds hold it with 95 % confidence. */
  readonly wer: number;
  readonly werLow: number;
  readonly werHigh: number;
  readonly substitutions: number;
  readonly deletions: number;
  readonly insertions: number;
  /** Processing time over audio time. */
  readonly rtf: number;
  /** Its two parts: up to the encoder's output, and the search. */
  readonly rtfEncoder: number;
  readonly rtfSearch: number;
  readonly firstPartialMsP50: number;
  readonly firstPartialMsP95: number;
  readonly finalMsP50: number;
  readonly finalMsP95: number;
  readonly audioSeconds: number;
  readonly model: string;
  readonly backend: string;
  /** Feature frames encoded at a time. */
  /** Null for an ONNX model, whose chunks are its own. */
  readonly chunkFrames: number | null;
  /** What the search was set to; null for a model of word pieces. */
  readonly search: SearchConfig | null;
  readonly failed: readonly ({ readonly path: string } & Failure)[];
}

/** Measures a model on transcribed recordings. @returns exit status: 1 when any recording failed */
export async function evaluate(
  manifest: string,
  options: EvaluateOptions,
  terminal: Terminal,
  signal?: AbortSignal,
): Promise<number> {
  const utterances = await readUtterances(manifest, options);
  const model = await loadEngine(options, terminal, signal);
  try {
    const { evaluation, measured } = await evaluateWith(model, utterances, terminal, signal, options);
    if (options.perUtterance !== undefined) {
      await writeWhole(dirname(options.perUtterance), basename(options.perUtterance), perUtteranceTable(measured));
    }
    terminal.out(options.json === true ? `${JSON.stringify(evaluation)}\n` : summary(evaluation));
    return evaluation.failed.length === 0 ? 0 : 1;
  } finally {
    model.dispose();
  }
}

/** As `evaluate`, with model and list at hand. */
export async function evaluateWith(
  model: AnyModel,
  utterances: readonly Utterance[],
  terminal: Terminal,
  signal?: AbortSignal,
  { search: changes, chunkFrames }: Pick<EvaluateOptions, 'search' | 'chunkFrames'> = {},
): Promise<{ evaluation: Evaluation; measured: Measured[] }> {
  const { manifest } = model;
  if (manifest.format === 'onnx-transducer' && (changes !== undefined || chunkFrames !== undefined)) {
    const remedy = 'Leave out --search and --chunk-frames.';
    throw new UtterError('model-invalid', `${manifest.id} is an ONNX model, which says itself how it is run.`, remedy);
  }
  const search = manifest.format === 'utter-model' ? changedSearch(manifest, changes) : null;
  if (manifest.format === 'utter-model') checkChunk(manifest, chunkFrames);
  const settings: RecognizerOptions = {
    endpointRules: null,
    ...(search && { search }),
    ...(chunkFrames !== undefined && { chunkFrames }),
  };
  const measured: Measured[] = [];
  const failed: ({ path: string } & Failure)[] = [];
  for (const [index, utterance] of utterances.entries()) {
    try {
      measured.push(await measure(model, utterance, settings, signal));
    } catch (error) {
      signal?.throwIfAborted();
      const failure = toFailure(error);
      failed.push({ path: utterance.path, ...failure });
      terminal.err(failureText(failure));
    }
    terminal.status?.show(progress(index + 1, utterances.length, measured));
  }
  terminal.status?.clear();

  const { wer, low, high } = bootstrapWer(measured.map(({ errors }) => errors));
  const sum = (pick: (one: Measured) => number): number => measured.reduce((total, one) => total + pick(one), 0);
  const firstPartials = measured.flatMap(({ firstPartialMs }) => firstPartialMs ?? []);
  const finals = measured.map(({ finalMs }) => finalMs);
  const evaluation: Evaluation = {
    utterances: measured.length,
    ...withRates(totalErrors(measured.map(({ errors }) => errors)), wer, low, high),
    rtf: realTimeFactor(sum((one) => one.processingMs), sum((one) => one.audioMs)),
    rtfEncoder: realTimeFactor(sum((one) => one.processingMs - one.searchMs), sum((one) => one.audioMs)),
    rtfSearch: realTimeFactor(sum((one) => one.searchMs), sum((one) => one.audioMs)),
    firstPartialMsP50: percentile(firstPartials, 0.5),
    firstPartialMsP95: percentile(firstPartials, 0.95),
    finalMsP50: percentile(finals, 0.5),
    finalMsP95: percentile(finals, 0.95),
    audioSeconds: sum((one) => one.audioMs) / 1000,
    model: model.manifest.id,
    backend: model.choice.backend,
    chunkFrames: chunkFrames ?? (manifest.format === 'utter-model' ? liveChunkFrames(manifest, model.choice) : null),
    search,
    failed,
  };
  return { evaluation, measured };
}

function checkChunk({ id, encoder }: Manifest, chunkFrames: number | undefined): void {
  if (chunkFrames === undefined || chunkFrames % encoder.subsampling === 0) return;
  const remedy = `Give --chunk-frames a multiple of ${encoder.subsampling}.`;
  throw new UtterError('model-invalid', `${id} can't encode ${chunkFrames} feature frames at a time.`, remedy);
}

function withRates({ words, substitutions, deletions, insertions }: WordErrors, wer: number, werLow: number, werHigh: number) {
  return { words, wer, werLow, werHigh, substitutions, deletions, insertions };
}

async function measure(
  model: AnyModel,
  utterance: Utterance,
  settings: RecognizerOptions,
  signal: AbortSignal | undefined,
): Promise<Measured> {
  const file = await openAudio({ path: utterance.file }, utterance.file);
  let searchMs = 0;
  const recognizer = model.createRecognizer({
    ...settings,
    async onSearch(run) {
      const start = performance.now();
      await run();
      searchMs += performance.now() - start;
    },
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
    const hypothesis = transcriptText(await recognizer.inputFinished());
    const finalMs = performance.now() - start;
    const errors = wordErrors(utterance.text, hypothesis);
    processingMs += finalMs;
    return { utterance, hypothesis, errors, audioMs, processingMs, searchMs, firstPartialMs, finalMs };
  } finally {
    recognizer.dispose();
    file.close();
  }
}

function progress(done: number, total: number, measured: readonly Measured[]): string {
  const { words, substitutions, deletions, insertions } = totalErrors(measured.map(({ errors }) => errors));
  const soFar = words === 0 ? '' : `, word error rate so far ${percent((substitutions + deletions + insertions) / words)}`;
  return `${done} of ${total} recordings${soFar}`;
}

function perUtteranceTable(measured: readonly Measured[]): string {
  const rows = measured.map(({ utterance, hypothesis, errors, finalMs, firstPartialMs }) =>
    [
      utterance.path,
      errors.words,
      errors.substitutions,
      errors.deletions,
      errors.insertions,
      firstPartialMs?.toFixed(0) ?? '',
      finalMs.toFixed(0),
      utterance.text,
      hypothesis,
    ].join('\t'),
  );
  const head = 'path\twords\tsubstitutions\tdeletions\tinsertions\tfirst_partial_ms\tfinal_ms\treference\thypothesis';
  return `${[head, ...rows].join('\n')}\n`;
}

function summary(e: Evaluation): string {
  const ms = (value: number): string => `${value.toFixed(0)} ms`;
  return table(
    ['measure', 'value'],
    [
      ['model', e.model],
      ['backend', e.backend],
      ['recordings', `${e.utterances}${e.failed.length > 0 ? ` (and ${e.failed.length} failed)` : ''}`],
      ['audio', `${(e.audioSeconds / 60).toFixed(1)} minutes`],
      ['words', String(e.words)],
      ['word error rate', `${percent(e.wer)} (95 % interval ${percent(e.werLow)} to ${percent(e.werHigh)})`],
      ['wrong, missing, extra words', `${e.substitutions}, ${e.deletions}, ${e.insertions}`],
      ['real-time factor', `${e.rtf.toFixed(3)} (encoder ${e.rtfEncoder.toFixed(3)}, search ${e.rtfSearch.toFixed(3)})`],
      ['first words after', `${ms(e.firstPartialMsP50)} median, ${ms(e.firstPartialMsP95)} 95th percentile`],
      ['final text after the end', `${ms(e.finalMsP50)} median, ${ms(e.finalMsP95)} 95th percentile`],
    ],
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
