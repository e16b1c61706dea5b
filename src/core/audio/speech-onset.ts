/** Frames in which loudness is measured. */
const frameMs = 10;
/** Speech is within this of the loudest frame; room noise in a usable recording is not. */
const belowLoudestDb = 25;

/** Where speech begins in a recording of it: the first frame that is nearly as loud as the loudest; 0 in silence. */
export function speechOnsetMs(samples: Float32Array, sampleRateHz: number): number {
  const frameSamples = Math.max(1, Math.round((sampleRateHz * frameMs) / 1000));
  const energies: number[] = [];
  for (let start = 0; start + frameSamples <= samples.length; start += frameSamples) {
    let energy = 0;
    for (let i = start; i < start + frameSamples; i++) energy += samples[i]! ** 2;
    energies.push(energy);
  }
  const loudest = energies.reduce((most, energy) => Math.max(most, energy), 0);
  if (loudest === 0) return 0;
  return energies.findIndex((energy) => energy >= loudest * 10 ** (-belowLoudestDb / 10)) * frameMs;
}
