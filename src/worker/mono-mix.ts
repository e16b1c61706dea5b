/** A channel so much quieter than the loudest is not connected, or hears only the other's sound: 12 dB. */
const deadRatio = 1 / 16;
/** How long a channel that has fallen silent still counts: longer than the pauses between words. */
const holdMs = 3000;
const mostChannels = 32;

/**
 * Mixes a render quantum to mono: the average of the channels that hear something. An interface with eight channels of
 * which one has a microphone would otherwise be 18 dB quieter. Runs on the audio thread and allocates nothing there.
 */
export class MonoMix {
  readonly #mono: Float32Array[] = [];
  /** By channel: its mean square, which fades, and the gain that the last quantum ended with. */
  readonly #powers = new Float64Array(mostChannels);
  readonly #gains = new Float64Array(mostChannels);
  readonly #sampleRateHz: number;
  #channels = 0;

  constructor(sampleRateHz: number) {
    this.#sampleRateHz = sampleRateHz;
  }

  /** Channels of equal length; the result is good until the next call. */
  mix(channels: readonly Float32Array[]): Float32Array {
    const count = Math.min(channels.length, mostChannels);
    const length = channels[0]?.length ?? 0;
    if (count !== this.#channels) this.#begin(count);
    if (count === 1) return channels[0]!;
    const mono = this.#buffer(length);
    mono.fill(0);
    if (length === 0) return mono;
    let loudest = 0;
    const fade = Math.exp((-length * 1000) / (this.#sampleRateHz * holdMs));
    for (let channel = 0; channel < count; channel++) {
      const power = Math.max(meanSquare(channels[channel]!), this.#powers[channel]! * fade);
      this.#powers[channel] = power;
      if (power > loudest) loudest = power;
    }
    let live = 0;
    for (let channel = 0; channel < count; channel++) if (this.#powers[channel]! >= loudest * deadRatio) live++;
    for (let channel = 0; channel < count; channel++) {
      const gain = this.#powers[channel]! >= loudest * deadRatio ? 1 / live : 0;
      addRamped(channels[channel]!, this.#gains[channel]!, gain, mono);
      this.#gains[channel] = gain;
    }
    return mono;
  }

  #begin(count: number): void {
    this.#channels = count;
    this.#powers.fill(0);
    this.#gains.fill(1 / count, 0, count);
  }

  /** Quanta come in one length, but for the odd one out. */
  #buffer(length: number): Float32Array {
    for (let index = 0; index < this.#mono.length; index++) if (this.#mono[index]!.length === length) return this.#mono[index]!;
    const made = new Float32Array(length);
    if (this.#mono.length > 3) this.#mono.shift();
    this.#mono.push(made);
    return made;
  }
}

function meanSquare(samples: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < samples.length; index++) sum += samples[index]! * samples[index]!;
  return sum / samples.length;
}

/** Adds samples whose gain goes evenly from one value to another: a step would click. */
function addRamped(samples: Float32Array, from: number, to: number, sum: Float32Array): void {
  if (from === 0 && to === 0) return;
  const step = (to - from) / samples.length;
  for (let index = 0; index < samples.length; index++) sum[index]! += samples[index]! * (from + step * (index + 1));
}
