import type { RequestHandlers } from '../ipc';
import type { Parts } from '../parts';
import { paths } from '../paths';
import { createModelStore } from './model-store';
import { createModels, type Models } from './models';

/** The models of this machine: listed, served to the page, downloaded, imported and removed. */
export async function wireModels({ log, settings, page }: Parts) {
  const models: Models = createModels([paths.shippedModels, paths.ownModels], log);
  const store = createModelStore({
    shipped: paths.shippedModels,
    own: paths.ownModels,
    catalogues: [paths.shippedCatalogue, paths.ownCatalogue],
    log,
    settings: () => settings.current(),
    onProgress: (progress) => page.tell('downloadProgress', progress),
  });
  await models.list();
  const requests = {
    listModels: () => models.list(),
    async readModelStore() {
      // The protocol serves what this finds.
      await models.list();
      return store.read();
    },
    downloadModel: (id) => store.download(id),
    cancelDownload: (id) => store.cancel(id),
    async importModel(path) {
      const imported = await store.import(path);
      await models.list();
      return imported;
    },
    removeModel: (folder) => store.remove(folder),
  } satisfies Partial<RequestHandlers>;
  return { requests, folder: models.folder };
}
