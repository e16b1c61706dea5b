import type { Manifest } from '../../core/model/manifest';
import { encoderWork, type EncoderWork } from '../../core/model/encoder-work';
import type { AcousticModel } from '../acoustic-model';
import { type MatmulSpeed, matmulPeak, matmulSpeed } from './matmul-peak';

/** How near the encoder is to what the backend can do: its work for a chunk against the backend's own matrix products. */
export interface Roofline {
  /** Of a chunk. */
  readonly work: EncoderWork;
  /** Of large square products. */
  readonly peak: MatmulSpeed;
  /** Of a product as narrow as a chunk's; small products can't reach the peak. */
  readonly narrow: MatmulSpeed;
  /** What the encoder reaches, read-back included. */
  readonly gflops: number;
  readonly shareOfPeak: number;
  readonly shareOfNarrow: number;
  /** Operations for each byte that must cross memory. */
  readonly flopsPerByte: number;
}

/** @param encodeMs median time of the encoder and read-back of a chunk of `chunkFrames`. */
export async function roofline(
  { backend }: AcousticModel,
  { encoder }: Manifest,
  chunkFrames: number,
  encodeMs: number,
): Promise<Roofline> {
  const work = encoderWork(encoder, chunkFrames);
  const narrow = await matmulSpeed(backend, [chunkFrames / encoder.subsampling, 1024, 512]);
  const peak = await matmulPeak(backend);
  const gflops = work.flops / encodeMs / 1e6;
  return {
    work,
    peak,
    narrow,
    gflops,
    shareOfPeak: gflops / peak.gflops,
    shareOfNarrow: gflops / narrow.gflops,
    flopsPerByte: work.flops / (work.weightBytes + work.activationBytes),
  };
}
