import { backendTitles } from '../core/backend';
import type { BackendChoice, BackendName } from '../core/backend';
import { createJoint } from '../core/decoder/joint';
import { createPredictor } from '../core/decoder/predictor';
import { errorText, UtterError } from '../core/errors';
import { createWordAligner, type WordAligner } from '../core/final/word-aligner';
import { parseG2p } from '../core/language/g2p';
import type { GraphemeToPhoneme } from '../core/language/g2p';
import { parseLanguage } from '../core/language/language';
import { createPronouncer, type Pronouncer } from '../core/language/pronouncer';
import type { UserWord, WordProblem } from '../core/language/user-words';
import { manifestFile } from '../core/model/any-manifest';
import { liveChunkFrames } from '../core/model/chunk-length';
import { invalidModel } from '../core/model/files';
import type { ModelFiles } from '../core/model/files';
import { readModelKind } from '../core/model/inventory';
import { isPhoneManifest } from '../core/model/manifest';
import type { Manifest } from '../core/model/manifest';
import { parseSafetensors } from '../core/model/safetensors';
import { parseUnits } from '../core/model/units';
import { readModelFile } from '../core/model/verify';
import { createRecognizer } from '../core/recognizer';
import type { Recognizer, RecognizerOptions } from '../core/recognizer';
import type { AcousticModel } from './acoustic-model';
import { chooseBackend, firstThatWorks } from './backend-choice';
import { parseGolden } from './golden';
import type { ModelParts } from './model-parts';
import { sha256 } from './sha256';
import { createStreamingEncoder } from './streaming-encoder';
import { tfjsTrial, type TriedModel } from './tfjs-trial';
import { createUserWords, encodedClips } from './user-words';
import type { Clip } from './user-words';

export interface LoadOptions {
  /** `auto` takes the fastest that passes the self-test; a named one is used or refused, never replaced silently. */
  readonly backend: BackendName | 'auto';
  /** From 0 to 1. */
  onProgress?(fraction: number): void;
  /** The device was lost while recognising and another backend took over. */
  onBackendChanged?(choice: BackendChoice): void;
  readonly signal?: AbortSignal;
}

/** A model on a backend; any number of recognizers may share it. */
export interface LoadedModel {
  readonly manifest: Manifest;
  /** The backend in use now. */
  readonly choice: BackendChoice;
  createRecognizer(options?: RecognizerOptions): Recognizer;
  /** Finds words in what a recognizer hears that has its `hear` for `onFrames`; models of phones have it. */
  createAligner?(): WordAligner;
  /**
   * Makes these the words that are recognised in addition to the model's own, from the next utterance on; a call replaces those before.
   * @returns the entries that can't be recognised
   */
  setUserWords(words: readonly UserWord[]): Promise<readonly WordProblem[]>;
  /** How a written form sounds in recordings of it alone, as names of phones, the likeliest first. */
  learnPronunciations(recordings: readonly Clip[], word: UserWord): Promise<string[][]>;
  /** Dispose the recognizers first. */
  dispose(): void;
}

/** Reading and checking files, as a share of the whole; the rest is the self-test. */
const filesFraction = 0.5;

/**
 * Reads, checks and warms up a model of Utter's own.
 * @param known its manifest, where it has been read.
 * @throws UtterError `model-not-found`, `model-invalid`, `backend-unavailable`; the signal's reason when aborted.
 */
export async function loadModel(files: ModelFiles, options: LoadOptions, known?: Manifest): Promise<LoadedModel> {
  const { signal } = options;
  const progress = (fraction: number): void => options.onProgress?.(fraction);
  signal?.throwIfAborted();
  progress(0);
  const { parts, weights } = await readModel(files, (fraction) => progress(fraction * filesFraction), signal, known);

  const trial = tfjsTrial(parts, weights);
  const onTested = (fraction: number): void => progress(filesFraction + fraction * (1 - filesFraction));
  const chosen = await chooseBackend(options.backend, parts.manifest.name, trial, onTested, signal);
  if (signal?.aborted) {
    chosen.model.dispose();
    signal.throwIfAborted();
  }
  progress(1);

  let { model, choice } = chosen;
  let isDisposed = false;
  let replacing: Promise<TriedModel> | null = null;
  const failed = new Set<BackendName>();

  /** The next fastest backend that works, once for all recognizers that meet the same loss. */
  async function replaceModel(lost: AcousticModel, cause: unknown): Promise<TriedModel> {
    const why = errorText(cause);
    failed.add(lost.backend);
    const passed = choice.reports.flatMap((report) => (report.state === 'ok' ? [report] : []));
    const fastestFirst = passed.toSorted((a, b) => a.msPerChunk - b.msPerChunk).map((report) => report.backend);
    // Then those that need no graphics driver: where one backend of it has just failed, another isn't tried for the first time.
    const next = [...new Set([...fastestFirst, 'wasm', 'cpu'] as const)].filter((name) => !failed.has(name));
    const report = { backend: lost.backend, state: 'failed', reason: why } as const;
    const because = `${backendTitles[lost.backend]} stopped working (${why})`;
    try {
      const replacement = await firstThatWorks(trial, next, because);
      const known = choice.reports.filter((r) => r.backend !== lost.backend);
      const tested = new Set(replacement.choice.reports.map((r) => r.backend));
      const reports = [...known.filter((r) => !tested.has(r.backend)), report, ...replacement.choice.reports];
      lost.dispose();
      if (isDisposed) {
        replacement.model.dispose();
        throw new Error('the model was disposed');
      }
      model = replacement.model;
      choice = { ...replacement.choice, reports };
    } catch (error) {
      throw new UtterError(
        'device-lost',
        `${because}, and no other backend could take over.`,
        'Restart Utter; if it happens again, choose the WebAssembly backend.',
        { cause: error },
      );
    }
    options.onBackendChanged?.(choice);
    return model;
  }

  const source = {
    current: () => model,
    async replace(lost: AcousticModel, cause: unknown): Promise<AcousticModel> {
      if (lost !== model) return model;
      replacing ??= replaceModel(lost, cause).finally(() => {
        replacing = null;
      });
      return replacing;
    },
  };

  const userWords = createUserWords(parts);
  const { language } = parts;
  let pronouncer: Pronouncer | null = null;

  return {
    manifest: parts.manifest,
    get choice() {
      return choice;
    },
    createRecognizer(recognizerOptions = {}) {
      const chunkFrames = recognizerOptions.chunkFrames ?? liveChunkFrames(parts.manifest, choice);
      const encoder = createStreamingEncoder(parts.manifest, source, chunkFrames);
      const { sampleRateHz } = parts.manifest.featurizer;
      return createRecognizer(
        { kind: 'transducer', encoder, ...parts, sampleRateHz, userWords: userWords.active },
        recognizerOptions,
      );
    },
    ...(language && {
      createAligner() {
        pronouncer ??= createPronouncer(language.lexicon, parts.g2p);
        const { encoder, featurizer } = parts.manifest;
        return createWordAligner(
          language,
          pronouncer,
          parts.predictor,
          parts.joint,
          encoder.subsampling * featurizer.frameShiftMs,
        );
      },
    }),
    setUserWords: (words) => userWords.set(words),
    async learnPronunciations(recordings, word) {
      const encoder = createStreamingEncoder(parts.manifest, source);
      try {
        const clips = await encodedClips(recordings, encoder, parts.manifest.featurizer.sampleRateHz);
        return userWords.learn(clips, word);
      } finally {
        encoder.dispose();
      }
    },
    dispose() {
      isDisposed = true;
      model.dispose();
    },
  };
}

/** Reads every file the manifest lists, wherever it lies, and checks it. */
export async function readModel(
  files: ModelFiles,
  onProgress: (fraction: number) => void = () => {},
  signal?: AbortSignal,
  known?: Manifest,
): Promise<{ parts: ModelParts; weights: ReturnType<typeof parseSafetensors> }> {
  const { location } = files;
  const manifest = known ?? (await ownManifest(files));
  const names = [manifest.units.file, 'golden.json', 'weights.safetensors'];
  if (isPhoneManifest(manifest)) names.push(manifest.lexicon.file, manifest.languageModel.file);
  if (manifest.g2p !== undefined) names.push(manifest.g2p.file);
  const totalBytes = names.reduce((sum, name) => sum + manifest.files[name]!.bytes, 0);
  const contents = new Map<string, Uint8Array>();
  let doneBytes = 0;
  for (const name of names) {
    signal?.throwIfAborted();
    const bytes = await readModelFile(files, manifest, name, sha256);
    contents.set(name, bytes);
    doneBytes += bytes.byteLength;
    onProgress(doneBytes / totalBytes);
  }
  const text = new TextDecoder().decode(contents.get(manifest.units.file));
  const weights = parseSafetensors(contents.get('weights.safetensors')!, location, 'weights.safetensors');
  const units = parseUnits(text, manifest, location);
  const parts = {
    manifest,
    golden: parseGolden(parseJson(contents.get('golden.json')!, location, 'golden.json'), location),
    units,
    language: isPhoneManifest(manifest) ? parseLanguage(manifest, units, contents, location) : null,
    g2p: readG2p(manifest, contents, location),
    predictor: createPredictor(manifest, weights),
    joint: createJoint(manifest, weights),
  };
  return { parts, weights };
}

async function ownManifest(files: ModelFiles): Promise<Manifest> {
  const { manifest } = await readModelKind(files);
  if (manifest.format === 'utter-model') return manifest;
  throw invalidModel(files.location, manifestFile, `is that of another project's model, ${manifest.name}`);
}

function readG2p(manifest: Manifest, contents: ReadonlyMap<string, Uint8Array>, location: string): GraphemeToPhoneme | null {
  const { g2p, units } = manifest;
  if (g2p === undefined) return null;
  const tensors = parseSafetensors(contents.get(g2p.file)!, location, g2p.file);
  return parseG2p(tensors, g2p.order, units.count, units.blankId, (problem) => {
    throw invalidModel(location, g2p.file, problem);
  });
}

function parseJson(bytes: Uint8Array, location: string, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw invalidModel(location, name, 'is not JSON', error);
  }
}
