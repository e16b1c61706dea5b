import { z } from 'zod';
import { invalidModel } from '../core/model/files';

/** What training computed for one recording: the truth the self-test holds every backend to. */
export interface Golden {
  readonly sampleRateHz: number;
  readonly samples: Float32Array;
  /** Log-mel features of the recording alone, `(frames, dim)`, before normalisation. */
  readonly features: GoldenMatrix;
  /** Encoder output of the recording and the flush, `(frames, dim)`. */
  readonly encoder: GoldenMatrix;
  readonly units: readonly number[];
  readonly text: string;
}

export interface GoldenMatrix {
  readonly frames: number;
  readonly dim: number;
  readonly data: Float32Array;
}

const matrixSchema = z
  .object({ shape: z.tuple([z.int().min(0), z.int().positive()]), data: z.base64() })
  .transform(({ shape: [frames, dim], data }) => ({ frames, dim, data: new Float32Array(fromBase64(data, 4)) }))
  .refine(({ frames, dim, data }) => data.length === frames * dim, 'data does not fit its shape');

const goldenSchema = z.object({
  audio: z.object({ sampleRateHz: z.int().positive(), pcm16: z.base64() }),
  features: matrixSchema,
  encoder: matrixSchema,
  units: z.array(z.int().min(0)),
  text: z.string(),
});

/** @throws UtterError `model-invalid` */
export function parseGolden(json: unknown, location: string): Golden {
  const result = goldenSchema.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0];
    const problem = `is not valid: ${issue?.path.join('.')}: ${issue?.message}`;
    throw invalidModel(location, 'golden.json', problem, result.error);
  }
  const { audio, ...rest } = result.data;
  const samples = Float32Array.from(new Int16Array(fromBase64(audio.pcm16, 2)), (sample) => sample / 32768);
  return { sampleRateHz: audio.sampleRateHz, samples, ...rest };
}

/** The bytes as a buffer of whole elements; every host this runs on is little-endian, like the file. */
function fromBase64(text: string, elementBytes: number): ArrayBuffer {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length - (binary.length % elementBytes));
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes.buffer;
}
