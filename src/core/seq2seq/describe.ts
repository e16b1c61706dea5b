import { UtterError } from '../errors';
import { invalidModel } from '../model/files';
import { type FolderNaming, type FolderSource, modelId } from '../onnx/describe';
import type { FolderFile } from '../onnx/folder';
import { decodeUtf8 } from '../onnx/utf8';
import { seq2seqFamilies, type Seq2seqFamily, seq2seqFormat, type Seq2seqManifest } from './manifest';

/**
 * Folders of encoder–decoder models as Hugging Face publishes them, without a manifest of Utter's: `config.json`, `tokenizer.json`,
 * `generation_config.json` and, beside them or in `onnx/`, `encoder_model….onnx` and `decoder_model_merged….onnx`.
 */

type Part = 'encoder' | 'decoder' | 'tokenizer' | 'config' | 'generationConfig';

/** What the exporter writes behind a graph's name, best first: whole numbers run fastest on a processor. */
const precisions = ['_quantized', '_int8', '_uint8', '', '_fp16', '_q4', '_q4f16', '_bnb4'] as const;
const wantedFirst = { int8: ['_quantized', '_int8'], fp32: [''], fp16: ['_fp16'] } as const;

/** Whisper loops with less silence behind unless it was tuned for that; within its window a doubtful reading can be heard again. */
const windows: Record<Seq2seqFamily, { readonly silenceBehindMs: number; readonly fullWindowMs?: number }> = {
  whisper: { silenceBehindMs: 5000, fullWindowMs: 30_000 },
  moonshine: { silenceBehindMs: 0 },
};

/** Whether a folder looks like an encoder–decoder model's, whole or not, so that its messages are those of one. */
export function looksLikeSeq2seq(files: readonly FolderFile[]): boolean {
  return files.some(({ name }) => /(^|\/)(encoder_model|decoder_model|decoder_with_past_model)(_\w+)?\.onnx$/.test(name));
}

/**
 * The manifest that a folder of Hugging Face's layout would have.
 * @throws UtterError `model-invalid` where a part is missing or the model is of another family, naming it.
 */
export async function describedSeq2seq(folder: FolderSource, naming: FolderNaming = {}): Promise<Seq2seqManifest> {
  const { location, title } = folder;
  const found = partsOf(folder, naming);
  const config = await readJson(folder, found.config);
  const family = familyOf(config['model_type'], location, found.config.name);
  const described = async ({ name, bytes }: FolderFile) => ({ file: name, bytes, sha256: await folder.sha256(name) });
  const languages = naming.language?.split(',').map((code) => code.trim().toLowerCase().replace(/-.*/, ''));
  return {
    format: seq2seqFormat,
    version: 1,
    id: naming.id ?? modelId(title),
    name: naming.name ?? title,
    family,
    languages: languages ?? (family === 'whisper' ? await whisperLanguages(folder, found) : [moonshineLanguage(title)]),
    licence: naming.licence ?? 'unknown',
    ...(naming.source !== undefined && { source: naming.source }),
    parts: {
      encoder: await described(found.encoder),
      decoder: await described(found.decoder),
      tokenizer: await described(found.tokenizer),
      config: await described(found.config),
      ...(found.generationConfig && { generationConfig: await described(found.generationConfig) }),
    },
    ...windows[family],
    beam: 5,
    evaluation: [],
  };
}

type Parts = Record<Exclude<Part, 'generationConfig'>, FolderFile> & { readonly generationConfig: FolderFile | undefined };

function partsOf({ files, location }: FolderSource, { precision }: FolderNaming): Parts {
  const wanted: readonly string[] = precision === undefined ? [] : wantedFirst[precision];
  const order = [...wanted, ...precisions.filter((one) => !wanted.includes(one))];
  const named = (name: string): FolderFile | undefined => files.find((file) => file.name === name);
  const graph = (stem: string): FolderFile | undefined => {
    const names = order.flatMap((suffix) => [`${stem}${suffix}.onnx`, `onnx/${stem}${suffix}.onnx`]);
    return names.map(named).find((file) => file !== undefined);
  };
  const encoder = graph('encoder_model');
  const decoder = graph('decoder_model_merged');
  const tokenizer = named('tokenizer.json');
  const config = named('config.json');
  if (encoder !== undefined && decoder !== undefined && tokenizer !== undefined && config !== undefined) {
    for (const { name } of [encoder, decoder]) {
      if (named(`${name}_data`) === undefined) continue;
      const problem = `${location}/${name} keeps its weights in another file, ${name}_data, which can’t be read.`;
      throw new UtterError('model-invalid', problem, 'Export it as one file, or choose another precision of the model.');
    }
    return { encoder, decoder, tokenizer, config, generationConfig: named('generation_config.json') };
  }
  const missing = [
    ...(encoder === undefined ? ['encoder_model….onnx'] : []),
    ...(decoder === undefined ? ['decoder_model_merged….onnx'] : []),
    ...(tokenizer === undefined ? ['tokenizer.json'] : []),
    ...(config === undefined ? ['config.json'] : []),
  ];
  const names = files.map(({ name }) => name).toSorted();
  const there = names.length === 0 ? 'it is empty' : `it has ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}`;
  const isUnmerged = decoder === undefined && names.some((name) => /(^|\/)decoder_(with_past_)?model(_\w+)?\.onnx$/.test(name));
  throw new UtterError(
    'model-invalid',
    `${location} is not complete: ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing (${there}).`,
    isUnmerged
      ? 'Add the decoder with both branches in one file, decoder_model_merged….onnx, as in Hugging Face’s exports.'
      : 'Put the missing files beside the others; the .onnx files may be in a folder “onnx”.',
  );
}

function familyOf(type: unknown, location: string, file: string): Seq2seqFamily {
  const family = seq2seqFamilies.find((one) => one === type);
  if (family !== undefined) return family;
  const what = typeof type === 'string' ? `means a model of type "${type}"` : 'does not say what model it means (model_type)';
  throw new UtterError(
    'model-invalid',
    `${location}/${file} ${what}.`,
    `Choose an encoder–decoder model of a family that Utter knows (${seq2seqFamilies.join(' or ')}).`,
  );
}

/** All languages that a Whisper model has a sign for; English where it has none. */
async function whisperLanguages(folder: FolderSource, { generationConfig, tokenizer }: Parts): Promise<string[]> {
  const generation = generationConfig === undefined ? {} : await readJson(folder, generationConfig);
  const ids = generation['lang_to_id'];
  if (generation['is_multilingual'] === false) return ['en'];
  const signs = typeof ids === 'object' && ids !== null ? Object.keys(ids) : addedTokens(await readJson(folder, tokenizer));
  const codes = signs.flatMap((sign) => /^<\|([a-z]{2,3})\|>$/.exec(sign)?.[1] ?? []);
  return codes.length === 0 ? ['en'] : [...new Set(codes)];
}

function addedTokens(tokenizer: Readonly<Record<string, unknown>>): string[] {
  const tokens = tokenizer['added_tokens'];
  if (!Array.isArray(tokens)) return [];
  return tokens.flatMap((token: unknown) => {
    const content = typeof token === 'object' && token !== null && 'content' in token ? token.content : null;
    return typeof content === 'string' ? [content] : [];
  });
}

/** Moonshine models know one language each, which their names end in unless it is English. */
function moonshineLanguage(title: string): string {
  return /-(ar|es|ja|ko|uk|vi|zh)(-onnx)?$/i.exec(title)?.[1]?.toLowerCase() ?? 'en';
}

async function readJson({ read, location }: FolderSource, { name }: FolderFile): Promise<Readonly<Record<string, unknown>>> {
  let json: unknown;
  try {
    json = JSON.parse(decodeUtf8(await read(name)));
  } catch (error) {
    if (error instanceof UtterError) throw error;
    throw invalidModel(location, name, 'is not JSON', error);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw invalidModel(location, name, 'is not a JSON object');
  return json as Readonly<Record<string, unknown>>;
}
