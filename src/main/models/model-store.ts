import { mkdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { toFailure, UtterError } from '../../core/errors';
import { languageCodes } from '../../core/language/language-codes';
import { type AnyManifest, manifestFacts } from '../../core/model/any-manifest';
import { takeInventory } from '../../core/model/inventory';
import type { Settings } from '../../core/settings';
import { type CatalogueEntry } from '../../models/catalogue';
import { readCatalogues } from '../../models/catalogue-file';
import { folderBytes, freeBytes, readModelFolders } from '../../models/facts';
import { downloading, importModel, installEntry, type InstallOptions, removeModel } from '../../models/install';
import { proxyFetch } from '../../models/proxy';
import type {
  AvailableModel,
  DamagedModel,
  DownloadProgress,
  ImportedModel,
  InstalledModel,
  ModelStore,
} from '../../platform/model-host';
import type { Log } from '../log';
import { modelUrl } from './models';

export interface ModelStoreParts {
  /** The folder of the models that come with Utter. */
  readonly shipped: string;
  /** The folder of the user's own. */
  readonly own: string;
  /** Files of models to download; later ones come first. */
  readonly catalogues: readonly string[];
  readonly log: Log;
  settings(): Pick<Settings, 'downloadProxy' | 'downloadMirror'>;
  onProgress(progress: DownloadProgress): void;
  /** For tests. */
  readonly download?: InstallOptions['download'];
}

export interface MainModelStore {
  read(): Promise<ModelStore>;
  download(id: string): Promise<'installed' | 'cancelled'>;
  cancel(id: string): Promise<void>;
  import(path: string): Promise<ImportedModel>;
  remove(folder: string): Promise<void>;
}

/** How often the page is told of a download's progress. */
const progressMs = 100;

interface Running {
  readonly controller: AbortController;
  readonly ended: Promise<'installed' | 'cancelled'>;
}

/** The models of this machine, and those to be had: downloads, imports and removals happen here, in the main process. */
export function createModelStore({ shipped, own, catalogues, log, ...parts }: ModelStoreParts): MainModelStore {
  const running = new Map<string, Running>();

  async function available(installed: readonly InstalledModel[]): Promise<AvailableModel[]> {
    const here = new Set(installed.map(({ folder }) => folder));
    const entries = (await readCatalogues(catalogues)).filter(({ id }) => !here.has(id) || running.has(id));
    return Promise.all(
      entries.map(async ({ id, name, language, licence, megabytes, evaluation, address, note }) => ({
        id,
        name,
        language,
        languages: languageCodes(language),
        licence,
        role: 'live' as const,
        bytes: megabytes * 1e6,
        rates: evaluation,
        source: address,
        note: note ?? null,
        partialBytes: await folderBytes(downloading(own, id)),
        isRunning: running.has(id),
      })),
    );
  }

  async function catalogueEntry(id: string): Promise<CatalogueEntry> {
    const entry = (await readCatalogues(catalogues)).find((one) => one.id === id);
    if (entry !== undefined) return entry;
    throw new UtterError('model-not-found', `The catalogue has no model "${id}".`, 'Open the list of models again.');
  }

  async function run(id: string, signal: AbortSignal): Promise<'installed' | 'cancelled'> {
    const { downloadProxy, downloadMirror } = parts.settings();
    let toldMs = 0;
    try {
      const entry = await catalogueEntry(id);
      const send = proxyFetch(process.env, downloadProxy === '' ? undefined : downloadProxy);
      await installEntry(entry, own, {
        ...(send !== null && { fetch: send }),
        ...(parts.download && { download: parts.download }),
        mirror: downloadMirror === '' ? (process.env['UTTER_MIRROR'] ?? null) : downloadMirror,
        signal,
        onProgress(doneBytes, totalBytes) {
          if (Date.now() - toldMs < progressMs && doneBytes < totalBytes) return;
          toldMs = Date.now();
          parts.onProgress({ id, doneBytes, totalBytes });
        },
      });
      return 'installed';
    } catch (error) {
      if (signal.aborted) return 'cancelled';
      throw error;
    }
  }

  return {
    async read() {
      const roots = [
        { root: shipped, isShipped: true },
        { root: own, isShipped: false },
      ];
      const folders = roots.map(async ({ root, isShipped }) =>
        (await readModelFolders(root)).map((folder) => ({ ...folder, isShipped })),
      );
      const { models, unusable } = takeInventory((await Promise.all(folders)).flat());
      const installed = models.map(({ name, model, isShipped }) => installedModel(name, model.manifest, isShipped));
      const damaged: DamagedModel[] = [];
      for (const { name, path, model, isShipped } of unusable) {
        log.error(`the model in ${path} can't be used`, model.failure);
        if (!isShipped) damaged.push({ folder: name, bytes: await folderBytes(path), failure: toFailure(model.failure) });
      }
      return {
        installed,
        damaged,
        available: await available(installed),
        usedBytes: await folderBytes(own),
        freeBytes: await mkdir(own, { recursive: true }).then(
          () => freeBytes(own),
          () => null,
        ),
        noDownloads: null,
        noImports: null,
      };
    },
    download(id) {
      const before = running.get(id);
      if (before !== undefined) return before.ended;
      const controller = new AbortController();
      const ended = run(id, controller.signal).finally(() => running.delete(id));
      running.set(id, { controller, ended });
      return ended;
    },
    async cancel(id) {
      const download = running.get(id);
      download?.controller.abort();
      await download?.ended.catch(() => undefined);
    },
    async import(path) {
      const { folder, manifest, what } = await importModel(path, own);
      return { id: manifest.id, folder: basename(folder), what };
    },
    async remove(folder) {
      await this.cancel(folder);
      await removeModel(folder, own);
    },
  };
}

function installedModel(folder: string, manifest: AnyManifest, isShipped: boolean): InstalledModel {
  const facts = manifestFacts(manifest);
  const origin = isShipped ? 'shipped' : facts.source === null ? 'imported' : 'downloaded';
  return { ...facts, origin, folder, url: modelUrl(folder) };
}
