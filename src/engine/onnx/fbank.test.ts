import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/metrics';
import type { KaldiFbankConfig } from '../../core/model/manifest';
import type { OnnxContract } from '../../core/onnx/contract';
import { analysisMatrix, fftSize, melMatrix } from '../filterbank';
import { createFraming } from '../framing';
import { createFbank, type FbankConfig } from './fbank';
import { fbankConfig } from './encoder';
import { createWaveReader } from './fixtures/speech';
import { floatLog } from './float-log';

const contract = (family: OnnxContract['family']): OnnxContract => ({ family, bins: 80, sampleRateHz: 16000 }) as OnnxContract;
const random = seededRandom(3);
const samples = Float32Array.from({ length: 7777 }, (_, i) => 0.3 * Math.sin(i / 9) + 0.2 * (random() - 0.5));

function features(config: FbankConfig, size: number): number[] {
  const fbank = createFbank(config);
  const out: number[] = [];
  for (let at = 0; at < samples.length; at += size) out.push(...fbank.accept(samples.subarray(at, at + size)));
  return out;
}

describe('features of models of other projects', () => {
  it('[X25] are those of the filterbank that agrees with Kaldi, to the last frame that is whole, for any chunking', () => {
    const config = fbankConfig(contract('zipformer2'));
    expect(config).toMatchObject({ bins: 80, lowHz: 20, highHz: -400, snipEdges: false, window: 'povey', energyFloor: 2 ** -23 });
    const kaldi = { ...config, window: 'povey' } as KaldiFbankConfig;
    const framing = createFraming(kaldi);
    framing.accept(samples);
    const count = framing.availableFrames;
    const frames = framing.take(count);
    const [fft, analysis, mel] = [fftSize(kaldi), analysisMatrix(kaldi), melMatrix(kaldi)];
    const actual = features(config, samples.length);
    expect(actual.length).toBe(count * 80);
    for (let t = 0; t < count; t += 5) {
      const power = Float64Array.from({ length: fft / 2 }, (_, bin) => {
        let [re, im] = [0, 0];
        for (let n = 0; n < 400; n++) {
          re += frames[t * 400 + n]! * analysis[n * fft + bin]!;
          im += frames[t * 400 + n]! * analysis[n * fft + fft / 2 + bin]!;
        }
        return re * re + im * im;
      });
      for (let bin = 0; bin < 80; bin++) {
        const energy = power.reduce((sum, value, i) => sum + value * mel[i * 80 + bin]!, 0);
        expect(Math.abs(actual[t * 80 + bin]! - Math.log(Math.max(energy, 2 ** -23)))).toBeLessThan(1e-3);
      }
    }
    for (const size of [160, 1000, 4001]) expect(features(config, size)).toEqual(actual);
  });

  it('[X25] of NeMo have a periodic Hann window, no DC removal and triangles of equal area up to half the rate', () => {
    const config = fbankConfig(contract('nemo'));
    const tone = createFbank(config);
    const level = createFbank(config);
    const frame = (at: (i: number) => number): Float32Array => Float32Array.from({ length: 4000 }, (_, i) => at(i));
    // A tone is loudest in the filter whose centre it is nearest to: 1 kHz is 15 on Slaney's scale of 0 to 45.245.
    const loud = tone.accept(frame((i) => Math.sin((2 * Math.PI * 1000 * i) / 16000))).slice(800, 880);
    expect(loud.indexOf(Math.max(...loud))).toBe(Math.round((15 / 45.2456) * 81) - 1);
    // White noise is even across triangles of equal area but for pre-emphasis, which takes from the lowest.
    const noise = level.accept(frame(() => random() - 0.5));
    const mean = (bin: number): number => {
      let sum = 0;
      for (let t = 2; t < noise.length / 80; t++) sum += Math.exp(noise[t * 80 + bin]!);
      return sum / (noise.length / 80 - 2);
    };
    expect(mean(70) / mean(60)).toBeLessThan(3);
    expect(mean(70)).toBeGreaterThan(10 * mean(2));
  });

  it.each([
    ['kaldi', 'zipformer2'],
    ['nemo', 'nemo'],
  ] as const)('[X25] are to the bit those of kaldi-native-fbank’s build for Linux (%s)', (kind, family) => {
    const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
    const golden = JSON.parse(readFileSync(path('fixtures/fbank.json'), 'utf8')) as Record<'kaldi' | 'nemo', string> & {
      frames: number[];
    };
    const bytes = Buffer.from(golden[kind], 'base64');
    const speech = createWaveReader(readFileSync(path('../../media/fixtures/speech.wav')));
    const actual = createFbank(fbankConfig(contract(family))).accept(speech);
    expect(bytes.length).toBe(golden.frames.length * 80 * 4);
    for (const [row, frame] of golden.frames.entries()) {
      const expected = Array.from({ length: 80 }, (_, bin) => bytes.readFloatLE((row * 80 + bin) * 4));
      expect(Array.from(actual.subarray(frame * 80, (frame + 1) * 80))).toEqual(expected);
    }
  });

  it('[X25] have the logarithm of single precision within a unit of its last place', () => {
    for (let exponent = -100; exponent < 100; exponent++) {
      const value = Math.fround((0.5 + random()) * 2 ** exponent);
      const exact = Math.log(value);
      expect(Math.abs(floatLog(value) - exact)).toBeLessThanOrEqual(2 ** -23 * Math.abs(exact));
    }
    expect(floatLog(1)).toBe(0);
  });
});
