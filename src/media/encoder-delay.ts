import { afterId3, type ByteReader } from './bytes';

/** What an MP3's first frame says about the samples that its encoder added. */
export interface EncoderDelay {
  /** Samples to drop from the start of the decoder's output. */
  readonly startSamples: number;
  /** Samples of the recording itself, null when the encoder didn't say. */
  readonly lengthSamples: number | null;
}

/** An MP3 decoder's own delay. */
const decoderDelaySamples = 529;

/** Reads the Xing or Info frame with LAME's extension; nothing is dropped when there is none. */
export async function mp3EncoderDelay(bytes: ByteReader): Promise<EncoderDelay> {
  const nothing: EncoderDelay = { startSamples: 0, lengthSamples: null };
  const head = await bytes.read(await afterId3(bytes), 4096);
  const start = head.findIndex((byte, i) => byte === 0xff && ((head[i + 1] ?? 0) & 0xe6) === 0xe2);
  if (start < 0) return nothing;

  const isMpeg1 = ((head[start + 1] ?? 0) & 0x18) === 0x18;
  const isMono = ((head[start + 3] ?? 0) & 0xc0) === 0xc0;
  const sideInformationBytes = isMpeg1 ? (isMono ? 17 : 32) : isMono ? 9 : 17;
  const tag = start + 4 + sideInformationBytes;
  const name = String.fromCharCode(...head.subarray(tag, tag + 4));
  if (name !== 'Xing' && name !== 'Info') return nothing;
  const frameSamples = isMpeg1 ? 1152 : 576;
  const onlyFrames: EncoderDelay = { startSamples: frameSamples, lengthSamples: null }; // the tag's own frame is silent

  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (tag + 8 + 4 + 4 + 100 + 4 + 24 > view.byteLength) return onlyFrames;
  const flags = view.getUint32(tag + 4);
  let position = tag + 8;
  const frames = (flags & 1) !== 0 ? view.getUint32(position) : null;
  for (const [bit, length] of [[1, 4], [2, 4], [4, 100], [8, 4]] as const) {
    if ((flags & bit) !== 0) position += length;
  }
  const packed = (view.getUint8(position + 21) << 16) | view.getUint16(position + 22);
  const delay = packed >> 12;
  const padding = packed & 0xfff;
  if (delay === 0 && padding === 0) return onlyFrames;
  return {
    startSamples: frameSamples + delay + decoderDelaySamples,
    lengthSamples: frames === null ? null : Math.max(0, frames * frameSamples - delay - padding),
  };
}
