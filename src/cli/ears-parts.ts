import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFinalRecognizer } from '../core/final/final-recognizer';
import { createSegmenter } from '../core/final/segmenter';
import { seq2seqFormat } from '../core/seq2seq/manifest';
import { finalHost } from '../engine/final-host';
import { loadFinalPass } from '../engine/seq2seq/load-pass';
import { loadSpeechDetector, speechDetectorFile } from '../engine/speech-detector';
import { userModels } from '../models/install';
import type { EarsParts, FinalFolder } from './ears-types';
import { findModel, loadFound } from './engine';
import { listModels, modelFiles, shippedModels } from './model-folder';

/** The folder of what detects speech, wherever the command is run. */
const shippedSpeech = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'resources', 'speech');

/** What ears are made of, on this machine. */
export function earsParts(): EarsParts {
  return {
    findModel,
    loadLive: loadFound,
    finalFolders,
    loadFinalPass,
    async loadSegmenters() {
      const detector = await loadSpeechDetector(await readFile(join(shippedSpeech, speechDetectorFile)));
      return { create: () => createSegmenter(detector), dispose: () => detector.dispose() };
    },
    createFinalRecognizer: (parts, options) => createFinalRecognizer({ ...parts, host: finalHost }, options),
  };
}

async function finalFolders(): Promise<FinalFolder[]> {
  const found: FinalFolder[] = [];
  for (const { folder, manifest } of [...(await listModels(shippedModels)), ...(await listModels(userModels()))]) {
    if (manifest.format === seq2seqFormat) found.push({ manifest, files: await modelFiles(folder) });
  }
  return found;
}
