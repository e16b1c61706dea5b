import shippedDetector from '../../resources/speech/silero-vad.onnx?url';
import { UtterError } from '../core/errors';
import { type LoadedDetector, loadSpeechDetector } from '../engine/speech-detector';

/**
 * The speech detector that is bundled with the worker.
 * @throws UtterError `model-not-found` where it can't be fetched, `model-invalid` where it is damaged, naming its address.
 */
export async function fetchSpeechDetector(url: string = shippedDetector): Promise<LoadedDetector> {
  const response = await fetch(url).catch((error: unknown) => unreadable(url, String(error)));
  if (!response.ok) return unreadable(url, `${response.status} ${response.statusText}`.trim());
  return loadSpeechDetector(new Uint8Array(await response.arrayBuffer()), url);
}

function unreadable(url: string, reason: string): never {
  throw new UtterError(
    'model-not-found',
    `The file ${url}, which detects speech, could not be read: ${reason}.`,
    'Reload the page, or reinstall Utter so that its files are complete.',
  );
}
