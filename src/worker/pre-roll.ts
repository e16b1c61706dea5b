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

  /** Takes one render quantum: channels of equal length, averaged to mono. */
  push(channels: readonly Float32Array[]): void {
    const first = channels[0];
    const capacity = this.#ring.length;
    if (first === undefined || capacity === 0) return;
    for (let index = 0; index < first.length; index++) {
      let sum = 0;
      for (let channel = 0; channel < channels.length; channel++) sum += channels[channel]?.[index] ?? 0;
      this.#ring[this.#next] = sum / channels.length;
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
