import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorText, UtterError } from '../core/errors';
import { type LoadedDetector, loadSpeechDetector, speechDetectorFile } from '../engine/speech-detector';

/** The detector that comes with Utter, wherever the command is run. */
export const shippedDetector = join(
  dirname(fileURLToPath(import.meta.url)),
  '..',
  '..',
  'resources',
  'speech',
  speechDetectorFile,
);

/** @throws UtterError `model-not-found` | `model-invalid`, naming the file. */
export async function openSpeechDetector(file: string = shippedDetector): Promise<LoadedDetector> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new UtterError(
      'model-not-found',
      `${file}, which detects speech, can't be read (${errorText(error)}).`,
      'Reinstall Utter so that its files are complete.',
      { cause: error },
    );
  });
  return loadSpeechDetector(bytes, file);
}
