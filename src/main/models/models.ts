import { takeInventory } from '../../core/model/inventory';
import { readModelFolders } from '../../models/facts';
import { modelEntry } from '../../platform/model-entry';
import type { ModelEntry } from '../../platform/platform';
import type { Log } from '../log';
import { appOrigin } from '../origin';

/** The models on this machine: shipped ones, and those the user put into the data folder. */
export interface Models {
  list(): Promise<readonly ModelEntry[]>;
  /** The folder behind `/models/<name>/`, or null when no listed model has that name. */
  folder(name: string): string | null;
}

/** The address that the app's protocol serves a model's folder at. */
export const modelUrl = (folder: string): string => `${appOrigin}/models/${encodeURIComponent(folder)}/`;

/** Looks into each of `roots`; a model in a later root takes the place of one with the same folder name. */
export function createModels(roots: readonly string[], log: Log): Models {
  const folders = new Map<string, string>();
  return {
    async list() {
      const { models, unusable } = takeInventory((await Promise.all(roots.map(readModelFolders))).flat());
      for (const { path, model } of unusable) log.error(`the model in ${path} is left out`, model.failure);
      for (const { name, path } of models) folders.set(name, path);
      return models.map(({ name, model }) => modelEntry(model.manifest, modelUrl(name)));
    },
    folder: (name) => folders.get(name) ?? null,
  };
}
