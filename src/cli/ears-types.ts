import type { BiasPhrase, FinalPass, FinalText, FinalTier, Segmenter, SpeechSegment } from '../core/final/types';
import type { WordAligner } from '../core/final/word-aligner';
import type { UserWord, WordProblem } from '../core/language/user-words';
import type { ModelFiles } from '../core/model/files';
import type { Recognizer, RecognizerOptions } from '../core/recognizer';
import type { Seq2seqManifest } from '../core/seq2seq/manifest';
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
