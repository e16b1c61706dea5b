import type { SpeechDetector } from '../core/final/segmenter';
import { loadOnnxRuntime } from './onnx/runtime';

/**
 * Silero's voice activity detector (version 5, MIT, https://github.com/snakers4/silero-vad): a small recurrent network that tells for each 32 ms
 * how likely it is that somebody speaks. It looks at the 64 samples before them too, and at what it remembers. Utter's file has the network for
 * 16 kHz only (`training/utter_training/export/speech_detector.py` writes it).
 */

export const speechDetectorFile = 'silero-vad.onnx';

export interface LoadedDetector extends SpeechDetector {
  dispose(): Promise<void>;
}

const frameSamples = 512;
const contextSamples = 64;
const stateShape = [1, 1, 128];

/** @throws UtterError `model-invalid` for bytes that are not such a network. */
export async function loadSpeechDetector(bytes: Uint8Array, name: string = speechDetectorFile): Promise<LoadedDetector> {
  const runtime = await loadOnnxRuntime('wasm');
  const session = await runtime.createSession(bytes, name, true);
  const nothing = (): ReturnType<typeof runtime.tensor> => runtime.tensor('float32', new Float32Array(128), stateShape);
  return {
    frameSamples,
    createStream() {
      let state = { h: nothing(), c: nothing() };
      let context = new Float32Array(contextSamples);
      return {
        async next(samples) {
          const count = samples.length / frameSamples;
          const width = contextSamples + frameSamples;
          const frames = new Float32Array(count * width);
          for (let i = 0; i < count; i++) {
            const start = i * frameSamples;
            const before = i === 0 ? context : samples.subarray(start - contextSamples, start);
            frames.set(before, i * width);
            frames.set(samples.subarray(start, start + frameSamples), i * width + contextSamples);
          }
          context = samples.slice(-contextSamples);
          const found = await session.run({ frames: runtime.tensor('float32', frames, [count, width]), ...state });
          state = { h: found['hNext']!, c: found['cNext']! };
          return (await found['probabilities']!.getData()) as Float32Array;
        },
      };
    },
    dispose: () => session.release(),
  };
}
