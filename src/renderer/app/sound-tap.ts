import type { BlockReturn, CaptureMessage } from '../../worker/protocol';
import type { OpenMicrophone } from './microphone';

/** Hears a microphone in the page, for what is no dictation: nothing is recognised or kept. */
export function tapSound({ port, journalPort }: OpenMicrophone, heard: (samples: Float32Array<ArrayBuffer>) => void): void {
  journalPort.close();
  port.onmessage = ({ data }: MessageEvent<CaptureMessage>) => {
    if (data.type === 'end') return;
    heard(data.samples.slice());
    const back: BlockReturn = { samples: data.samples };
    port.postMessage(back, [data.samples.buffer]);
  };
}

export function joined(blocks: readonly Float32Array<ArrayBuffer>[]): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let offset = 0;
  for (const block of blocks) {
    samples.set(block, offset);
    offset += block.length;
  }
  return samples;
}
