import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSegmenter } from '../core/final/segmenter';
import { seededRandom } from '../core/metrics';
import { createWaveReader } from './onnx/fixtures/speech';
import { type LoadedDetector, loadSpeechDetector } from './speech-detector';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const speech = createWaveReader(readFileSync(path('../media/fixtures/speech.wav')));
/** What Silero's own graph says, frame by frame. */
const golden = JSON.parse(readFileSync(path('fixtures/speech-detector.json'), 'utf8')) as readonly number[];

describe('speech detector', () => {
  let detector: LoadedDetector;
  beforeAll(async () => {
    detector = await loadSpeechDetector(readFileSync(path('../../resources/speech/silero-vad.onnx')));
  });

  it('[V14] says what Silero’s network says, however many frames it is given at once', async () => {
    for (const atOnce of [1, 3, golden.length]) {
      const stream = detector.createStream();
      const size = detector.frameSamples * atOnce;
      const found: number[] = [];
      for (let at = 0; at < golden.length * detector.frameSamples; at += size) {
        found.push(...(await stream.next(speech.subarray(at, Math.min(at + size, golden.length * detector.frameSamples)))));
      }
      expect(found).toHaveLength(golden.length);
      for (const [i, probability] of found.entries()) expect(probability, `frame ${i}`).toBeCloseTo(golden[i]!, 4);
    }
  });

  it('[V11] finds where speech is, also in noise', async () => {
    const random = seededRandom(4);
    const loud = Math.sqrt(speech.reduce((sum, sample) => sum + sample * sample, 0) / speech.length);
    for (const level of [0.0001, 0.1 * loud, 0.3 * loud]) {
      // A second, speech from 224 ms on, two seconds, speech, half a second.
      const samples = new Float32Array(16_000 * 3.5 + 2 * speech.length);
      samples.set(speech, 16_000);
      samples.set(speech, 16_000 * 3 + speech.length);
      const noisy = samples.map((sample) => sample + level * 3.46 * (random() - 0.5));
      const segmenter = createSegmenter(detector);
      const segments = [...(await segmenter.accept(noisy)), ...(await segmenter.finish())];
      expect(segments).toHaveLength(2);
      for (const [i, { startMs, endMs }] of segments.entries()) {
        const beganMs = 1000 + i * 3375;
        expect(Math.abs(startMs - (beganMs + 224 - 250))).toBeLessThan(100);
        expect(endMs - (beganMs + 1375)).toBeGreaterThan(-50);
        expect(endMs - (beganMs + 1375)).toBeLessThan(500);
      }
    }
  });

  it('[V15] hears no speech where there is none', async () => {
    const random = seededRandom(6);
    const segmenter = createSegmenter(detector);
    for (const level of [0, 0.001, 0.02, 0.3]) {
      const noise = Float32Array.from({ length: 16_000 * 20 }, () => level * (random() - 0.5));
      expect(await segmenter.accept(noise)).toEqual([]);
    }
    expect(await segmenter.finish()).toEqual([]);
  });

  it('[V19] refuses a file that is damaged, naming it', async () => {
    const bytes = readFileSync(path('../../resources/speech/silero-vad.onnx')).subarray(0, 100_000);
    await expect(loadSpeechDetector(bytes, '/somewhere/silero-vad.onnx')).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringContaining('/somewhere/silero-vad.onnx') as string,
    });
  });
});
