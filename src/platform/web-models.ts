import { toFailure, UtterError } from '../core/errors';
import { type AnyManifest, manifestFacts, manifestFile, parseAnyManifest, readAnyManifest } from '../core/model/any-manifest';
import { storedMark } from '../core/model/files';
import { understandFolder, withFreeId } from '../core/model/understand';
import type { DamagedModel, ImportedModel, InstalledModel, ModelHost, ModelStore } from './model-host';
import { modelEntry } from './model-entry';
import type { ModelEntry, Platform } from './platform';
import { createWebPlatform } from './web';

/** What the browser's model store uses of the browser, so that tests can stand in for it. */
export interface WebModelHost {
  /** The page's own models. */
  shipped(): Promise<readonly ModelEntry[]>;
  /** Reads a shipped model's manifest. */
  fetch(url: string): Promise<Response>;
  readonly baseUrl: string;
  /** The page's private folder of models; rejects where the browser has none. */
  folder(): Promise<FileSystemDirectoryHandle>;
  /** Asks the browser not to throw what is stored away, and how much room there is. */
  persist(): Promise<unknown>;
  estimate(): Promise<StorageEstimate>;
}

/** The address of a stored model, as if it lay beside the shipped ones: what goes with its language is found from there. */
function storedUrl(folder: string, baseUrl: string): string {
  return new URL(`models/${encodeURIComponent(folder)}/${storedMark}`, baseUrl).href;
}

const noDownloads =
  'This page loads nothing from elsewhere, so that nothing you say can leave it. Download a model’s four files from its address, or with the desktop app, and add their folder here.';

/** Models in a browser: those beside the page, and imported ones in the page's own storage. */
export function createWebModels(host: WebModelHost): ModelHost & { listStored(): Promise<readonly ModelEntry[]> } {
  async function read(): Promise<ModelStore> {
    const installed: InstalledModel[] = [];
    for (const { id, url } of await host.shipped()) {
      const response = await host.fetch(new URL(manifestFile, url).href);
      const manifest = parseAnyManifest(await response.json(), url);
      installed.push({ ...manifestFacts(manifest), origin: 'shipped', folder: id, url });
    }
    const damaged: DamagedModel[] = [];
    let usedBytes = 0;
    let noImports: string | null = null;
    try {
      for (const { folder, bytes, manifest } of await stored(await host.folder())) {
        usedBytes += bytes;
        if (manifest instanceof Error) damaged.push({ folder, bytes, failure: toFailure(manifest) });
        else installed.push({ ...manifestFacts(manifest), origin: 'imported', folder, url: storedUrl(folder, host.baseUrl) });
      }
    } catch (error) {
      noImports = `This browser keeps no files for the page (${error instanceof Error ? error.message : String(error)}).`;
    }
    const { quota, usage } = await host.estimate().catch((): StorageEstimate => ({}));
    const freeBytes = quota === undefined || usage === undefined ? null : quota - usage;
    return { installed, damaged, available: [], usedBytes, freeBytes, noDownloads, noImports };
  }

  async function importModel(files: readonly File[]): Promise<ImportedModel> {
    const chosen = chosenFiles(files);
    const [first] = chosen.values();
    if (first === undefined) throw new UtterError('model-invalid', 'The folder is empty.', 'Choose a model’s folder.');
    const title = folderOf(first) || first.name.replace(/\.[^.]*$/, '');
    if (chosen.size === 1 && /\.(zip|tar|tgz|tbz2|gz|bz2)$/i.test(first.name)) {
      throw new UtterError('model-invalid', `${first.name} is an archive, which a browser page can’t unpack.`, 'Unpack it, and choose its folder.');
    }
    const file = (name: string): File => {
      const found = chosen.get(name);
      if (found === undefined) throw new UtterError('model-not-found', `${title}/${name} is not there.`, 'Choose the whole folder.');
      return found;
    };
    const read = async (name: string): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await file(name).arrayBuffer());
    const { manifest: own, files: parts, what } = await understandFolder({
      location: title,
      title,
      files: [...chosen].map(([name, { size }]) => ({ name, bytes: size })),
      read,
      sha256: async (name) => sha256(await read(name)),
    });
    await host.persist();
    const root = await host.folder();
    const models = await stored(root);
    const manifest = await withFreeId(own, (id) => {
      const there = models.find((model) => model.folder === id)?.manifest ?? null;
      return Promise.resolve(there instanceof Error ? 'damaged' : there);
    });
    const folder = manifest.id;
    try {
      const target = await root.getDirectoryHandle(folder, { create: true });
      // A model without its manifest is not listed: it comes last.
      await target.removeEntry(manifestFile).catch(() => undefined);
      for (const { from, to } of parts) await write(target, to, file(from));
      await write(target, manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);
    } catch (error) {
      await root.removeEntry(folder, { recursive: true }).catch(() => undefined);
      const reason = error instanceof Error ? error.message : String(error);
      throw new UtterError('file-unwritable', `${title} could not be stored: ${reason}.`, 'Allow this page to store data, or make room on the disk.', { cause: error });
    }
    return { id: manifest.id, folder, what };
  }

  return {
    readModelStore: read,
    importModel,
    async listStored() {
      // Storage that is switched off: only the page's own models, as on a first visit.
      const models = await host.folder().then(stored, () => []);
      return models.flatMap(({ folder, manifest }) => {
        if (manifest instanceof Error) return [];
        return [modelEntry(manifest, storedUrl(folder, host.baseUrl))];
      });
    },
    async removeModel(folder) {
      await (await host.folder()).removeEntry(folder, { recursive: true });
    },
    downloadModel: () => Promise.reject(new UtterError('download-failed', 'Nothing can be downloaded here.', noDownloads)),
    cancelDownload: () => Promise.resolve(),
    onDownloadProgress: () => () => {},
  };
}

interface StoredModel {
  readonly folder: string;
  readonly bytes: number;
  readonly manifest: AnyManifest | Error;
}

async function stored(root: FileSystemDirectoryHandle): Promise<StoredModel[]> {
  const models: StoredModel[] = [];
  for await (const [folder, handle] of root.entries()) {
    if (handle.kind !== 'directory') continue;
    let bytes = 0;
    for await (const [, file] of (handle as FileSystemDirectoryHandle).entries()) {
      if (file.kind === 'file') bytes += (await (file as FileSystemFileHandle).getFile()).size;
    }
    models.push({ folder, bytes, manifest: await storedManifest(handle as FileSystemDirectoryHandle).catch(asError) });
  }
  return models;
}

async function storedManifest(folder: FileSystemDirectoryHandle): Promise<AnyManifest> {
  const file = await (await folder.getFileHandle(manifestFile)).getFile();
  return readAnyManifest(await file.text(), folder.name);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** Files of the chosen folder itself and of a folder `onnx` in it, by their paths from there. */
function chosenFiles(files: readonly File[]): ReadonlyMap<string, File> {
  const byPath = files.map((file) => [file.webkitRelativePath.replace(/^[^/]*\//, '') || file.name, file] as const);
  return new Map(byPath.filter(([path]) => /^(onnx\/)?[^/]+$/.test(path)));
}

/** The name of the folder that was chosen; empty where files were. */
const folderOf = ({ webkitRelativePath }: File): string => webkitRelativePath.split('/').slice(0, -1)[0] ?? '';

async function write(folder: FileSystemDirectoryHandle, name: string, contents: File | string): Promise<void> {
  const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
  await stream.write(contents);
  await stream.close();
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A plain browser as the host, imported models included; one of the user's takes the place of the page's of that name. */
export function createWebHost(): Platform & ModelHost {
  const platform = createWebPlatform();
  const models = createWebModels(browserModelHost(() => platform.listModels()));
  return {
    ...platform,
    ...models,
    async listModels() {
      const own = await models.listStored();
      const shipped = await platform.listModels();
      return [...shipped.filter(({ id }) => !own.some((one) => one.id === id)), ...own];
    },
  };
}

function browserModelHost(shipped: WebModelHost['shipped']): WebModelHost {
  return {
    shipped,
    fetch: (url) => fetch(url),
    baseUrl: document.baseURI,
    folder: async () => (await navigator.storage.getDirectory()).getDirectoryHandle('models', { create: true }),
    persist: () => navigator.storage.persist(),
    estimate: () => navigator.storage.estimate(),
  };
}
