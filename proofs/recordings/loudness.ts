const windowSeconds = 0.1;
/** Of a window in which somebody speaks. */
const loudRms = 0.02;

/** Tenths of a second in which there is sound. */
export function loudWindows(samples: Float32Array, sampleRateHz: number): number {
  const length = Math.round(windowSeconds * sampleRateHz);
  let loud = 0;
  for (let start = 0; start + length <= samples.length; start += length) {
    let power = 0;
    for (let i = start; i < start + length; i++) power += samples[i]! ** 2;
    if (Math.sqrt(power / length) > loudRms) loud++;
  }
  return loud;
}
