import { z } from 'zod';
import { invalidModel } from '../../core/model/files';

/** What of Hugging Face's `config.json` and `generation_config.json` the runtime needs. */

const count = z.int().positive();

const configSchema = z.looseObject({
  model_type: z.enum(['whisper', 'moonshine']),
  vocab_size: count,
  decoder_start_token_id: z.int().min(0).optional(),
  bos_token_id: z.int().min(0).optional(),
  eos_token_id: z.int().min(0),
  // Whisper's names, then Moonshine's.
  d_model: count.optional(),
  decoder_layers: count.optional(),
  decoder_attention_heads: count.optional(),
  hidden_size: count.optional(),
  decoder_num_hidden_layers: count.optional(),
  decoder_num_attention_heads: count.optional(),
  num_mel_bins: count.optional(),
});

const generationSchema = z.looseObject({
  suppress_tokens: z.array(z.int()).nullish(),
  begin_suppress_tokens: z.array(z.int()).nullish(),
  decoder_start_token_id: z.int().min(0).optional(),
});

export interface Seq2seqConfig {
  readonly family: 'whisper' | 'moonshine';
  /** Size of the vocabulary. */
  readonly pieces: number;
  readonly layers: number;
  readonly heads: number;
  readonly headDim: number;
  readonly startId: number;
  readonly endId: number;
  readonly suppressed: readonly number[];
  readonly suppressedFirst: readonly number[];
}

/** @throws UtterError `model-invalid`, naming file and field. */
export function parseConfig(config: string, generation: string | null, location: string): Seq2seqConfig {
  const own = parsed(configSchema, config, location, 'config.json');
  const generated = generation === null ? {} : parsed(generationSchema, generation, location, 'generation_config.json');
  const layers = own.decoder_layers ?? own.decoder_num_hidden_layers;
  const heads = own.decoder_attention_heads ?? own.decoder_num_attention_heads;
  const dim = own.d_model ?? own.hidden_size;
  const startId = own.decoder_start_token_id ?? generated.decoder_start_token_id ?? own.bos_token_id;
  if (layers === undefined || heads === undefined || dim === undefined || startId === undefined || dim % heads !== 0) {
    throw invalidModel(
      location,
      'config.json',
      'does not say how many layers, heads and channels its decoder has, or which piece begins a text',
    );
  }
  return {
    family: own.model_type,
    pieces: own.vocab_size,
    layers,
    heads,
    headDim: dim / heads,
    startId,
    endId: own.eos_token_id,
    suppressed: (generated.suppress_tokens ?? []).filter((id) => id >= 0),
    suppressedFirst: (generated.begin_suppress_tokens ?? []).filter((id) => id >= 0),
  };
}

function parsed<T>(schema: z.ZodType<T>, text: string, location: string, file: string): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw invalidModel(location, file, 'is not JSON', error);
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw invalidModel(location, file, `is not valid: ${issue.path.join('.') || 'the file'}: ${issue.message}`, result.error);
}
