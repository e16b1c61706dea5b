import { type BackendName, backendNames } from '../core/backend';
import type { AnyManifest } from '../core/model/any-manifest';
import type { ModelFiles } from '../core/model/files';
import { readModelKind } from '../core/model/inventory';
import { nodeEnvironment } from '../engine/node';
import { type AnyModel, loadAnyModel } from '../engine/load-any';
import { modelFiles, modelFolder } from './model-folder';
import type { Terminal } from './terminal';

/** WebGL exists in browsers only. */
export const commandLineBackends = ['auto', ...backendNames.filter((name) => name !== 'webgl')] as const;
export type CommandLineBackend = Exclude<BackendName, 'webgl'> | 'auto';

export interface EngineOptions {
  readonly model?: string;
  readonly backend: CommandLineBackend;
}

/** A model's folder and what it has. */
export interface FoundModel {
  readonly folder: string;
  readonly files: ModelFiles;
  readonly manifest: AnyManifest;
}

/** @param idOrFolder the default live model when none is named. @throws UtterError `model-not-found`, `model-invalid` */
export async function findModel(idOrFolder: string | undefined): Promise<FoundModel> {
  const folder = await modelFolder(idOrFolder);
  const files = await modelFiles(folder);
  return { folder, files, manifest: (await readModelKind(files)).manifest };
}

/** Loads the live model that the options name, showing how far it is. */
export async function loadEngine(options: EngineOptions, terminal: Terminal, signal?: AbortSignal): Promise<AnyModel> {
  return loadFound(await findModel(options.model), options, terminal, signal);
}

/** @throws UtterError `model-invalid` for a model that doesn't hear live. */
export async function loadFound(
  { folder, files }: FoundModel,
  { backend }: Pick<EngineOptions, 'backend'>,
  terminal: Terminal,
  signal?: AbortSignal,
): Promise<AnyModel> {
  await nodeEnvironment();
  const model = await loadAnyModel(files, {
    backend,
    onProgress: (fraction) => terminal.status?.show(`Loading ${folder}: ${Math.round(fraction * 100)} %`),
    onBackendChanged: (choice) => terminal.err(`utter: ${choice.reason}\n`),
    ...(signal && { signal }),
  });
  terminal.status?.clear();
  return model;
}
