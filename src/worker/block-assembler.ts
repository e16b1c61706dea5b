/** Samples in one block: 43 ms at 48 kHz, short enough for live text, long enough to keep messages few. */
export const blockSamples = 2048;

/** Blocks made in advance: 1.4 s at 48 kHz that the speech worker may be busy without a new one being needed. */
const pooledBlocks = 32;

/**
 * Gathers the audio thread's render quanta (128 samples, mono) into blocks. Runs in `process()`:
 * while blocks come back in time it allocates nothing. When they don't, it allocates rather than lose speech.
 */
export class BlockAssembler {
  readonly #pool: Float32Array<ArrayBuffer>[] = [];
  readonly #send: (block: Float32Array<ArrayBuffer>) => void;
  #block: Float32Array<ArrayBuffer>;
  #filledSamples = 0;

  constructor(send: (block: Float32Array<ArrayBuffer>) => void) {
    this.#send = send;
    for (let index = 0; index < pooledBlocks; index++) this.#pool.push(new Float32Array(blockSamples));
    this.#block = this.#takeBlock();
  }

  /** Blocks that wait to be filled. */
  get pooledBlocks(): number {
    return this.#pool.length;
  }

  /** Takes one render quantum. */
  push(samples: Float32Array): void {
    for (let index = 0; index < samples.length; index++) {
      this.#block[this.#filledSamples++] = samples[index]!;
      if (this.#filledSamples === blockSamples) {
        this.#send(this.#block);
        this.#block = this.#takeBlock();
        this.#filledSamples = 0;
      }
    }
  }

  /** Sends what is gathered so far, if anything. */
  flush(): void {
    if (this.#filledSamples === 0) return;
    this.#send(this.#block.slice(0, this.#filledSamples));
    this.#filledSamples = 0;
  }

  /** Takes back a block that its receiver is done with. */
  recycle(block: Float32Array<ArrayBuffer>): void {
    if (block.length === blockSamples && this.#pool.length < pooledBlocks) this.#pool.push(block);
  }

  #takeBlock(): Float32Array<ArrayBuffer> {
    return this.#pool.pop() ?? new Float32Array(blockSamples);
  }
}
