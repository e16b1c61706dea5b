import { joinedFloats } from '../core/joined-floats';
import type { BlockReturn } from './protocol';
import type { AudioSource } from './recognition';
import { captureMessage } from './requests';

/**
 * The capture worklet's audio as a source. Listens from the moment it is made, so what is said while the model still
 * loads waits here and is recognised afterwards.
 */
export class MicrophoneSource implements AudioSource {
  readonly durationMs = null;
  readonly #port: MessagePort;
  readonly #blocks: Float32Array[] = [];
  #hasEnded = false;
  #failure: unknown = null;
  #wake: () => void = () => {};

  constructor(
    port: MessagePort,
    readonly sampleRateHz: number,
    onBlock: (samples: Float32Array) => void,
  ) {
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      const samples = this.#samplesOf(data);
      if (samples === null) {
        this.end();
        return;
      }
      onBlock(samples);
      this.#blocks.push(samples.slice());
      const back: BlockReturn = { samples };
      port.postMessage(back, [samples.buffer]);
      this.#wake();
    };
  }

  /** Null at the end, also if it is caused by a message that is not audio. */
  #samplesOf(data: unknown): Float32Array<ArrayBuffer> | null {
    try {
      const message = captureMessage(data);
      return message.type === 'block' ? message.samples : null;
    } catch (error) {
      this.#failure = error;
      return null;
    }
  }

  /** Ends the source whether or not the worklet said so: its device may be gone. */
  end(): void {
    this.#hasEnded = true;
    this.#wake();
  }

  /** Lets go of the worklet. */
  close(): void {
    this.#port.close();
  }

  /**
   * Blocks that arrived since the last turn, joined: a slow recogniser catches up in fewer, longer calls.
   * @throws UtterError `audio-invalid` after the last of them if something arrived that is not audio
   */
  async *blocks(signal?: AbortSignal): AsyncGenerator<Float32Array> {
    const wake = (): void => this.#wake();
    signal?.addEventListener('abort', wake);
    try {
      while (signal?.aborted !== true) {
        if (this.#blocks.length > 0) yield joinBlocks(this.#blocks.splice(0, maxJoinedBlocks));
        else if (this.#failure !== null) throw this.#failure;
        else if (this.#hasEnded) return;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      signal?.removeEventListener('abort', wake);
    }
  }
}

/** About 0.7 s at 48 kHz, so that partial text keeps flowing while a backlog is worked off. */
const maxJoinedBlocks = 16;

function joinBlocks(blocks: readonly Float32Array[]): Float32Array {
  // The usual case, when the recogniser keeps up: nothing to copy.
  return blocks.length === 1 ? blocks[0]! : joinedFloats(blocks);
}
