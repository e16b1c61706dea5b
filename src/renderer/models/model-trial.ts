import type { BackendChoice } from '../../core/backend';
import { createSpeechClient, type WorkerLike } from '../app/speech-client';

export interface Trial {
  readonly choice: BackendChoice;
  readonly loadMs: number;
}

/**
 * Loads a model beside the one in use, in a worker of its own, which checks its files and measures every backend.
 * @throws UtterError what kept it from running
 */
export async function tryModel(
  spawn: () => WorkerLike,
  modelUrl: string,
  onProgress: (fraction: number) => void,
): Promise<Trial> {
  let worker: WorkerLike | null = null;
  const client = createSpeechClient(() => (worker = spawn()));
  const start = performance.now();
  try {
    const loaded = await client.load(modelUrl, 'auto', onProgress);
    if (loaded === null) throw new Error('another load took its place');
    return { choice: loaded.choice, loadMs: performance.now() - start };
  } finally {
    // Its memory goes with it.
    (worker as WorkerLike | null)?.terminate();
  }
}
