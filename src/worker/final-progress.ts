import type { FinalPass, Segmenter, SpeechSegment } from '../core/final/types';

/** How far a recording's words are final. */
export interface FinalProgress {
  readonly segmenter: Segmenter;
  readonly pass: FinalPass;
  /** Up to where no word is waited for, of `heardMs` that were heard. */
  finalUntilMs(heardMs: number): number;
}

/** Looks on while a recording's segments end and are heard. */
export function followProgress(segmenter: Segmenter, pass: FinalPass): FinalProgress {
  /** Those that have ended and are still to be heard, in order. */
  let waiting: readonly SpeechSegment[] = [];
  const ended = (segments: readonly SpeechSegment[]): readonly SpeechSegment[] => {
    waiting = [...waiting, ...segments];
    return segments;
  };
  return {
    segmenter: {
      accept: async (samples) => ended(await segmenter.accept(samples)),
      finish: async () => ended(await segmenter.finish()),
      get openSinceMs() {
        return segmenter.openSinceMs;
      },
      get heldFromMs() {
        return segmenter.heldFromMs;
      },
      reset: () => segmenter.reset(),
    },
    pass: {
      get tier() {
        return pass.tier;
      },
      get modelIds() {
        return pass.modelIds;
      },
      async hear(segment, signal) {
        try {
          return await pass.hear(segment, signal);
        } finally {
          waiting = waiting.filter(({ endMs }) => endMs > segment.endMs);
        }
      },
      refresh: (segment, signal) => pass.refresh(segment, signal),
      dispose: () => pass.dispose(),
    },
    finalUntilMs: (heardMs) => Math.min(heardMs, waiting[0]?.startMs ?? segmenter.openSinceMs ?? heardMs),
  };
}
