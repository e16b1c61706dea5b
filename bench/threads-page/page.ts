/** Runs in a browser: a model on TensorFlow.js's WebAssembly with a number of threads, measured round by round. */
import * as tf from '@tensorflow/tfjs-core';
import * as wasm from '@tensorflow/tfjs-backend-wasm';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { benchAudio } from '../../src/engine/bench/bench-audio';
import { createTimedPipeline } from '../../src/engine/bench/pipeline';
import { readModel } from '../../src/engine/load';
import { FetchedModelFiles } from '../../src/worker/model-fetch';

/** What the bench calls. */
export interface ThreadsPage {
  /** @returns the threads that there really are. */
  start(model: string, threads: number, chunkFrames: number): Promise<number>;
  /** Recognises for a while; times of its chunks and of its encoder in milliseconds. */
  round(limitMs: number): Promise<{ readonly chunkMs: readonly number[]; readonly encodeMs: readonly number[] }>;
  /** What is recognised in the model's own recording, to see that it is the same on any number of threads. */
  firstWords(): Promise<string>;
}

let pipeline: Awaited<ReturnType<typeof createTimedPipeline>>;
let audio: ReturnType<typeof benchAudio>;
let sampleRateHz: number;
let chunkSamples: number;
let heard = 0;

const page: ThreadsPage = {
  async start(model, threads, chunkFrames) {
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', threads > 1);
    // TensorFlow.js takes no more than half of the processors that it is told of.
    Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { get: () => 2 * threads });
    wasm.setThreadsCount(threads);
    wasm.setWasmPaths({
      'tfjs-backend-wasm.wasm': plainUrl,
      'tfjs-backend-wasm-simd.wasm': simdUrl,
      'tfjs-backend-wasm-threaded-simd.wasm': threadedUrl,
    });
    const read = await readModel(new FetchedModelFiles(model));
    const { featurizer } = read.parts.manifest;
    // The backend that is registered already is the one that is taken.
    pipeline = await createTimedPipeline('wasm', read, chunkFrames);
    audio = benchAudio(read.parts.golden);
    sampleRateHz = featurizer.sampleRateHz;
    chunkSamples = (chunkFrames * featurizer.frameShiftMs * sampleRateHz) / 1000;
    return threads > 1 ? wasm.getThreadsCount() : 1;
  },
  async round(limitMs) {
    const [chunkMs, encodeMs]: [number[], number[]] = [[], []];
    const startMs = performance.now();
    const { samples } = audio.utterance(0);
    while (performance.now() - startMs < limitMs) {
      const start = heard % (samples.length - chunkSamples);
      heard += chunkSamples;
      pipeline.take();
      const beginMs = performance.now();
      await pipeline.recognizer.acceptWaveform(samples.subarray(start, start + chunkSamples), sampleRateHz);
      chunkMs.push(performance.now() - beginMs);
      const { ms } = pipeline.take();
      encodeMs.push(ms.featurize + ms.encode + ms.readBack);
    }
    return { chunkMs, encodeMs };
  },
  async firstWords() {
    pipeline.recognizer.reset();
    await pipeline.recognizer.acceptWaveform(audio.utterance(0).samples, sampleRateHz);
    const { segments } = await pipeline.recognizer.inputFinished();
    pipeline.recognizer.reset();
    return segments.flatMap(({ words }) => words.map(({ text }) => text)).join(' ');
  },
};

Object.assign(globalThis, { threadsPage: page });
