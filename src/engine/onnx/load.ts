import { createBeamSearch } from '../../core/decoder/beam-search';
import type { SearchStart } from '../../core/decoder/types';
import { tableSpelling } from '../../core/language/piece-spelling';
import type { ModelFiles } from '../../core/model/files';
import type { OnnxManifest } from '../../core/onnx/manifest';
import { createRecognizer, type ActiveWords } from '../../core/recognizer';
import { chooseBackend } from '../backend-choice';
import type { LoadedModel, LoadOptions } from '../load';
import { createPieceUserWords } from '../user-words';
import { createOnnxEncoder } from './encoder';
import { readOnnxModel } from './read';
import { createOnnxScorer } from './scorer';
import { onnxTrial } from './trial';

/** A model that another project made, on ONNX Runtime. */
export type OnnxModel = Omit<LoadedModel, 'manifest'> & { readonly manifest: OnnxManifest };

const filesFraction = 0.5;
/** A word of the user's is found only if its beginning is followed beside a likelier one. */
const pathsWithWords = 6;

/**
 * Loads a streaming transducer of another project on ONNX Runtime.
 * @throws UtterError `model-not-found`, `model-invalid`, `backend-unavailable`; the signal's reason when aborted.
 */
export async function loadOnnxModel(files: ModelFiles, manifest: OnnxManifest, options: LoadOptions): Promise<OnnxModel> {
  const { signal } = options;
  const progress = (fraction: number): void => options.onProgress?.(fraction);
  const parts = await readOnnxModel(files, manifest, (fraction) => progress(fraction * filesFraction), signal);
  const onTested = (fraction: number): void => progress(filesFraction + fraction * (1 - filesFraction));
  const { model: prepared, choice } = await chooseBackend(options.backend, manifest.name, onnxTrial(parts), onTested, signal);
  if (signal?.aborted) {
    await prepared.dispose();
    signal.throwIfAborted();
  }
  progress(1);
  const { contract, headers, table, search } = parts;
  const { runtime, encoder, decoder, joiner, shape } = prepared;
  const userWords = createPieceUserWords(tableSpelling(table));
  const scorer = createOnnxScorer({ contract, headers, runtime, decoder, joiner, frameDim: shape.outputDim });
  return {
    manifest,
    choice,
    createRecognizer(recognizerOptions = {}) {
      const stream = createOnnxEncoder(contract, runtime, encoder, shape);
      const createSearch = ({ pieces: words }: ActiveWords, start: SearchStart) => {
        const paths = words === null ? search.paths : Math.max(search.paths, pathsWithWords);
        return createBeamSearch(scorer, table, stream.frameMs, { ...search, paths, words }, start);
      };
      const { sampleRateHz } = contract;
      return createRecognizer(
        { kind: 'searched', encoder: stream, createSearch, userWords: userWords.active, sampleRateHz },
        recognizerOptions,
      );
    },
    setUserWords: (words) => userWords.set(words),
    learnPronunciations: async (_, word) => userWords.learn([], word),
    dispose: () => void prepared.dispose(),
  };
}
