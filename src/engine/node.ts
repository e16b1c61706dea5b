import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { errorText, UtterError } from '../core/errors';
import type { ModelFiles } from '../core/model/files';

/** What the engine needs from Node; never imported where it runs in a browser. */

/** A model's folder on disk. */
export function folderFiles(folder: string): ModelFiles {
  return {
    location: folder,
    async read(name) {
      const path = join(folder, name);
      try {
        return await readFile(path);
      } catch (error) {
        throw new UtterError(
          'model-not-found',
          `${path} can't be read (${errorText(error)}).`,
          'Choose a model folder, with manifest.json and the other files beside it.',
          { cause: error },
        );
      }
    },
    beside: (name) => folderFiles(join(dirname(resolve(folder)), name)),
  };
}

let settingUp: Promise<string | null> | null = null;

/**
 * Gives Node a WebGPU where the optional package `webgpu` (Dawn) is installed. Call it before loading a model.
 * @returns why there is no WebGPU, or null.
 */
export function nodeEnvironment(): Promise<string | null> {
  settingUp ??= setUpWebGpu();
  return settingUp;
}

async function setUpWebGpu(): Promise<string | null> {
  try {
    const { create, globals } = await import('webgpu');
    Object.assign(globalThis, globals);
    // Node 20 has no navigator; from 21 on it is there, without a gpu.
    const host = globalThis as { navigator?: object };
    if (host.navigator === undefined) Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
    Object.defineProperty(globalThis.navigator, 'gpu', { value: create([]), configurable: true });
    return null;
  } catch (error) {
    return `the package "webgpu" can't be used (${errorText(error)})`;
  }
}
