import { z } from 'zod';

/** The architectures of encoders that a manifest may name; `docs/model-format.md` describes their computation. */

const count = z.int().positive();

const convLayerSchema = z.object({
  kind: z.literal('conv'),
  in: count,
  out: count,
  kernel: count,
  stride: count,
  dilation: count,
});
const blockLayerSchema = z.object({
  kind: z.literal('block'),
  in: count,
  out: count,
  bottleneck: count,
  kernel: count,
  stride: z.literal(1),
  dilation: count,
  ahead: z.int().min(0).default(0),
});
const meanLayerSchema = z.object({ kind: z.literal('mean'), in: count, out: count, kernel: count });
const poolLayerSchema = z.object({ kind: z.literal('pool'), in: count, out: count, bottleneck: count, kernel: count });
const projectionLayerSchema = z.object({ kind: z.literal('projection'), in: count, out: count });

const dimensionsSchema = { inputDim: count, outputDim: count, subsampling: count };

const causalConvSchema = z.object({
  architecture: z.literal('causal-conv'),
  ...dimensionsSchema,
  layers: z
    .array(
      z.discriminatedUnion('kind', [convLayerSchema, blockLayerSchema, meanLayerSchema, poolLayerSchema, projectionLayerSchema]),
    )
    .min(1),
  states: z.array(z.object({ name: z.string().min(1), shape: z.tuple([count, count]) })),
});

const chunkAttentionSchema = z.object({
  architecture: z.literal('chunk-attention'),
  ...dimensionsSchema,
  channels: count,
  heads: count,
  feedForward: count,
  layers: count,
  /** After so many layers pairs of frames are averaged; 0 for never. */
  poolAfter: z.int().min(0),
  /** Length of the ring of positions, in frames behind the convolutions. */
  positions: count,
  /** Feature frames before a chunk that attention sees. */
  leftContextFrames: count,
  /** Channels of a narrow layer before the projection; 0 for none. */
  bottleneck: z.int().min(0).default(0),
  states: z.array(z.object({ name: z.string().min(1), shape: z.union([z.tuple([count, count]), z.tuple([count])]) })),
});

export const encoderSchema = z.discriminatedUnion('architecture', [causalConvSchema, chunkAttentionSchema]);

export type EncoderConfig = z.infer<typeof encoderSchema>;
export type CausalConvConfig = z.infer<typeof causalConvSchema>;
export type ChunkAttentionConfig = z.infer<typeof chunkAttentionSchema>;
export type EncoderLayer = CausalConvConfig['layers'][number];
/** What an encoder remembers from one chunk to the next. */
export type EncoderState = EncoderConfig['states'][number];
