import { errorText, toFailure, UtterError } from '../core/errors';
import { manifestFacts, manifestFile } from '../core/model/any-manifest';
import { storedMark } from '../core/model/files';
import { modelFolder, takeInventory, wholeModel, type NamedFolder } from '../core/model/inventory';
import { understandFolder, withFreeId } from '../core/model/understand';
import { languageCodes } from '../core/language/language-codes';
import { sha256Hex } from '../core/sha256';
import type { AvailableModel, DamagedModel, ImportedModel, InstalledModel, ModelHost, ModelStore } from './model-host';
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

/** The catalogue's models, with what a person needs to fetch one: the address, and which files. */
async function toBeHad(): Promise<readonly AvailableModel[]> {
  const { default: catalogue } = await import('../../resources/catalogue.json');
  return catalogue.models.map(({ parts, evaluation, megabytes, address, ...model }) => {
    const files = Object.values(parts).map(({ file }) => file);
    const { note } = { note: null, ...model };
    return {
      ...model,
      languages: languageCodes(model.language),
      role: 'live',
      bytes: megabytes * 1e6,
      rates: evaluation,
      source: address,
      note: `Its files: ${files.join(', ')}.${note === null ? '' : ` ${note}`}`,
      partialBytes: 0,
      isRunning: false,
    };
  });
}

/** Models in a browser: those beside the page, and imported ones in the page's own storage. */
export function createWebModels(host: WebModelHost): ModelHost & { listStored(): Promise<readonly ModelEntry[]> } {
  async function read(): Promise<ModelStore> {
    const installed: InstalledModel[] = [];
    for (const { id, url } of await host.shipped()) {
      const response = await host.fetch(new URL(manifestFile, url).href);
      const { manifest } = wholeModel(modelFolder({ location: url, manifest: await response.text(), files: [] }));
      installed.push({ ...manifestFacts(manifest), origin: 'shipped', folder: id, url });
    }
    const damaged: DamagedModel[] = [];
    let usedBytes = 0;
    let noImports: string | null = null;
    try {
      const folders = await stored(await host.folder());
      usedBytes = folders.reduce((sum, { bytes }) => sum + bytes, 0);
      const { models, unusable } = takeInventory(folders);
      for (const { name, bytes, model } of unusable) damaged.push({ folder: name, bytes, failure: toFailure(model.failure) });
      for (const { name, model } of models) {
        installed.push({
          ...manifestFacts(model.manifest),
          origin: 'imported',
          folder: name,
          url: storedUrl(name, host.baseUrl),
        });
      }
    } catch (error) {
      noImports = `This browser keeps no files for the page (${errorText(error)}).`;
    }
    const { quota, usage } = await host.estimate().catch((): StorageEstimate => ({}));
    const freeBytes = quota === undefined || usage === undefined ? null : quota - usage;
    const here = new Set(installed.map(({ folder }) => folder));
    const available = (await toBeHad()).filter(({ id }) => !here.has(id));
    return { installed, damaged, available, usedBytes, freeBytes, noDownloads, noImports };
  }

  async function importModel(files: readonly File[]): Promise<ImportedModel> {
    const chosen = chosenFiles(files);
    const [first] = chosen.values();
    if (first === undefined) throw new UtterError('model-invalid', 'The folder is empty.', 'Choose a model’s folder.');
    const title = folderOf(first) || first.name.replace(/\.[^.]*$/, '');
    if (chosen.size === 1 && /\.(zip|tar|tgz|tbz2|gz|bz2)$/i.test(first.name)) {
      throw new UtterError(
        'model-invalid',
        `${first.name} is an archive, which a browser page can’t unpack.`,
        'Unpack it, and choose its folder.',
      );
    }
    const file = (name: string): File => {
      const found = chosen.get(name);
      if (found === undefined)
        throw new UtterError('model-not-found', `${title}/${name} does not exist.`, 'Choose the whole folder.');
      return found;
    };
    const read = async (name: string): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await file(name).arrayBuffer());
    const {
      manifest: own,
      files: parts,
      what,
    } = await understandFolder({
      location: title,
      title,
      files: [...chosen].map(([name, { size }]) => ({ name, bytes: size })),
      read,
      sha256: async (name) => sha256Hex(await read(name), crypto.subtle),
    });
    await host.persist();
    const root = await host.folder();
    const folders = await stored(root);
    const manifest = await withFreeId(own, (id) => Promise.resolve(folders.find(({ name }) => name === id)?.model ?? null));
    const folder = manifest.id;
    try {
      const target = await root.getDirectoryHandle(folder, { create: true });
      // A model without its manifest is not listed: it comes last.
      await target.removeEntry(manifestFile).catch(() => undefined);
      for (const { from, to } of parts) await write(target, to, file(from));
      await write(target, manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);
    } catch (error) {
      await root.removeEntry(folder, { recursive: true }).catch(() => undefined);
      const reason = errorText(error);
      throw new UtterError(
        'file-unwritable',
        `${title} could not be stored: ${reason}.`,
        'Allow this page to store data, or free some disk space.',
        { cause: error },
      );
    }
    return { id: manifest.id, folder, what };
  }

  return {
    readModelStore: read,
    importModel,
    async listStored() {
      // Storage that is switched off: only the page's own models, as on a first visit.
      const folders = await host.folder().then(stored, () => []);
      return takeInventory(folders).models.map(({ name, model }) => modelEntry(model.manifest, storedUrl(name, host.baseUrl)));
    },
    async removeModel(folder) {
      await (await host.folder()).removeEntry(folder, { recursive: true });
    },
    downloadModel: () => Promise.reject(new UtterError('download-failed', 'Nothing can be downloaded here.', noDownloads)),
    cancelDownload: () => Promise.resolve(),
    onDownloadProgress: () => () => {},
  };
}

interface StoredFolder extends NamedFolder {
  readonly bytes: number;
}

async function stored(root: FileSystemDirectoryHandle): Promise<StoredFolder[]> {
  const folders: StoredFolder[] = [];
  for await (const [name, handle] of root.entries()) {
    if (handle.kind !== 'directory') continue;
    let bytes = 0;
    for await (const [, file] of (handle as FileSystemDirectoryHandle).entries()) {
      if (file.kind === 'file') bytes += (await (file as FileSystemFileHandle).getFile()).size;
    }
    const manifest = await storedManifest(handle as FileSystemDirectoryHandle).catch(() => null);
    folders.push({ name, bytes, model: modelFolder({ location: name, manifest, files: [] }) });
  }
  return folders;
}

async function storedManifest(folder: FileSystemDirectoryHandle): Promise<string> {
  const file = await (await folder.getFileHandle(manifestFile)).getFile();
  return file.text();
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
