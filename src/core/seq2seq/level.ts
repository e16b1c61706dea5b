/** Recordings of any level as the models heard them in training: neither whispered nor clipped. */

/** Of the loudest hundredth of the samples. */
const wantedLevel = 0.25;
/** What is further below is noise: it stays quiet. */
const mostGain = 1000;
/** Within this range of the wanted level nothing is changed. */
const tolerance = 2.5;

/** @returns the samples themselves, or louder or quieter ones. */
export function leveled(samples: Float32Array): Float32Array {
  const level = loudLevel(samples);
  if (level === 0 || (level > wantedLevel / tolerance && level < wantedLevel * tolerance)) return samples;
  const gain = Math.min(mostGain, wantedLevel / level);
  return samples.map((sample) => sample * gain);
}

const levelStep = 7;

/** The level that a hundredth of the samples exceeds: speech's own, whatever pauses and clicks surround it. */
function loudLevel(samples: Float32Array): number {
  // Every few samples are enough to tell a level, and sorting all of them would take as long as a step of the decoder.
  const sorted = Float32Array.from({ length: Math.ceil(samples.length / levelStep) }, (_, i) =>
    Math.abs(samples[i * levelStep]!),
  ).sort();
  if (sorted.length === 0) return 0;
  return sorted[Math.floor(sorted.length * 0.99)]!;
}
