import { UtterError } from '../core/errors';
import { biasPhrases } from '../core/final/bias';
import type { EncoderOutput } from '../core/decoder/types';
import { chooseFinalModels } from '../core/final/choose-models';
import type { BiasPhrase, FinalPass, FinalTier } from '../core/final/types';
import type { UserWord } from '../core/language/user-words';
import { type AnyManifest, isLiveManifest, manifestFacts } from '../core/model/any-manifest';
import type { Recognizer } from '../core/recognizer';
import { seq2seqFormat, type Seq2seqManifest } from '../core/seq2seq/manifest';
import type { Transcript } from '../core/transcript/types';
import type { AnyModel } from '../engine/load-any';
import type { FoundModel } from './engine';
import type { Terminal } from './terminal';
import type { Ears, EarsOptions, EarsParts, FinalFolder, Segmenters } from './ears-types';

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
