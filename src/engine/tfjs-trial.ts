import type { BackendName } from '../core/backend';
import type { Safetensors } from '../core/model/safetensors';
import { type AcousticModel, createAcousticModel } from './acoustic-model';
import type { Patience, Timed, Trial } from './backend-choice';
import { withTimeout } from './backends';
import { checkParity, chunkMs, type ParityParts } from './parity';

/** A model of Utter's own that gave training's result. */
export interface TriedModel extends AcousticModel, Timed {
  dispose(): void;
}

/** How a model of Utter's own is tried: it must give training's result. */
export function tfjsTrial(parts: ParityParts, weights: Safetensors): Trial<'tfjs', TriedModel> {
  return {
    runtime: 'tfjs',
    chunkMs: chunkMs(parts.manifest),
    async run(backend: BackendName, { timeoutMs, maxRtf }: Patience) {
      const model = await createAcousticModel(backend, parts.manifest, weights);
      try {
        const { problem, msPerChunk, rtf } = await withTimeout(
          checkParity(model, parts, maxRtf),
          timeoutMs,
          'its self-test did not end',
        );
        if (problem !== null) throw new Error(problem);
        return { ...model, msPerChunk, rtf };
      } catch (error) {
        model.dispose();
        throw error;
      }
    },
  };
}
