/** A recognised word with its place in the recording. Times are from the start of the recording. */
export interface Word {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  /** From 0 to 1; SPEC D2 and D29 say of what. */
  readonly confidence: number;
}

/** What is known of the utterance being spoken: committed words never change, tentative words may. */
export interface Partial {
  readonly committed: readonly Word[];
  readonly tentative: readonly Word[];
}

/** One utterance, ended by an endpoint or the end of the input. */
export interface Segment {
  readonly words: readonly Word[];
  readonly startMs: number;
  readonly endMs: number;
}

/** Everything said in one dictation or recording. */
export interface Transcript {
  readonly segments: readonly Segment[];
  readonly partial: Partial;
  /** Audio heard so far. */
  readonly durationMs: number;
}
