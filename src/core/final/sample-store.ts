import { finalSampleRateHz } from './types';

/** The recording's last samples, at `finalSampleRateHz`, as long as somebody may ask for them. */
export interface SampleStore {
  /** The end of what came. */
  readonly endMs: number;
  append(samples: Float32Array): void;
  /** A copy; what lies outside of what is stored is left out. */
  between(startMs: number, endMs: number): Float32Array;
  dropBefore(ms: number): void;
}

const samplesPerMs = finalSampleRateHz / 1000;

export function createSampleStore(): SampleStore {
  const blocks: { readonly start: number; readonly samples: Float32Array }[] = [];
  let end = 0;

  return {
    get endMs() {
      return end / samplesPerMs;
    },
    append(samples) {
      if (samples.length > 0) blocks.push({ start: end, samples });
      end += samples.length;
    },
    between(startMs, endMs) {
      const from = Math.max(Math.round(startMs * samplesPerMs), blocks[0]?.start ?? end);
      const to = Math.min(Math.round(endMs * samplesPerMs), end);
      const out = new Float32Array(Math.max(0, to - from));
      for (const { start, samples } of blocks) {
        const first = Math.max(from, start);
        const last = Math.min(to, start + samples.length);
        if (first < last) out.set(samples.subarray(first - start, last - start), first - from);
      }
      return out;
    },
    dropBefore(ms) {
      const sample = Math.round(ms * samplesPerMs);
      let gone = 0;
      while (gone < blocks.length && blocks[gone]!.start + blocks[gone]!.samples.length <= sample) gone++;
      blocks.splice(0, gone);
    },
  };
}
