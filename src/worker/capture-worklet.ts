import { BlockAssembler } from './block-assembler';
import { MonoMix } from './mono-mix';
import { PreRoll, preRollMs } from './pre-roll';
import type { BlockReturn, CaptureCommand, CaptureMessage, CaptureReport } from './protocol';
import { SoundMeter } from './sound-meter';

const nothing = new Float32Array(0);
/** A render quantum, of the Web Audio API. */
const quantumSamples = 128;

/**
 * Microphone capture on the audio thread. Blocks go straight to the speech worker, past the page, so that a busy page
 * can't delay or lose speech. Blocks are transferred there and back, which needs no SharedArrayBuffer and so no
 * cross-origin isolation. The journal gets a copy of each: it must have the sound even while the recogniser computes.
 */
class CaptureProcessor extends AudioWorkletProcessor {
  #worker: MessagePort | null = null;
  #journal: MessagePort | null = null;
  #isFinished = false;

  readonly #mix = new MonoMix(sampleRate);
  /** Also when nothing comes in: whether this thread runs is seen by that. */
  readonly #meter = new SoundMeter(sampleRate, (report) => this.port.postMessage(report satisfies CaptureReport));
  readonly #preRoll = new PreRoll(Math.round((preRollMs * sampleRate) / 1000));
  /** Both are filled in again for each block: what is allocated on the audio thread must be collected there. */
  readonly #message: { type: 'block'; samples: Float32Array<ArrayBuffer> } = { type: 'block', samples: nothing };
  readonly #transfer: Transferable[] = [];
  readonly #assembler = new BlockAssembler((samples) => {
    this.#message.samples = samples;
    this.#journal?.postMessage(this.#message satisfies CaptureMessage);
    this.#transfer[0] = samples.buffer;
    this.#worker?.postMessage(this.#message, this.#transfer);
  });

  constructor() {
    super();
    this.port.onmessage = (event: MessageEvent<CaptureCommand>) => {
      if (event.data.type === 'connect') this.#connect(event.data.port, event.data.journal);
      else this.#end(event.data.type === 'finish');
    };
  }

  override process(inputs: Float32Array[][]): boolean {
    const channels = inputs[0];
    if (this.#isFinished) return false;
    if (channels?.[0] === undefined) {
      this.#meter.pass(quantumSamples);
      return true;
    }
    const mono = this.#mix.mix(channels);
    this.#meter.push(mono);
    if (this.#worker !== null) this.#assembler.push(mono);
    else this.#preRoll.push(mono);
    return true;
  }

  #connect(port: MessagePort, journal: MessagePort): void {
    this.#worker = port;
    this.#journal = journal;
    port.onmessage = (event: MessageEvent<BlockReturn>) => this.#assembler.recycle(event.data.samples);
    const before = this.#preRoll.take();
    if (before.length > 0) this.#assembler.push(before);
  }

  #end(isFinished: boolean): void {
    this.#isFinished ||= isFinished;
    if (this.#worker === null) return;
    this.#assembler.flush();
    const message: CaptureMessage = { type: 'end' };
    this.#journal?.postMessage(message);
    this.#worker.postMessage(message);
    this.#worker = null;
    this.#journal = null;
  }
}

registerProcessor('utter-capture', CaptureProcessor);
