import { describe, expect, it } from 'vitest';
import type { FolderSource } from '../onnx/describe';
import { encodeUtf8 } from '../onnx/utf8';
import { describedSeq2seq } from './describe';
import { parseSeq2seqManifest, seq2seqFiles } from './manifest';
import { soundWindow } from './sound-window';

const hash = 'a'.repeat(64);
const part = (file: string) => ({ file, bytes: 7, sha256: hash });

const whole = {
  format: 'onnx-encoder-decoder',
  version: 1,
  id: 'whisper-base',
  name: 'Many languages, Whisper base',
  family: 'whisper',
  languages: ['en', 'de', 'yue'],
  licence: 'MIT',
  credit: 'OpenAI',
  parts: {
    encoder: part('encoder_model.onnx'),
    decoder: part('onnx/decoder_model_merged.onnx'),
    tokenizer: part('tokenizer.json'),
    config: part('config.json'),
  },
  selfTest: { ...part('self-test.wav'), text: 'hello world' },
  silenceBehindMs: 600,
  fullWindowMs: 30_000,
  beam: 5,
};

/** A folder that exists in memory only. */
function folder(contents: Readonly<Record<string, unknown>>, title = 'whisper-tiny'): FolderSource {
  const bytes = (name: string): Uint8Array => {
    const content = contents[name];
    return Uint8Array.from(encodeUtf8(typeof content === 'string' ? content : JSON.stringify(content)));
  };
  return {
    location: `/models/${title}`,
    title,
    files: Object.keys(contents).map((name) => ({ name, bytes: bytes(name).length })),
    read: (name) => Promise.resolve(bytes(name)),
    sha256: (name) => Promise.resolve(name.padEnd(64, '0')),
  };
}

const export_ = {
  'config.json': { model_type: 'whisper' },
  'tokenizer.json': {},
  'generation_config.json': { is_multilingual: true, lang_to_id: { '<|en|>': 50259, '<|de|>': 50261 } },
  'onnx/encoder_model.onnx': 'e',
  'onnx/encoder_model_quantized.onnx': 'eq',
  'onnx/decoder_model.onnx': 'd',
  'onnx/decoder_model_merged.onnx': 'dm',
  'onnx/decoder_model_merged_q4.onnx': 'dq',
};

const without = (...names: string[]) => Object.fromEntries(Object.entries(export_).filter(([name]) => !names.includes(name)));

describe('the manifest of an encoder–decoder model', () => {
  it('[M10] is accepted as written, and lists every file once', () => {
    const manifest = parseSeq2seqManifest(whole, 'folder');
    expect(manifest).toEqual({ ...whole, evaluation: [] });
    expect(seq2seqFiles(manifest).map(({ file }) => file)).toEqual([
      'encoder_model.onnx',
      'onnx/decoder_model_merged.onnx',
      'tokenizer.json',
      'config.json',
      'self-test.wav',
    ]);
  });

  it.each([
    ['languages', { languages: [] }],
    ['languages', { languages: ['en', 'en'] }],
    ['languages.0', { languages: ['English'] }],
    ['family', { family: 'bark' }],
    ['beam', { beam: 0 }],
    ['beam', { beam: 9 }],
    ['silenceBehindMs', { silenceBehindMs: -1 }],
    ['silenceBehindMs', { silenceBehindMs: 30_000 }],
    ['silenceBehindElsewhereMs', { silenceBehindElsewhereMs: 30_000 }],
    ['parts.encoder.file', { parts: { ...whole.parts, encoder: part('../encoder.onnx') } }],
    ['parts.encoder.file', { parts: { ...whole.parts, encoder: part('/encoder.onnx') } }],
    ['parts.decoder', { parts: { ...whole.parts, decoder: undefined } }],
    ['id', { id: '../x' }],
  ])('[M10] is refused naming %s: %j', (field, change) => {
    expect(() => parseSeq2seqManifest({ ...whole, ...change }, 'folder')).toThrow(`folder/manifest.json is not valid: ${field}:`);
  });
});

describe('the window of an encoder', () => {
  const window = { silenceBehindMs: 600, silenceBehindElsewhereMs: 5000, fullWindowMs: 30_000 };
  const secondsOf = (samples: number, languages: readonly string[], manifest: Parameters<typeof soundWindow>[2] = window) =>
    soundWindow(samples, languages, manifest) / 16_000;

  it('[V61] has more silence behind the sound where another language than English may be spoken', () => {
    expect(secondsOf(3 * 16_000, ['en'])).toBe(3.6);
    expect([['de'], ['en', 'de'], []].map((languages) => secondsOf(3 * 16_000, languages))).toEqual([8, 8, 8]);
    expect(secondsOf(3 * 16_000, ['de'], { silenceBehindMs: 600 })).toBe(3.6);
  });

  it('[V61] has whole frames, at least a second, and at most what the encoder takes', () => {
    expect(secondsOf(100, ['en'])).toBe(1);
    expect(soundWindow(16_001, ['en'], window) % 320).toBe(0);
    expect(secondsOf(29 * 16_000, ['de'])).toBe(30);
  });
});

describe('a folder of Hugging Face’s layout', () => {
  it('[M11] needs no manifest: whole numbers are preferred, and the languages are those of the model', async () => {
    const manifest = await describedSeq2seq(folder(export_));
    expect(manifest).toMatchObject({
      id: 'whisper-tiny',
      family: 'whisper',
      languages: ['en', 'de'],
      parts: {
        encoder: { file: 'onnx/encoder_model_quantized.onnx', bytes: 2 },
        decoder: { file: 'onnx/decoder_model_merged.onnx' },
        generationConfig: { file: 'generation_config.json' },
      },
    });
    expect(parseSeq2seqManifest({ ...manifest, parts: whole.parts }, 'folder').fullWindowMs).toBe(30_000);
    const full = await describedSeq2seq(folder(export_), { precision: 'fp32' });
    expect(full.parts.encoder.file).toBe('onnx/encoder_model.onnx');
  });

  it('[M11] has the languages of its tokenizer where nothing else names them, and one where the model has one', async () => {
    const tokenizer = { added_tokens: [{ content: '<|fr|>' }, { content: '<|notimestamps|>' }, { content: '<|haw|>' }] };
    const bare = { ...without('generation_config.json'), 'tokenizer.json': tokenizer };
    expect((await describedSeq2seq(folder(bare))).languages).toEqual(['fr', 'haw']);
    const english = { ...export_, 'generation_config.json': { is_multilingual: false } };
    expect((await describedSeq2seq(folder(english))).languages).toEqual(['en']);
    const moonshine = { ...export_, 'config.json': { model_type: 'moonshine' } };
    expect(await describedSeq2seq(folder(moonshine, 'moonshine-tiny-ja-ONNX'))).toMatchObject({
      family: 'moonshine',
      languages: ['ja'],
      silenceBehindMs: 0,
    });
    expect(await describedSeq2seq(folder(moonshine, 'moonshine-base'))).toMatchObject({ languages: ['en'] });
  });

  it.each([
    [without('tokenizer.json', 'config.json'), /tokenizer\.json and config\.json are missing/, /beside/],
    [without('onnx/encoder_model.onnx', 'onnx/encoder_model_quantized.onnx'), /encoder_model….onnx is missing/, /onnx/],
    [
      without('onnx/decoder_model_merged.onnx', 'onnx/decoder_model_merged_q4.onnx'),
      /decoder_model_merged….onnx is missing/,
      /both branches/,
    ],
    [{ ...export_, 'config.json': { model_type: 'bart' } }, /config\.json means a model of type "bart"/, /whisper or moonshine/],
    [{ ...export_, 'config.json': {} }, /model_type/, /whisper or moonshine/],
    [{ ...export_, 'config.json': 'odd' }, /config\.json is not JSON/, /damaged/],
    [{ ...export_, 'onnx/decoder_model_merged.onnx_data': 'w' }, /decoder_model_merged\.onnx_data/, /one file/],
  ])('[M11] that is no whole model is refused with what is wrong: %#', async (contents, problem, remedy) => {
    const refusal = describedSeq2seq(folder(contents));
    await expect(refusal).rejects.toThrow(problem);
    await expect(refusal).rejects.toMatchObject({ code: 'model-invalid', remedy: expect.stringMatching(remedy) as string });
  });
});
