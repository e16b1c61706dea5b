/** A recognised word with its place in the recording. Times are from the start of the recording. */
export interface Word {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  /** From 0 to 1; SPEC D2 and D29 say of what. */
  readonly confidence: number;
  /** As a final model wrote it, its marks included ("Smith,"): evidence for case and punctuation. */
  readonly written?: string;
}

/** A stretch of written text and when it was said; `text` begins with the white space that separates it from the text before. */
export interface Span {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** Written text of an utterance that is not settled: committed text never changes, tentative text may. */
export interface OpenText {
  readonly committed: readonly Span[];
  readonly tentative: readonly Span[];
  /** How many spans, committed ones first, belong to utterances that have ended: each utterance is a paragraph. */
  readonly paragraphEnds: readonly number[];
  /** Of each paragraph, the open one included, where its line begins (`Segment.lineStartMs`); absent where each is a line of its own. */
  readonly lineStartsMs?: readonly number[];
}

/** What is known about the utterance being spoken: committed words never change, tentative words may. */
export interface Partial {
  readonly committed: readonly Word[];
  readonly tentative: readonly Word[];
  /** Absent where words are shown as recognised. */
  readonly written?: OpenText;
}

/** One utterance, ended by an endpoint or the end of the input; with a final pass, what lies between two pauses. */
export interface Segment {
  readonly words: readonly Word[];
  readonly startMs: number;
  readonly endMs: number;
  /** ISO 639-1; absent where it is that of the model that listens. */
  readonly language?: string;
  /** Where its line begins: neighbours with the same one are one line of text (`lines.ts`). Absent where it is a line of its own. */
  readonly lineStartMs?: number;
  /** Whether it ended for its length alone, in the middle of speech; absent where that is not known. */
  readonly isCut?: boolean;
  /** How it is written; absent where words are shown as recognised. */
  readonly written?: readonly Span[];
}

/** Everything said in one dictation or recording. */
export interface Transcript {
  readonly segments: readonly Segment[];
  readonly partial: Partial;
  /** Audio heard so far. */
  readonly durationMs: number;
}
