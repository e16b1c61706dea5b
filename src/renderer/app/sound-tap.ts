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

export { joinedFloats as joined } from '../../core/joined-floats';
