import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createNativeSherpa, sherpaMissing } from '../../../proofs/interchange/sherpa';
import { openUtter } from '../../../proofs/interchange/utter';
import { modelFiles } from '../../cli/model-folder';
import { specialWords } from '../../core/language/ngram';
import { tensorFile } from '../../core/language/fixtures/tensor-file';
import type { ModelFiles } from '../../core/model/files';
import type { OnnxManifest } from '../../core/onnx/manifest';
import { parseTokens } from '../../core/onnx/tokens';
import { encodeUtf8 } from '../../core/onnx/utf8';
import { transcriptText } from '../../core/transcript/text';
import { loadAnyModel } from '../load-any';
import { createWaveReader } from './fixtures/speech';

const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const speech = createWaveReader(readFileSync(fileURLToPath(new URL('../../media/fixtures/speech.wav', import.meta.url))));

/** Share of units that two sequences have in common at the same place. */
function agreement(a: readonly string[], b: readonly string[]): number {
  return a.filter((unit, i) => unit === b[i]).length / Math.max(a.length, b.length);
}

describe('models in half precision', () => {
  it.each([
    ['conformer', 'with inputs in single precision, as icefall exports them'],
    ['zipformer', 'with inputs and states in half precision'],
  ])('[X27] give what those in full precision give but for near-ties: %s, %s', async (name) => {
    const [full, half] = [await openUtter(fixture(name), 'fp32'), await openUtter(fixture(name), 'fp16')];
    expect(half.parts.manifest.parts.encoder.file).toBe('encoder.fp16.onnx');
    const type = half.parts.contract.encoder.features.type;
    expect(type).toBe(name === 'conformer' ? 'float32' : 'float16');
    const [expected, { units }] = [(await full.recognize(speech)).units, await half.recognize(speech)];
    expect(units.length).toBeGreaterThan(5);
    expect(agreement(units, expected)).toBeGreaterThan(0.9);
  });

  it.skipIf(sherpaMissing('sherpa-onnx-node') !== null)('[X27] give the units of sherpa-onnx', async () => {
    const utter = await openUtter(fixture('conformer'), 'fp16');
    const file = (part: string): string => `${fixture('conformer')}/${part}`;
    const parts = { encoder: file('encoder.fp16.onnx'), decoder: file('decoder.fp16.onnx'), joiner: file('joiner.fp16.onnx') };
    const padded = new Float32Array(speech.length + utter.flushSamples + 160);
    padded.set(speech);
    const reference = createNativeSherpa({ ...parts, tokens: file('tokens.txt') }).recognize(padded).tokens;
    const { units } = await utter.recognize(speech);
    expect(units.map((unit) => unit.replace('▁', ' '))).toEqual(reference);
  });
});

/** A fixture with another manifest, and files that its folder has not got. */
async function changed(
  name: string,
  change: (manifest: OnnxManifest) => object,
  added: Readonly<Record<string, Uint8Array>>,
): Promise<ModelFiles> {
  const files = await modelFiles(fixture(name));
  const manifest = JSON.parse(new TextDecoder().decode(await files.read('manifest.json'))) as OnnxManifest;
  const text = new TextEncoder().encode(JSON.stringify(change(manifest)));
  return {
    location: name,
    read: (file) =>
      file === 'manifest.json' ? Promise.resolve(text) : file in added ? Promise.resolve(added[file]!) : files.read(file),
  };
}

const part = (file: string, bytes: Uint8Array): object => ({
  file,
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

async function heard(files: ModelFiles): Promise<string> {
  const model = await loadAnyModel(files, { backend: 'wasm' });
  const recognizer = model.createRecognizer({ endpointRules: null });
  await recognizer.acceptWaveform(speech, 16000);
  const text = transcriptText(await recognizer.inputFinished());
  recognizer.dispose();
  model.dispose();
  return text;
}

describe('what may lie beside a model', () => {
  const table = parseTokens(readFileSync(`${fixture('zipformer2')}/tokens.txt`, 'utf8'), 'zipformer2', 'tokens.txt');

  it('[X28] an n-gram of pieces changes what is recognised by its weight', async () => {
    const withModel = (scores: readonly number[], weight: number): Promise<ModelFiles> => {
      const bytes = tensorFile({ '1.score': { dtype: 'F16', values: scores } });
      const languageModel = { ...part('lm.safetensors', bytes), order: 1, weight };
      return changed('zipformer2', (manifest) => ({ ...manifest, parts: { ...manifest.parts, languageModel } }), {
        'lm.safetensors': bytes,
      });
    };
    const plain = await heard(await modelFiles(fixture('zipformer2')));
    const common = Array.from(plain.replaceAll(' ', ''))
      .toSorted()
      .reduce((best, letter, _, all) =>
        all.filter((one) => one === letter).length > all.filter((one) => one === best).length ? letter : best,
      );
    const scores = [...specialWords, ...table.names].map((name) => (name.includes(common) ? -40 : 0));
    expect(plain.split(common).length).toBeGreaterThan(2);
    expect(await heard(await withModel(scores, 0))).toBe(plain);
    const without = await heard(await withModel(scores, 1));
    expect(without).not.toContain(common);
    expect(without).not.toBe('');
    await expect(heard(await withModel(scores.slice(1), 1))).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringMatching(`lm.safetensors has ${table.names.length - 1} pieces.*${table.names.length}`) as string,
    });
  });

  it('[X5] a SentencePiece model serves where there is no list of pieces', async () => {
    const field = (number: number, body: readonly number[]): number[] => [(number << 3) | 2, ...varint(body.length), ...body];
    const bytes = Uint8Array.from(table.names.flatMap((name) => field(1, field(1, encodeUtf8(name)))));
    const files = await changed(
      'zipformer2',
      (manifest) => ({ ...manifest, parts: { ...manifest.parts, tokens: part('bpe.model', bytes) } }),
      { 'bpe.model': bytes },
    );
    expect(await heard(files)).toBe(await heard(await modelFiles(fixture('zipformer2'))));
  });
});

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >> 7)];
}
