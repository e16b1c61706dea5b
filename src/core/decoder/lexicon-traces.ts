/**
 * Back-pointers of the search: each trace is a word after the trace of the words before it. Tokens and later traces
 * hold references; a trace that nobody holds is free at once, so memory is as large as what is still open.
 */
export interface Traces {
  /** A new trace with one reference, the caller's; it holds one to `previous` (-1 for none). */
  add(previous: number, word: WordEnd): number;
  hold(trace: number): void;
  release(trace: number): void;
  references(trace: number): number;
  previous(trace: number): number;
  /** Forgets what came before. */
  detach(trace: number): void;
  word(trace: number): number;
  firstFrame(trace: number): number;
  lastFrame(trace: number): number;
  gapFrame(trace: number): number;
  posterior(trace: number): number;
  /** Notes the share of all hypotheses that agree on the word, once a frame. */
  addShare(trace: number, share: number): void;
  /** Frames for which a share was noted, and their mean; 1 before the first. */
  shareFrames(trace: number): number;
  meanShare(trace: number): number;
  /** Traces that are held. */
  readonly held: number;
}

/** What a trace is about; read by `add` at once, so that one object can serve for all. */
export interface WordEnd {
  word: number;
  /** Frames of the word's first and last phone. */
  firstFrame: number;
  lastFrame: number;
  /** Where the sound before the word ended: the silence's first frame, else the word's own. */
  gapFrame: number;
  /** Geometric mean of its phones' posteriors. */
  posterior: number;
}

interface TraceArrays {
  readonly previous: Int32Array;
  readonly word: Int32Array;
  readonly firstFrame: Int32Array;
  readonly lastFrame: Int32Array;
  readonly gapFrame: Int32Array;
  readonly references: Int32Array;
  readonly posterior: Float32Array;
  readonly shareSum: Float32Array;
  readonly shareFrames: Int32Array;
}

export function createTraces(initialCapacity = 1024): Traces {
  let arrays = allocate(initialCapacity);
  let used = 0;
  let held = 0;
  /** Head of the list of free traces, linked by `previous`. */
  let free = -1;

  function release(trace: number): void {
    for (let at = trace; at !== -1;) {
      const references = arrays.references[at]! - 1;
      arrays.references[at] = references;
      if (references > 0) return;
      const previous = arrays.previous[at]!;
      arrays.previous[at] = free;
      free = at;
      held--;
      at = previous;
    }
  }

  return {
    add(previous, { word, firstFrame, lastFrame, gapFrame, posterior }) {
      let trace = free;
      if (trace !== -1) free = arrays.previous[trace]!;
      else {
        if (used === arrays.word.length) arrays = grown(arrays);
        trace = used++;
      }
      arrays.previous[trace] = previous;
      arrays.word[trace] = word;
      arrays.firstFrame[trace] = firstFrame;
      arrays.lastFrame[trace] = lastFrame;
      arrays.gapFrame[trace] = gapFrame;
      arrays.posterior[trace] = posterior;
      arrays.shareSum[trace] = 0;
      arrays.shareFrames[trace] = 0;
      arrays.references[trace] = 1;
      if (previous !== -1) arrays.references[previous]!++;
      held++;
      return trace;
    },
    hold(trace) {
      arrays.references[trace]!++;
    },
    release,
    references: (trace) => arrays.references[trace]!,
    previous: (trace) => arrays.previous[trace]!,
    detach(trace) {
      const previous = arrays.previous[trace]!;
      arrays.previous[trace] = -1;
      release(previous);
    },
    word: (trace) => arrays.word[trace]!,
    firstFrame: (trace) => arrays.firstFrame[trace]!,
    lastFrame: (trace) => arrays.lastFrame[trace]!,
    gapFrame: (trace) => arrays.gapFrame[trace]!,
    posterior: (trace) => arrays.posterior[trace]!,
    addShare(trace, share) {
      arrays.shareSum[trace]! += share;
      arrays.shareFrames[trace]!++;
    },
    shareFrames: (trace) => arrays.shareFrames[trace]!,
    meanShare: (trace) => (arrays.shareFrames[trace] === 0 ? 1 : arrays.shareSum[trace]! / arrays.shareFrames[trace]!),
    get held() {
      return held;
    },
  };
}

function allocate(capacity: number): TraceArrays {
  return {
    previous: new Int32Array(capacity),
    word: new Int32Array(capacity),
    firstFrame: new Int32Array(capacity),
    lastFrame: new Int32Array(capacity),
    gapFrame: new Int32Array(capacity),
    references: new Int32Array(capacity),
    posterior: new Float32Array(capacity),
    shareSum: new Float32Array(capacity),
    shareFrames: new Int32Array(capacity),
  };
}

function grown(arrays: TraceArrays): TraceArrays {
  const larger = allocate(arrays.word.length * 2);
  for (const name of Object.keys(arrays) as (keyof TraceArrays)[]) larger[name].set(arrays[name]);
  return larger;
}
