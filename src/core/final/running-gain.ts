/** Makes quiet recordings loud enough for a detector, frame by frame and causally: an automatic gain that only amplifies. */
export interface RunningGain {
  /** Writes the frame, louder if the recording has been quiet so far, into `out`. */
  apply(frame: Float32Array, out: Float32Array): void;
}

/** Peak of speech at an ordinary level. */
const wantedPeak = 0.3;
/** What is quieter is the noise of the microphone itself. */
const leastPeak = 1e-3;
/** A loud beginning is forgotten: the peak halves in this time. */
const halfLifeMs = 10_000;

export function createRunningGain(frameMs: number): RunningGain {
  const decay = 0.5 ** (frameMs / halfLifeMs);
  let peak = 0;
  return {
    apply(frame, out) {
      const loudest = frame.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      peak = Math.max(loudest, peak * decay);
      const gain = Math.max(1, wantedPeak / Math.max(leastPeak, peak));
      for (let i = 0; i < frame.length; i++) out[i] = frame[i]! * gain;
    },
  };
}
