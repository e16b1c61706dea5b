import { readFileSync } from 'node:fs';
import { mkdtemp, rm, cp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createNativeSherpa, sherpaMissing } from '../../../proofs/interchange/sherpa';
import { openUtter } from '../../../proofs/interchange/utter';
import { modelFiles } from '../../cli/model-folder';
import { wordErrors } from '../../core/metrics';
import { transcriptText } from '../../core/transcript/text';
import { createWaveReader } from './fixtures/speech';
import { loadAnyModel } from '../load-any';

const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const speech = createWaveReader(readFileSync(fileURLToPath(new URL('../../media/fixtures/speech.wav', import.meta.url))));
const made: string[] = [];
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));

async function copyOf(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'utter-onnx-'));
  made.push(folder);
  await cp(fixture(name), folder, { recursive: true });
  return folder;
}

const models = [
  ['lstm', 'fp32'],
  ['conformer', 'fp32'],
  ['zipformer', 'fp32'],
  ['zipformer2', 'fp32'],
  ['zipformer2', 'int8'],
  ['nemo', 'fp32'],
] as const;

function spelled(units: readonly string[]): string {
  const byte = (code: string): string => {
    const value = Number.parseInt(code, 16);
    return value >= 0x20 && value <= 0x7e ? String.fromCharCode(value) : `<0x${code}>`;
  };
  return units.map((unit) => unit.replace('▁', ' ').replace(/^<0x([0-9A-F]{2})>$/, (_, code: string) => byte(code))).join('|');
}

describe('models of other projects', () => {
  it.skipIf(sherpaMissing('sherpa-onnx-node') !== null).each(models)(
    '[X20] %s, %s: the same units as sherpa-onnx, greedily and with a beam',
    async (name, precision) => {
      for (const paths of name === 'nemo' ? [1] : [1, 4]) {
        const utter = await openUtter(fixture(name), precision, paths);
        const file = ({ file: part }: { file: string }): string => join(fixture(name), part);
        const { encoder, decoder, joiner, tokens } = utter.parts.manifest.parts;
        const sherpa = createNativeSherpa(
          { encoder: file(encoder), decoder: file(decoder), joiner: file(joiner), tokens: file(tokens) },
          paths,
        );
        const padded = new Float32Array(speech.length + utter.flushSamples + 160);
        padded.set(speech);
        const { units } = await utter.recognize(speech);
        expect(units.length).toBeGreaterThan(5);
        const reference = sherpa.recognize(padded).tokens;
        if (precision === 'fp32') expect(spelled(units)).toBe(reference.join('|'));
        // An int8 graph rounds otherwise after a difference in a last digit, be it of a feature or of tanh: its near-ties may fall either way.
        else
          expect(wordErrors(reference.join(' '), spelled(units).replaceAll('|', ' ')).substitutions).toBeLessThanOrEqual(
            reference.length / 8,
          );
      }
    },
  );

  it('[X15] feed a unit that they do not know to NeMo’s predictor as any other, and write nothing for it', async () => {
    const plain = (await (await openUtter(fixture('nemo'), 'fp32')).recognize(speech)).units;
    const common = plain[0]!;
    // The same model, whose commonest unit is called unknown now.
    const folder = await copyOf('nemo');
    const tokens = readFileSync(join(folder, 'tokens.txt'), 'utf8');
    await writeFile(join(folder, 'tokens.txt'), tokens.replace('<unk> ', '▁other ').replace(`${common} `, '<unk> '));
    const utter = await openUtter(folder, 'fp32');
    const { units, text } = await utter.recognize(speech);
    expect(plain.filter((unit) => unit === common).length).toBeGreaterThan(10);
    expect(units).toEqual(plain.filter((unit) => unit !== common));
    expect(text).not.toContain('unk');
  });

  it.each(['lstm', 'nemo'])(
    '[X21] %s: the transcript does not depend on how samples are cut, and a reset starts anew',
    async (name) => {
      const model = await loadAnyModel(await modelFiles(fixture(name)), { backend: 'wasm' });
      expect(model.choice).toMatchObject({ backend: 'wasm' });
      const recognizer = model.createRecognizer({ endpointRules: null });
      const texts: string[] = [];
      for (const size of [speech.length, 1600, 777]) {
        for (let at = 0; at < speech.length; at += size) await recognizer.acceptWaveform(speech.subarray(at, at + size), 16000);
        const transcript = await recognizer.inputFinished();
        texts.push(transcriptText(transcript));
        expect(transcript.segments.flatMap(({ words }) => words).every(({ endMs }) => endMs <= transcript.durationMs)).toBe(true);
        recognizer.reset();
      }
      expect(texts[0]).not.toBe('');
      expect(new Set(texts).size).toBe(1);
      recognizer.dispose();
      model.dispose();
    },
  );

  it('[X17] recognise the user’s words, tell those they have no letters for, and learn none from recordings', async () => {
    const model = await loadAnyModel(await modelFiles(fixture('zipformer2')), { backend: 'wasm' });
    const entry = (written: string, boost: number) => ({ written, soundsLike: '', boost, learned: [] });
    const hear = async (): Promise<string> => {
      const recognizer = model.createRecognizer({ endpointRules: null });
      await recognizer.acceptWaveform(speech, 16000);
      const text = transcriptText(await recognizer.inputFinished());
      recognizer.dispose();
      return text;
    };
    const plain = await hear();
    expect(plain).toMatch(/ rh /);
    expect(plain).not.toMatch(/ rhe /i);
    const problems = await model.setUserWords([entry('Rhe', 10), entry('Cab', 0)]);
    expect(problems.map(({ line, text }) => [line, text])).toEqual([[2, 'Cab']]);
    expect(await hear()).toMatch(/ Rhe /);
    await model.setUserWords([]);
    expect(await hear()).toBe(plain);
    await expect(model.learnPronunciations([{ samples: speech, sampleRateHz: 16000 }], entry('Rhe', 0))).rejects.toMatchObject({
      code: 'words-invalid',
    });
    model.dispose();
  });

  it('[X22] are refused on a backend that can not run them, with the way out', async () => {
    for (const backend of ['webgl', 'cpu'] as const) {
      await expect(loadAnyModel(await modelFiles(fixture('lstm')), { backend })).rejects.toMatchObject({
        code: 'backend-unavailable',
        remedy: expect.stringContaining('WebAssembly') as string,
      });
    }
  });

  it('[X23] that are damaged, too new or do not go together are refused with file and remedy; the next still loads', async () => {
    const damaged = await copyOf('lstm');
    const whole = readFileSync(join(damaged, 'joiner.onnx'));
    await writeFile(join(damaged, 'joiner.onnx'), whole.subarray(0, 2000));
    await expect(loadAnyModel(await modelFiles(damaged), { backend: 'wasm' })).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringContaining('joiner.onnx') as string,
    });
    // The operators' version is the last byte of the file's first lines of metadata; 17 becomes 127.
    const tooNew = await copyOf('lstm');
    const at = whole.lastIndexOf(Buffer.from([0x10, 17]));
    const changed = Buffer.from(whole);
    changed[at + 1] = 127;
    await writeFile(join(tooNew, 'joiner.onnx'), changed);
    await expect(loadAnyModel(await modelFiles(tooNew), { backend: 'wasm' })).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringMatching(/joiner\.onnx.*newer/) as string,
      remedy: expect.stringContaining('opset') as string,
    });
    const mixed = await copyOf('lstm');
    await writeFile(join(mixed, 'tokens.txt'), '<blk> 0\n▁a 1\n');
    await expect(loadAnyModel(await modelFiles(mixed), { backend: 'wasm' })).rejects.toThrow(/267 outputs/);
    const model = await loadAnyModel(await modelFiles(fixture('lstm')), { backend: 'wasm' });
    model.dispose();
  });

  it('[X24] are checked against their manifest, and may be too large', async () => {
    const folder = await copyOf('zipformer');
    const files = await modelFiles(folder);
    const manifest = JSON.parse(new TextDecoder().decode(await files.read('manifest.json'))) as {
      parts: { encoder: { bytes: number; sha256: string } };
    };
    const withManifest = (json: object) => ({
      location: folder,
      read: (name: string) =>
        name === 'manifest.json' ? Promise.resolve(new TextEncoder().encode(JSON.stringify(json))) : files.read(name),
    });
    const wrong = structuredClone(manifest);
    wrong.parts.encoder.sha256 = '0'.repeat(64);
    await expect(loadAnyModel(withManifest(wrong), { backend: 'wasm' })).rejects.toThrow(/encoder\.onnx has SHA-256/);
    const large = structuredClone(manifest);
    large.parts.encoder.bytes = 3e9;
    await expect(loadAnyModel(withManifest(large), { backend: 'wasm' })).rejects.toMatchObject({
      message: expect.stringContaining('GiB') as string,
      remedy: expect.stringContaining('smaller') as string,
    });
  });
});
