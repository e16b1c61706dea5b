import { createReadStream } from 'node:fs';
import { cp, mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import type { Connect, Plugin, PluginOption, UserConfig } from 'vite';
import type { AnyManifest } from '../src/core/model/any-manifest';
import { hasManifest, wholeModel } from '../src/core/model/inventory';
import { checkSharedFiles } from '../src/core/model/shared-files';
import { readModelFolders } from '../src/models/facts';
import { modelEntry } from '../src/platform/model-entry';
import { pagePolicy } from '../src/platform/page-policy';
import type { ModelEntry } from '../src/platform/platform';
import { licences } from './licences';

/** What the browser edition's and Electron's build of the renderer share. */

export { isolationHeaders } from '../src/platform/page-policy';

/** The oldest browsers that know all we use (`light-dark()`, popovers); none of it is rewritten for older ones. */
export const browserTargets = ['chrome125', 'firefox128', 'safari17.5'];

/** Everything the renderer needs under either build; `root` is `src/renderer`. */
export function rendererPlugins(): PluginOption[] {
  return [react(), policyInPage(), licences()];
}

/** Options beside the plugins; the worker and the worklet are ES modules. */
export const rendererBuild = {
  worker: { format: 'es', plugins: () => [withoutNode()] },
  build: {
    target: browserTargets,
    // Inlined files would be data: addresses, which the policy keeps out.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2500,
  },
} satisfies UserConfig;

/** Code shared with the command line asks for Node's modules where it runs in Node; in a browser they are empty. */
function withoutNode(): Plugin {
  const empty = '\0utter:no-node';
  return {
    name: 'utter:without-node',
    enforce: 'pre',
    resolveId: (id) => (id.startsWith('node:') ? empty : null),
    load: (id) => (id === empty ? 'export default undefined;' : null),
  };
}

/** The policy as a tag, so that it holds wherever the static build is served. The dev server needs inline scripts. */
function policyInPage(): Plugin {
  return {
    name: 'utter:policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: pagePolicy },
        injectTo: 'head-prepend',
      },
    ],
  };
}

/**
 * `models/index.json` and the model folders beside it: copied into the build, served as they are in development.
 * A folder that is no valid model ends the build with the manifest's own message, and so does a model whose shared files are not in the
 * folder that it names: in both editions they are read from there.
 */
export function modelFolders(folder: string): Plugin {
  let outputFolder = '';
  return {
    name: 'utter:models',
    configResolved: (config) => {
      outputFolder = path.resolve(config.root, config.build.outDir);
    },
    configureServer: (server) => {
      server.middlewares.use('/models', (request, response, next) => void serve(folder, request, response, next));
    },
    async writeBundle() {
      const target = path.join(outputFolder, 'models');
      await mkdir(target, { recursive: true });
      const entries = await readModels(folder);
      for (const { id } of entries) await cp(path.join(folder, id), path.join(target, id), { recursive: true });
      await writeFile(path.join(target, 'index.json'), `${JSON.stringify(entries, null, 2)}\n`);
      if (entries.length === 0) this.warn(`There is no model in ${folder}: the page will say so.`);
    },
  };
}

/** `text/`, what writes case and punctuation in each language: copied into the build, served as it is in development. */
export function textFolder(folder: string): Plugin {
  let outputFolder = '';
  return {
    name: 'utter:text',
    configResolved: (config) => {
      outputFolder = path.resolve(config.root, config.build.outDir);
    },
    configureServer: (server) => {
      server.middlewares.use('/text', (request, response) => void serveFile(folder, request, response));
    },
    async writeBundle() {
      const isThere = await stat(folder).then(
        (stats) => stats.isDirectory(),
        () => false,
      );
      if (isThere) await cp(folder, path.join(outputFolder, 'text'), { recursive: true });
      else this.warn(`There is no ${folder}: recognised words will have no punctuation.`);
    },
  };
}

/** Entries of all folders with a manifest; `url` is relative to `models/index.json`. */
async function readModels(folder: string): Promise<readonly ModelEntry[]> {
  const entries: ModelEntry[] = [];
  const manifests = new Map<string, AnyManifest>();
  for (const { name: id, model } of await readModelFolders(folder)) {
    // What has no manifest is no model.
    if (!hasManifest(model)) continue;
    const { manifest } = wholeModel(model);
    manifests.set(id, manifest);
    entries.push({ ...modelEntry(manifest, `${encodeURIComponent(id)}/`), id });
  }
  checkSharedFiles(manifests);
  return entries;
}

async function serve(
  folder: string,
  request: Connect.IncomingMessage,
  response: Parameters<Connect.NextHandleFunction>[1],
  next: Connect.NextFunction,
): Promise<void> {
  if (request.url?.split('?')[0] !== '/index.json') return serveFile(folder, request, response);
  try {
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(await readModels(folder)));
  } catch (error) {
    next(error);
  }
}

async function serveFile(
  folder: string,
  request: Connect.IncomingMessage,
  response: Parameters<Connect.NextHandleFunction>[1],
): Promise<void> {
  try {
    const name = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = path.join(folder, path.normalize(name));
    if (!(await stat(file)).isFile()) throw new Error(`${file} is no file`);
    createReadStream(file).pipe(response);
  } catch {
    response.writeHead(404).end();
  }
}
