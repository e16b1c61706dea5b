import { seededRandom } from '../metrics';

/** Noise to measure recognition in. */
export type NoiseColour = 'white' | 'pink';

/** The same seed gives the same noise; its mean power is 1. */
export function createNoise(colour: NoiseColour, length: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  const white = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const next = colour === 'white' ? white : pinkened(white);
  const samples = Float32Array.from({ length }, next);
  const level = Math.sqrt(meanPower(samples));
  return level === 0 ? samples : samples.map((sample) => sample / level);
}

/** −3 dB an octave. Source: P. Kellet's filter, musicdsp.org no. 76; below a thousandth of the sample rate it is flat. */
function pinkened(white: () => number): () => number {
  const poles = [0.99886, 0.99332, 0.969, 0.8665, 0.55, -0.7616];
  const gains = [0.0555179, 0.0750759, 0.153852, 0.3104856, 0.5329522, -0.016898];
  const states = poles.map(() => 0);
  let last = 0;
  return () => {
    const input = white();
    let sum = last + input * 0.5362;
    for (const [i, pole] of poles.entries()) {
      states[i] = pole * states[i]! + input * gains[i]!;
      sum += states[i]!;
    }
    last = input * 0.115926;
    return sum;
  };
}

export function meanPower(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? 0 : sum / samples.length;
}

/**
 * Speech with noise added, `ratioDb` below it over the whole recording, pauses included; the noise is repeated where it is shorter.
 * Silence stays silence.
 */
export function withNoise(speech: Float32Array, noise: Float32Array, ratioDb: number): Float32Array {
  const noisePower = meanPower(noise);
  const gain = noisePower === 0 ? 0 : Math.sqrt(meanPower(speech) / noisePower / 10 ** (ratioDb / 10));
  return speech.map((sample, i) => sample + gain * noise[i % noise.length]!);
}
