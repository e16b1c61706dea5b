import { UtterError } from '../core/errors';
import { biasPhrases } from '../core/final/bias';
import type { EncoderOutput } from '../core/decoder/types';
import { chooseFinalModels } from '../core/final/choose-models';
import type { BiasPhrase, FinalPass, FinalText, FinalTier, Segmenter, SpeechSegment } from '../core/final/types';
import type { WordAligner } from '../core/final/word-aligner';
import type { UserWord, WordProblem } from '../core/language/user-words';
import { type AnyManifest, isLiveManifest, manifestFacts } from '../core/model/any-manifest';
import type { ModelFiles } from '../core/model/files';
import type { Recognizer, RecognizerOptions } from '../core/recognizer';
import { seq2seqFormat, type Seq2seqManifest } from '../core/seq2seq/manifest';
import type { Transcript } from '../core/transcript/types';
import type { AnyModel } from '../engine/load-any';
import type { EngineOptions, FoundModel } from './engine';
import type { Terminal } from './terminal';

/** What hears a recording: the live model and, if available, the final pass after it. */

export const passes = ['final', 'streaming'] as const;
export const finalChoices = ['small', 'both', 'none'] as const;

export interface EarsOptions extends EngineOptions {
  /** Whose words are the result. */
  readonly pass?: (typeof passes)[number];
  /** ISO 639 codes of what may be spoken, none for any; by default the live model's. */
  readonly language?: readonly string[];
  /** Models of the final pass; by default all that know the language. */
  readonly finalModels?: (typeof finalChoices)[number];
  /** Ids or folders of models for the final pass instead of the installed ones. */
  readonly finalModel?: readonly string[];
  /** Of the processor, that each model of the final pass may use. */
  readonly threads?: number;
}

/** How one recording is heard. */
export interface EarsRequest {
  /** Of the live model. */
  readonly streaming: RecognizerOptions;
  /** Of what may be spoken in it; by default the ears'. */
  readonly languages?: readonly string[];
  /** Segments that may wait for the final pass before more sound is taken. */
  readonly mostPending: number;
  /** What was written of a segment, and from what. */
  onFinal?(text: FinalText, segment: SpeechSegment): void;
  /** Why streamed words had to do, or none where nothing streams. */
  onFailure?(error: unknown): void;
  /** How long the final pass took for a segment. */
  onHeard?(tookMs: number): void;
  /** What the live model alone made of the recording. */
  onStreamed?(transcript: Transcript): void;
}

export interface Ears {
  /** Null where none hears the language. */
  readonly live: AnyModel | null;
  /** `none` where the streamed words are the result. */
  readonly tier: FinalTier;
  /** Of the final pass. */
  readonly modelIds: readonly string[];
  /** As in `EarsOptions`. */
  readonly languages: readonly string[];
  /** @returns those that the live model can't hear. */
  setUserWords(words: readonly UserWord[]): Promise<readonly WordProblem[]>;
  /** Leans the final pass towards the commands of the language, but those; null towards nothing at all. */
  setCommandsOff(ids: readonly string[] | null): void;
  /** Dispose of it after the recording. */
  createRecognizer(request: EarsRequest): Recognizer;
  dispose(): Promise<void>;
}

/** A model of the final pass and where it is. */
export interface FinalFolder {
  readonly manifest: Seq2seqManifest;
  readonly files: ModelFiles;
}

/** The pieces that ears are made of; tests put others in their place. */
export interface EarsParts {
  findModel(idOrFolder: string | undefined): Promise<FoundModel>;
  loadLive(found: FoundModel, options: EngineOptions, terminal: Terminal, signal: AbortSignal | undefined): Promise<AnyModel>;
  /** Those that come with Utter, then the user's own. */
  finalFolders(): Promise<readonly FinalFolder[]>;
  loadFinalPass(
    models: { readonly small: ModelFiles | null; readonly large: ModelFiles | null },
    options: {
      readonly tier: FinalTier | 'auto';
      readonly languages: readonly string[];
      readonly threads?: number;
      onProgress(fraction: number): void;
      readonly signal?: AbortSignal;
    },
  ): Promise<{ readonly pass: FinalPass | null; readonly tier: FinalTier; readonly reason: string }>;
  /** What detects speech, for any number of recordings. */
  loadSegmenters(): Promise<Segmenters>;
  createFinalRecognizer(
    parts: {
      readonly streaming: Recognizer | null;
      readonly segmenter: Segmenter;
      readonly pass: FinalPass;
      readonly aligner?: WordAligner;
    },
    options: {
      readonly languages: readonly string[];
      readonly mostPending: number;
      bias(): readonly BiasPhrase[];
      onFinal(text: FinalText, segment: SpeechSegment): void;
      onFailure(error: unknown): void;
    },
  ): Recognizer;
}

export interface Segmenters {
  create(): Segmenter;
  dispose(): Promise<void>;
}

/**
 * Loads what hears. Without a final pass the streamed words are the result, and the reason is given.
 * @throws UtterError `model-not-found` where nothing hears the language
 */
export async function openEars(options: EarsOptions, terminal: Terminal, parts: EarsParts, signal?: AbortSignal): Promise<Ears> {
  const found = await liveModel(options, parts);
  const liveLanguages = found === null ? [] : manifestFacts(found.manifest).languages;
  const languages = options.language ?? liveLanguages;
  const hearsLive = found !== null && (options.language === undefined || isWithin(languages, liveLanguages));
  const wanted = options.pass !== 'streaming' && options.finalModels !== 'none';
  const final = wanted ? await finalPass(options, languages, found, parts, terminal, signal) : notWanted;
  if (final.pass === null && !hearsLive) throw deaf(languages, found, wanted ? final.reason : null);
  if (final.pass === null && wanted) terminal.err(`utter: These are streamed words: ${final.reason}.\n`);
  try {
    const live = hearsLive ? await parts.loadLive(found, options, terminal, signal) : null;
    const segmenters = final.pass === null ? null : await parts.loadSegmenters();
    return withParts({ live, final, languages, segmenters }, parts);
  } catch (error) {
    await final.pass?.dispose();
    throw error;
  }
}

/** None is needed where the final pass hears another language. */
async function liveModel({ model, language }: EarsOptions, parts: EarsParts): Promise<FoundModel | null> {
  try {
    return await parts.findModel(model);
  } catch (error) {
    const isOptional = model === undefined && language !== undefined;
    if (isOptional && error instanceof UtterError && error.code === 'model-not-found') return null;
    throw error;
  }
}

function isWithin(languages: readonly string[], known: readonly string[]): boolean {
  return languages.length > 0 && languages.every((code) => known.includes(code));
}

interface LoadedPass {
  readonly pass: FinalPass | null;
  readonly tier: FinalTier;
  /** Why there is no pass; a clause without its full stop. */
  readonly reason: string;
}

const notWanted: LoadedPass = { pass: null, tier: 'none', reason: '' };

async function finalPass(
  options: EarsOptions,
  languages: readonly string[],
  found: FoundModel | null,
  parts: EarsParts,
  terminal: Terminal,
  signal: AbortSignal | undefined,
): Promise<LoadedPass> {
  const without = (reason: string): LoadedPass => ({ pass: null, tier: 'none', reason });
  if (options.language === undefined && languages.length === 0) {
    return without(`the language of ${found?.manifest.id} is unknown; name it with --language`);
  }
  const { small, large } = chooseFinalModels(await finalModels(options, parts), languages);
  if (small === null && large === null) return without(`no final model for ${named(languages)} is installed`);
  const loaded = await parts.loadFinalPass(
    { small: small?.files ?? null, large: large?.files ?? null },
    {
      // A recording can wait: nobody needs to be asked how fast this machine is.
      tier: options.finalModels ?? 'both',
      languages,
      ...(options.threads !== undefined && { threads: options.threads }),
      onProgress: (fraction) => terminal.status?.show(`Loading the final pass: ${Math.round(fraction * 100)} %`),
      ...(signal && { signal }),
    },
  );
  terminal.status?.clear();
  return { ...loaded, reason: loaded.reason.replace(/\.$/, '') };
}

/** @throws UtterError `model-invalid` for one that hears live. */
async function finalModels(
  { finalModel }: EarsOptions,
  parts: EarsParts,
): Promise<readonly (FinalFolder & Pick<Seq2seqManifest, 'family' | 'languages'>)[]> {
  const folders =
    finalModel === undefined
      ? await parts.finalFolders()
      : await Promise.all(finalModel.map(async (name) => asFinal(await parts.findModel(name))));
  return folders.map((folder) => ({ ...folder, family: folder.manifest.family, languages: folder.manifest.languages }));
}

function asFinal({ manifest, files }: FoundModel): FinalFolder {
  if (manifest.format === seq2seqFormat) return { manifest, files };
  const problem = `${manifest.id} hears live, and can't hear a segment once more.`;
  throw new UtterError('model-invalid', problem, 'Name an encoder–decoder model (Whisper or Moonshine) with --final-model.');
}

/** @param reason why there is no final pass; null where none was wanted. */
function deaf(languages: readonly string[], found: FoundModel | null, reason: string | null): UtterError {
  const live = found === null ? 'no live model is installed' : liveText(found.manifest);
  const why = reason === null ? live : `${live}, and ${reason}`;
  const remedy =
    reason === null
      ? 'Leave out --pass streaming and --final-models none, or name a live model of that language with --model.'
      : 'Import one with "utter models import", or name a model of that language with --model or --final-model.';
  return new UtterError('model-not-found', `No model knows ${named(languages)}: ${why}.`, remedy);
}

function liveText(manifest: AnyManifest): string {
  if (!isLiveManifest(manifest)) return `${manifest.id} is not a live model`;
  return `${manifest.id} knows ${named(manifestFacts(manifest).languages)}`;
}

/** Codes as a person reads them. */
function named(languages: readonly string[]): string {
  if (languages.length === 0) return 'any language';
  const names = new Intl.DisplayNames(['en'], { type: 'language' });
  return languages.map((code) => names.of(code) ?? code).join(' and ');
}

interface Loaded {
  readonly live: AnyModel | null;
  readonly final: LoadedPass;
  readonly languages: readonly string[];
  readonly segmenters: Segmenters | null;
}

function withParts({ live, final: { pass, tier }, languages, segmenters }: Loaded, { createFinalRecognizer }: EarsParts): Ears {
  let userWords: readonly UserWord[] = [];
  let commandsOff: readonly string[] | null = [];

  function bias(spoken: readonly string[]): readonly BiasPhrase[] {
    if (commandsOff === null) return [];
    return biasPhrases(userWords, spoken.includes('en') ? 'en' : (spoken[0] ?? 'und'), commandsOff);
  }

  return {
    live,
    tier: pass === null ? 'none' : tier,
    modelIds: pass?.modelIds ?? [],
    languages,
    async setUserWords(words) {
      userWords = words;
      return (await live?.setUserWords(words)) ?? [];
    },
    setCommandsOff(ids) {
      commandsOff = ids;
    },
    createRecognizer(request) {
      const aligner = (pass !== null && live?.createAligner?.()) || null;
      const onFrames = aligner === null ? {} : { onFrames: (output: EncoderOutput): void => aligner.hear(output) };
      const streaming = live?.createRecognizer({ ...request.streaming, ...onFrames }) ?? null;
      const tapped = streaming === null ? null : tappedRecognizer(streaming, (transcript) => request.onStreamed?.(transcript));
      if (pass === null || segmenters === null) return tapped!;
      const spoken = request.languages ?? languages;
      const phrases = bias(spoken);
      const timed = timedPass(pass, (tookMs) => request.onHeard?.(tookMs));
      return createFinalRecognizer(
        { streaming: tapped, segmenter: segmenters.create(), pass: timed, ...(aligner && { aligner }) },
        {
          languages: spoken,
          mostPending: request.mostPending,
          bias: () => phrases,
          onFinal: (text, segment) => request.onFinal?.(text, segment),
          onFailure: (error) => request.onFailure?.(error),
        },
      );
    },
    async dispose() {
      live?.dispose();
      await segmenters?.dispose();
      await pass?.dispose();
    },
  };
}

function tappedRecognizer(recognizer: Recognizer, onEnd: (transcript: Transcript) => void): Recognizer {
  return {
    acceptWaveform: (samples, sampleRateHz) => recognizer.acceptWaveform(samples, sampleRateHz),
    async inputFinished() {
      const transcript = await recognizer.inputFinished();
      onEnd(transcript);
      return transcript;
    },
    reset: () => recognizer.reset(),
    dispose: () => recognizer.dispose(),
  };
}

function timedPass(pass: FinalPass, onHeard: (tookMs: number) => void): FinalPass {
  return {
    tier: pass.tier,
    modelIds: pass.modelIds,
    async hear(segment, signal) {
      const start = performance.now();
      const text = await pass.hear(segment, signal);
      onHeard(performance.now() - start);
      return text;
    },
    refresh: (segment, signal) => pass.refresh(segment, signal),
    dispose: () => pass.dispose(),
  };
}
