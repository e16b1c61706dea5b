import { type BackendName, backendNames } from '../core/backend';
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

/** Loads the model that the options name, showing how far it is. */
export async function loadEngine(options: EngineOptions, terminal: Terminal, signal?: AbortSignal): Promise<AnyModel> {
  const folder = await modelFolder(options.model);
  await nodeEnvironment();
  const model = await loadAnyModel(await modelFiles(folder), {
    backend: options.backend,
    onProgress: (fraction) => terminal.status?.show(`Loading ${folder}: ${Math.round(fraction * 100)} %`),
    onBackendChanged: (choice) => terminal.err(`utter: ${choice.reason}\n`),
    ...(signal && { signal }),
  });
  terminal.status?.clear();
  return model;
}
