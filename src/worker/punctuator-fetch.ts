import { UtterError } from '../core/errors';
import { type BoundedPunctuator, parsePunctuator, punctuatorFile } from '../core/text/punctuator';

/** The folder `text/<language>/` beside the `models/` that a model is in. */
export function textFolder(modelUrl: string, language: string): string {
  const model = modelUrl.endsWith('/') ? modelUrl : `${modelUrl}/`;
  return new URL(`../../text/${encodeURIComponent(language)}/`, model).href;
}

/**
 * The punctuator of a language from the host of a model, or null where there is none.
 * @throws UtterError `model-invalid`, naming the address, for a damaged file; `model-not-found` when the host doesn't answer.
 */
export async function loadPunctuator(modelUrl: string, language: string): Promise<BoundedPunctuator | null> {
  const folder = textFolder(modelUrl, language);
  const url = folder + punctuatorFile;
  const response = await fetch(url).catch((error: unknown) => unreadable(url, String(error)));
  if (response.status === 404) return null;
  if (!response.ok) return unreadable(url, `${response.status} ${response.statusText}`.trim());
  return parsePunctuator(new Uint8Array(await response.arrayBuffer()), folder);
}

function unreadable(url: string, reason: string): never {
  throw new UtterError(
    'model-not-found',
    `The file ${url}, which adds case and punctuation, could not be read: ${reason}.`,
    'Reload the page, or reinstall Utter so that its files are complete.',
  );
}
