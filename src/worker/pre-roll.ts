/** Sound from before the dictation that is recognised too: who speaks on the key press has begun by then. */
export const preRollMs = 600;

/** The newest samples of a microphone that is kept warm: a ring that forgets what is older, and allocates once. */
export class PreRoll {
  readonly #ring: Float32Array;
  /** Where the next sample goes. */
  #next = 0;
  #heldSamples = 0;

  constructor(capacitySamples: number) {
    this.#ring = new Float32Array(capacitySamples);
  }

  /** Takes one render quantum. */
  push(samples: Float32Array): void {
    const capacity = this.#ring.length;
    if (capacity === 0) return;
    for (let index = 0; index < samples.length; index++) {
      this.#ring[this.#next] = samples[index]!;
      this.#next = (this.#next + 1) % capacity;
      if (this.#heldSamples < capacity) this.#heldSamples++;
    }
  }

  /** The samples held, oldest first; the ring is empty afterwards. */
  take(): Float32Array<ArrayBuffer> {
    const taken = new Float32Array(this.#heldSamples);
    const start = this.#next - this.#heldSamples;
    for (let index = 0; index < taken.length; index++) {
      taken[index] = this.#ring[(start + index + this.#ring.length) % this.#ring.length]!;
    }
    this.#next = 0;
    this.#heldSamples = 0;
    return taken;
  }
}
