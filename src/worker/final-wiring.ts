import { biasPhrases } from '../core/final/bias';
import { createFinalRecognizer } from '../core/final/final-recognizer';
import { createSegmenter } from '../core/final/segmenter';
import { finalHost } from '../engine/final-host';
import type { LoadedDetector } from '../engine/speech-detector';
import { fetchSpeechDetector } from './detector-fetch';
import type { FinalParts } from './final-hearing';

let detector: Promise<LoadedDetector> | null = null;

/** One detector for all dictations and recordings; fetched again where that failed. */
function sharedDetector(): Promise<LoadedDetector> {
  detector ??= fetchSpeechDetector().catch((error: unknown) => {
    detector = null;
    throw error;
  });
  return detector;
}

/** The final pass as it runs in a browser: the models in a worker of their own, all else here. */
export const finalParts: FinalParts = {
  spawn: () => new Worker(new URL('./final-worker.ts', import.meta.url), { type: 'module', name: 'final' }),
  createSegmenter: async () => createSegmenter(await sharedDetector()),
  createRecognizer: createFinalRecognizer,
  bias: biasPhrases,
  host: finalHost,
};
