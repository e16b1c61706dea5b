import { UtterError } from '../core/errors';
import type { ModelFiles } from '../core/model/files';

/** A model folder behind a URL: the app's own files in a browser, the app's protocol in Electron. */
export class FetchedModelFiles implements ModelFiles {
  readonly location: string;

  constructor(url: string) {
    this.location = url.endsWith('/') ? url : `${url}/`;
  }

  /** @throws UtterError `model-not-found` when the file can't be had. */
  async read(name: string): Promise<Uint8Array> {
    const url = new URL(encodeURIComponent(name), this.location).href;
    const response = await fetch(url).catch((error: unknown) => notFound(url, String(error)));
    if (!response.ok) notFound(url, `${response.status} ${response.statusText}`.trim());
    return new Uint8Array(await response.arrayBuffer());
  }
}

function notFound(url: string, reason: string): never {
  throw new UtterError(
    'model-not-found',
    `The model file ${url} could not be read: ${reason}.`,
    'Choose another model, or install Utter again so that its model files are complete.',
  );
}
