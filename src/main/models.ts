import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { languageCodes } from '../core/language/language-codes';
import { parseManifest } from '../core/model/manifest';
import { isOnnxManifest, onnxModelBytes, parseOnnxManifest } from '../core/onnx/manifest';
import type { ModelEntry } from '../platform/platform';
import type { Log } from './log';
import { appOrigin } from './origin';

/** The models on this machine: shipped ones, and those the user put into the data folder. */
export interface Models {
  list(): Promise<readonly ModelEntry[]>;
  /** The folder behind `/models/<name>/`, or null when no listed model has that name. */
  folder(name: string): string | null;
}

/** Looks into each of `roots`; a model in a later root takes the place of one with the same folder name. */
export function createModels(roots: readonly string[], log: Log): Models {
  const folders = new Map<string, string>();
  return {
    async list() {
      const found = new Map<string, ModelEntry>();
      for (const root of roots) {
        for (const name of await subfolders(root)) {
          try {
            found.set(name, await readEntry(root, name));
            folders.set(name, join(root, name));
          } catch (error) {
            log.error(`the model in ${join(root, name)} is left out`, error);
          }
        }
      }
      return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
    },
    folder: (name) => folders.get(name) ?? null,
  };
}

async function subfolders(root: string): Promise<string[]> {
  try {
    const entries = await readdir(root, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map((entry) => entry.name)
      // Those with a dot are still being installed.
      .filter((name) => !name.startsWith('.'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function readEntry(root: string, name: string): Promise<ModelEntry> {
  const path = join(root, name, 'manifest.json');
  const json: unknown = JSON.parse(await readFile(path, 'utf8'));
  const url = `${appOrigin}/models/${encodeURIComponent(name)}/`;
  if (isOnnxManifest(json)) {
    const onnx = parseOnnxManifest(json, path);
    return { ...live(onnx), bytes: onnxModelBytes(onnx), url };
  }
  const manifest = parseManifest(json, path);
  const bytes = Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0);
  return { ...live(manifest), bytes, url };
}

function live({ id, name, language }: { readonly id: string; readonly name: string; readonly language: string }) {
  return { id, name, language, role: 'live', languages: languageCodes(language) } as const;
}
