import type { FinalText, SpeechSegment } from '../core/final/types';
import type { TranscriptWriter } from '../core/text/transcript-writer';
import { toJson } from '../core/transcript/exports';
import type { Transcript } from '../core/transcript/types';
import { type HeardSegment, whyJson, whyText } from './why';

/** What the JSON says of a recording besides its words. */
export interface JsonDetails {
  readonly file?: string;
  readonly channel?: string;
  readonly why?: boolean;
  /** What was wrong with it although it could be read. */
  readonly warnings?: readonly string[];
}

/** What the final pass tells of one recording beside its words. */
export class HeardRecording {
  readonly #languages: readonly string[];
  readonly #segments: HeardSegment[] = [];
  /** Why streamed words had to do; null where they had not. */
  failure: unknown = null;

  /** @param languages ISO 639 codes of what may be spoken. */
  constructor(languages: readonly string[]) {
    this.#languages = languages;
  }

  readonly onFinal = (text: FinalText, segment: SpeechSegment): void => void this.#segments.push({ text, segment });
  readonly onFailure = (error: unknown): void => {
    this.failure ??= error;
  };

  get segments(): readonly HeardSegment[] {
    return this.#segments;
  }

  /** The one that is spoken; null where there are several, or it isn't known yet. */
  get language(): string | null {
    const found = new Set(this.#segments.filter(({ text }) => text.words.length > 0).map(({ text }) => text.language));
    const [only = null] = found.size === 0 && this.#languages.length === 1 ? this.#languages : found;
    return found.size > 1 ? null : only;
  }

  /** That of the first words; null before there are any. */
  get firstLanguage(): string | null {
    if (this.#languages.length === 1) return this.#languages[0]!;
    return this.#segments.find(({ text }) => text.words.length > 0)?.text.language ?? null;
  }

  why(): string {
    return this.#segments.map(whyText).join('');
  }

  /** The transcript as JSON, with the file's name where one is given. */
  json(transcript: Transcript, options: JsonDetails): string {
    const { text, spoken, ...rest } = JSON.parse(toJson(transcript)) as Record<string, unknown>;
    const { language } = this;
    const result = {
      ...(options.file !== undefined && { file: options.file }),
      ...(options.channel !== undefined && { channel: options.channel }),
      text,
      spoken,
      ...(language !== null && { language }),
      ...rest,
      ...(options.warnings !== undefined && options.warnings.length > 0 && { warnings: options.warnings }),
      ...(options.why === true && { why: this.#segments.map(whyJson) }),
    };
    return JSON.stringify(result, null, 2);
  }
}

/** Writes as the language has it that turns out to be spoken; what comes before that is known stays as recognised. */
export function createLanguageWriter(
  languageOf: () => string | null,
  create: (languageCode: string) => TranscriptWriter,
): TranscriptWriter {
  let writer: TranscriptWriter | null = null;
  return {
    write(transcript, isEnd) {
      const language = languageOf();
      if (writer === null && language === null && !isEnd) return transcript;
      writer ??= create(language ?? 'und');
      return writer.write(transcript, isEnd);
    },
  };
}
