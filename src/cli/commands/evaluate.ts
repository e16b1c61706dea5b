import { basename, dirname } from 'node:path';
import { type Failure, toFailure, UtterError } from '../../core/errors';
import { totalErrors, wer } from '../../core/metrics';
import { liveChunkFrames } from '../../core/model/chunk-length';
import type { Manifest, SearchConfig } from '../../core/model/manifest';
import { editCommands } from '../../core/transcript/edit-commands';
import { wordsText } from '../../core/transcript/text';
import type { Word } from '../../core/transcript/types';
import type { RecognizerOptions } from '../../core/recognizer';
import { openEars } from '../ears';
import type { Ears, EarsOptions } from '../ears-types';
import { earsParts } from '../ears-parts';
import { type Evaluation, evaluationOf, evaluationText, percent } from '../evaluation';
import { measure, type Measured, type MeasureSettings } from '../measurement';
import { writeWhole } from '../output-file';
import { noiseOf, type Perturbation } from '../perturbation';
import { changedSearch } from '../search-options';
import { failureText, type Terminal } from '../terminal';
import { type ListOptions, readUtterances, type Utterance } from '../utterance-list';
import { whyText } from '../why';
import { problemLines, readWordList } from '../words-file';

export interface EvaluateOptions extends Omit<EarsOptions, 'language'>, ListOptions, Perturbation {
  /** As in `EarsOptions`; `each` gives every recording the language that the list says. */
  readonly language?: readonly string[] | 'each';
  readonly json?: boolean;
  /** Settings of the search other than the manifest's. */
  readonly search?: Partial<SearchConfig>;
  /** Feature frames encoded at a time. */
  readonly chunkFrames?: number;
  /** File with words to recognise in addition to the models' own. */
  readonly words?: string;
  /** False: the final pass leans towards no words and no commands. */
  readonly bias?: boolean;
  /** Tell what each model heard of each segment. */
  readonly why?: boolean;
  /** File for a table of what was said and what was recognised. */
  readonly perUtterance?: string;
  /** File for what each model heard, a recording a line. */
  readonly outHypotheses?: string;
}

/** Measures a model on transcribed recordings. @returns exit status: 1 when any recording failed */
export async function evaluate(
  manifest: string,
  options: EvaluateOptions,
  terminal: Terminal,
  signal?: AbortSignal,
): Promise<number> {
  const utterances = await readUtterances(manifest, options);
  const { language, ...others } = options;
  const spoken = language === 'each' ? eachLanguage(utterances, manifest) : language;
  const ears = await openEars({ ...others, ...(spoken && { language: spoken }) }, terminal, earsParts(), signal);
  try {
    await lean(ears, options, terminal);
    const { evaluation, measured } = await evaluateWith(ears, utterances, terminal, signal, options);
    if (options.perUtterance !== undefined) await writeFile(options.perUtterance, perUtteranceTable(measured));
    if (options.outHypotheses !== undefined) await writeFile(options.outHypotheses, measured.map(hypothesesLine).join(''));
    terminal.out(options.json === true ? `${JSON.stringify(evaluation)}\n` : evaluationText(evaluation));
    return evaluation.failed.length === 0 ? 0 : 1;
  } finally {
    await ears.dispose();
  }
}

function writeFile(path: string, text: string): Promise<string> {
  return writeWhole(dirname(path), basename(path), text);
}

/** The languages of a list, each once. @throws UtterError `manifest-invalid` where a recording has none. */
function eachLanguage(utterances: readonly Utterance[], manifest: string): string[] {
  const without = utterances.find(({ language }) => language === null);
  if (without === undefined) return [...new Set(utterances.flatMap(({ language }) => language ?? []))];
  const problem = `${manifest} does not say what language ${without.path} is in.`;
  throw new UtterError(
    'manifest-invalid',
    problem,
    'Give it a "language" column, or capture the code from the paths: --filter "languages/(..)/".',
  );
}

async function lean(ears: Ears, { words, bias }: EvaluateOptions, terminal: Terminal): Promise<void> {
  // Editing by voice is obeyed in dictations only; the other commands are, as in transcribe.
  ears.setCommandsOff(bias === false ? null : editCommands.map(({ action }) => action));
  if (words === undefined) return;
  const list = await readWordList(words);
  const problems = [...list.problems, ...(await ears.setUserWords(list.words))];
  if (problems.length > 0) terminal.err(problemLines(words, problems));
}

/** As `evaluate`, with ears and list at hand. */
export async function evaluateWith(
  ears: Ears,
  utterances: readonly Utterance[],
  terminal: Terminal,
  signal?: AbortSignal,
  options: Partial<EvaluateOptions> = {},
): Promise<{ evaluation: Evaluation; measured: Measured[] }> {
  const { search, recognizer } = searchSettings(ears, options);
  const files = utterances.map(({ file }) => file);
  const measured: Measured[] = [];
  const failed: ({ path: string } & Failure)[] = [];
  for (const [index, utterance] of utterances.entries()) {
    const settings: MeasureSettings = {
      ...options,
      recognizer,
      languages: options.language === 'each' && utterance.language !== null ? [utterance.language] : ears.languages,
    };
    try {
      const one = await measure(ears, utterance, settings, files, signal);
      measured.push(one);
      if (options.why === true) terminal.err(whyOf(one));
      if (one.finalFailure !== null) terminal.err(failureText(toFailure(one.finalFailure)));
    } catch (error) {
      signal?.throwIfAborted();
      const failure = toFailure(error);
      failed.push({ path: utterance.path, ...failure });
      terminal.err(failureText(failure));
    }
    terminal.status?.show(progress(index + 1, utterances.length, measured));
  }
  terminal.status?.clear();
  const { live, tier, languages } = ears;
  const manifest = live?.manifest.format === 'utter-model' ? live.manifest : null;
  const evaluation = evaluationOf(measured, {
    pass: tier === 'none' ? 'streaming' : 'final',
    tier,
    model: live?.manifest.id ?? null,
    backend: live?.choice.backend ?? null,
    chunkFrames: options.chunkFrames ?? (live !== null && manifest !== null ? liveChunkFrames(manifest, live.choice) : null),
    search,
    gainDb: options.gainDb ?? 0,
    noise: noiseOf(options),
    noiseDb: options.noiseDb ?? null,
    failed,
    isLanguageGiven: options.language === 'each' || languages.length === 1,
  });
  return { evaluation, measured };
}

function searchSettings(
  { live }: Ears,
  { search: changes, chunkFrames }: Partial<EvaluateOptions>,
): { search: SearchConfig | null; recognizer: RecognizerOptions } {
  const isChanged = changes !== undefined || chunkFrames !== undefined;
  if (isChanged && live?.manifest.format !== 'utter-model') {
    const problem =
      live === null ? 'No live model listens.' : `${live.manifest.id} is an ONNX model, which says itself how it is run.`;
    throw new UtterError('model-invalid', problem, 'Leave out --search and --chunk-frames.');
  }
  const manifest = live?.manifest.format === 'utter-model' ? live.manifest : null;
  const search = manifest === null ? null : changedSearch(manifest, changes);
  if (manifest !== null) checkChunk(manifest, chunkFrames);
  return {
    search,
    recognizer: { endpointRules: null, ...(search && { search }), ...(chunkFrames !== undefined && { chunkFrames }) },
  };
}

function checkChunk({ id, encoder }: Manifest, chunkFrames: number | undefined): void {
  if (chunkFrames === undefined || chunkFrames % encoder.subsampling === 0) return;
  const remedy = `Give --chunk-frames a multiple of ${encoder.subsampling}.`;
  throw new UtterError('model-invalid', `${id} can't encode ${chunkFrames} feature frames at a time.`, remedy);
}

function progress(done: number, total: number, measured: readonly Measured[]): string {
  const rate = wer(totalErrors(measured.map(({ errors }) => errors)));
  return `${done} of ${total} recordings${Number.isNaN(rate) ? '' : `, error rate so far ${percent(rate)}`}`;
}

function whyOf({ utterance, segments }: Measured): string {
  return `${utterance.path}: ${utterance.text}\n${segments.map(whyText).join('')}`;
}

function perUtteranceTable(measured: readonly Measured[]): string {
  const ids = [...new Set(measured.flatMap(({ sources }) => [...sources.keys()]))];
  const rows = measured.map(({ utterance, hypothesis, errors, finalMs, firstPartialMs, sources, language }) =>
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
      language ?? '',
      ...ids.map((id) => wordsText(sources.get(id)?.words ?? [])),
    ].join('\t'),
  );
  const head = 'path\twords\tsubstitutions\tdeletions\tinsertions\tfirst_partial_ms\tfinal_ms\treference\thypothesis\tlanguage';
  return `${[[head, ...ids].join('\t'), ...rows].join('\n')}\n`;
}

/** What each model heard of each segment, best first, and altogether; times are the recording's. */
export function hypothesesLine({ utterance, segments, words, audioMs, language }: Measured): string {
  const hypotheses: Record<string, Word[]> = {};
  for (const { source, words: own } of segments.flatMap(({ text }) => text.heard)) (hypotheses[source] ??= []).push(...own);
  const line = {
    path: utterance.path,
    text: utterance.text,
    language,
    durationMs: Math.round(audioMs),
    delivered: words,
    hypotheses,
    segments: segments.map(({ segment: { startMs, endMs }, text }) => ({
      startMs,
      endMs,
      language: text.language,
      heard: text.heard,
    })),
  };
  return `${JSON.stringify(line)}\n`;
}
