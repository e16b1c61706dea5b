import { createNoise, type NoiseColour, withNoise } from '../core/audio/noise';
import { createResampler } from '../core/audio/resampler';
import { joinedFloats } from '../core/joined-floats';
import { seededRandom } from '../core/metrics';
import { type AudioFile, openAudio } from '../media/open';

/** Recordings made harder, the same way each time: quieter, or in noise. */

/** `babble` is several other recordings of the list at once. */
export const noiseKinds = ['white', 'pink', 'babble'] as const;
export type NoiseKind = NoiseColour | 'babble';

export interface Perturbation {
  /** dB, for speech and noise alike. */
  readonly gainDb?: number;
  /** dB of the speech, pauses included, above the noise. */
  readonly noiseDb?: number;
  readonly noise?: NoiseKind;
  /** Of the noise; each recording's own comes from it and its path. */
  readonly seed?: number;
}

/** How many speak in `babble`. */
const babbleVoices = 4;
const defaultNoise: NoiseKind = 'pink';

/** The kind of noise that is added; null for none. */
export function noiseOf({ noiseDb, noise = defaultNoise }: Perturbation): NoiseKind | null {
  return noiseDb === undefined ? null : noise;
}

/**
 * @param path of the recording.
 * @param files of the whole list.
 * @returns the same file where nothing changes.
 */
export function perturbed(file: AudioFile, change: Perturbation, path: string, files: readonly string[]): AudioFile {
  const { gainDb = 0, noiseDb, seed = 1 } = change;
  const kind = noiseOf(change);
  if (gainDb === 0 && kind === null) return file;
  const gain = 10 ** (gainDb / 20);
  return {
    durationMs: file.durationMs,
    sampleRateHz: file.sampleRateHz,
    channels: file.channels,
    tracks: file.tracks,
    warnings: file.warnings,
    close: () => file.close(),
    async *blocks(signal) {
      if (kind === null || noiseDb === undefined) {
        for await (const block of file.blocks(signal)) yield block.map((sample) => sample * gain);
        return;
      }
      const speech = await samplesOf(file, signal);
      const ownSeed = pathSeed(path, seed);
      const noise =
        kind === 'babble'
          ? await babble(
              files.filter((other) => other !== path),
              file.sampleRateHz,
              speech.length,
              ownSeed,
              signal,
            )
          : createNoise(kind, speech.length, ownSeed);
      const noisy = withNoise(speech, noise, noiseDb);
      const blockSamples = Math.max(1, Math.round(file.sampleRateHz / 2));
      for (let start = 0; start < noisy.length; start += blockSamples) {
        yield noisy.slice(start, start + blockSamples).map((sample) => sample * gain);
      }
    },
  };
}

/** FNV-1a of the name, so that it does not matter what else is in the list or where that lies. */
function pathSeed(path: string, seed: number): number {
  let hash = 2166136261 ^ seed;
  for (const letter of path.replace(/^.*[\\/]/, '')) hash = Math.imul(hash ^ letter.codePointAt(0)!, 16777619);
  return hash >>> 0;
}

async function samplesOf(file: AudioFile, signal: AbortSignal | undefined): Promise<Float32Array> {
  const blocks: Float32Array[] = [];
  for await (const block of file.blocks(signal)) blocks.push(block.slice());
  return joinedFloats(blocks);
}

/** Other recordings of the list, drawn by the seed, each as loud as the others and repeated where it is shorter. */
async function babble(
  files: readonly string[],
  sampleRateHz: number,
  length: number,
  seed: number,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const random = seededRandom(seed);
  const others = [...files];
  const sum = new Float32Array(length);
  for (let voice = 0; voice < babbleVoices && others.length > 0; voice++) {
    const [path] = others.splice(Math.floor(random() * others.length), 1);
    const file = await openAudio({ path: path! }, path!);
    try {
      const resampler = createResampler(file.sampleRateHz, sampleRateHz);
      const own = resampler.accept(await samplesOf(file, signal)).slice();
      const samples = joinedFloats([own, resampler.finish()]);
      const level = Math.sqrt(samples.reduce((power, sample) => power + sample * sample, 0) / samples.length) || 1;
      const from = Math.floor(random() * samples.length);
      for (let i = 0; i < length; i++) sum[i]! += samples[(from + i) % samples.length]! / level;
    } finally {
      file.close();
    }
  }
  return sum;
}
