import path from 'node:path';
import { defineConfig } from 'vite';
import { modelFolders, rendererBuild, rendererPlugins, textFolder } from './scripts/renderer-vite';
import { headerPolicy, isolationHeaders } from './src/platform/page-policy';

/** The browser edition: `npm run web` builds and serves it, `dist/web` can be put on any static server. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, 'src/renderer'),
  // Relative, so that it can live in any folder of a site.
  base: './',
  // No page for unknown addresses: a missing model file must be seen as missing.
  appType: 'mpa',
  plugins: [
    ...rendererPlugins(),
    modelFolders(path.resolve(import.meta.dirname, process.env['UTTER_MODELS'] ?? 'resources/models')),
    textFolder(path.resolve(import.meta.dirname, 'resources/text')),
  ],
  worker: rendererBuild.worker,
  build: {
    ...rendererBuild.build,
    outDir: path.resolve(import.meta.dirname, 'dist/web'),
    emptyOutDir: true,
    // On a busy machine it says that bundling a worker takes long, which nobody can act on.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  server: { host: 'localhost', headers: isolationHeaders },
  preview: {
    host: 'localhost',
    // Workers take their policy from their own response, not from the page.
    headers: { ...isolationHeaders, 'Content-Security-Policy': headerPolicy },
  },
});
