import { UtterError } from '../core/errors';
import { storedMark, type ModelFiles } from '../core/model/files';

/** A model folder behind a URL: the app's own files in a browser, the app's protocol in Electron. */
export class FetchedModelFiles implements ModelFiles {
  readonly location: string;

  constructor(url: string) {
    this.location = url.endsWith('/') ? url : `${url}/`;
  }

  /** @throws UtterError `model-not-found` if the file is unavailable. */
  async read(name: string): Promise<Uint8Array> {
    const url = new URL(encodeURIComponent(name), this.location).href;
    const response = await fetch(url).catch((error: unknown) => notFound(url, String(error)));
    if (!response.ok) notFound(url, `${response.status} ${response.statusText}`.trim());
    return new Uint8Array(await response.arrayBuffer());
  }

  beside(folder: string): ModelFiles {
    return new FetchedModelFiles(new URL(`../${encodeURIComponent(folder)}/`, this.location).href);
  }
}

/** The files of a model: those that the page stores itself, or those behind the address. */
export function modelFilesAt(url: string): ModelFiles {
  return new URL(url).search === storedMark ? new StoredModelFiles(url) : new FetchedModelFiles(url);
}

/** A model that was imported into the browser's own storage: whole, without a file that lies elsewhere. */
class StoredModelFiles implements ModelFiles {
  readonly location: string;

  constructor(url: string) {
    this.location = decodeURIComponent(new URL(url).pathname.split('/').at(-2)!);
  }

  async read(name: string): Promise<Uint8Array> {
    try {
      const models = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
      const file = await (await models.getDirectoryHandle(this.location)).getFileHandle(name);
      return new Uint8Array(await (await file.getFile()).arrayBuffer());
    } catch (error) {
      return notFound(`${this.location}/${name}`, String(error));
    }
  }
}

function notFound(url: string, reason: string): never {
  throw new UtterError(
    'model-not-found',
    `The model file ${url} could not be read: ${reason}.`,
    'Choose another model, or reinstall Utter so that its model files are complete.',
  );
}
