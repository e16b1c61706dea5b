import { BlockAssembler } from './block-assembler';
import type { BlockReturn, CaptureCommand, CaptureMessage } from './protocol';

/**
 * Microphone capture on the audio thread. Blocks go straight to the speech worker, past the page, so that a busy page
 * can't delay or lose speech. Blocks are transferred there and back, which needs no SharedArrayBuffer and so no
 * cross-origin isolation.
 */
class CaptureProcessor extends AudioWorkletProcessor {
  #worker: MessagePort | null = null;
  #isFinished = false;

  readonly #transfer: Transferable[] = [];
  readonly #assembler = new BlockAssembler((samples) => {
    const message: CaptureMessage = { type: 'block', samples };
    this.#transfer[0] = samples.buffer;
    this.#worker?.postMessage(message, this.#transfer);
  });

  constructor() {
    super();
    this.port.onmessage = (event: MessageEvent<CaptureCommand>) => {
      if (event.data.type === 'connect') this.#connect(event.data.port);
      else this.#finish();
    };
  }

  override process(inputs: Float32Array[][]): boolean {
    const channels = inputs[0];
    if (this.#worker !== null && channels !== undefined) this.#assembler.push(channels);
    return !this.#isFinished;
  }

  #connect(port: MessagePort): void {
    this.#worker = port;
    port.onmessage = (event: MessageEvent<BlockReturn>) => this.#assembler.recycle(event.data.samples);
  }

  #finish(): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.#assembler.flush();
    const message: CaptureMessage = { type: 'end' };
    this.#worker?.postMessage(message);
    this.#worker = null;
  }
}

registerProcessor('utter-capture', CaptureProcessor);
