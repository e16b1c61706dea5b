import path from 'node:path';
import { defineConfig } from 'electron-vite';
import { rendererBuild, rendererPlugins } from './scripts/renderer-vite';

// electron-vite knows which Chromium its Electron has, and takes no list of browsers.
const { target: _browsers, ...pageBuild } = rendererBuild.build;

const source = (file: string): string => path.resolve(import.meta.dirname, 'src', file);

/** The desktop application, into `out/`. The page is the browser edition's, served by `app://utter`. */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      // All but the native library is bundled, so that a package carries no other node_modules.
      externalizeDeps: { exclude: ['zod', 'unbzip2-stream', 'undici', 'yauzl'] },
      rollupOptions: {
        input: {
          index: source('main/index.ts'),
          'input-host': source('main/input/host.ts'),
          'hook-host': source('main/input/hook-host.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rollupOptions: {
        input: { index: source('preload/index.ts'), overlay: source('preload/overlay.ts') },
        // A sandboxed preload must be CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: source('renderer'),
    base: './',
    plugins: rendererPlugins(),
    worker: rendererBuild.worker,
    build: {
      ...pageBuild,
      outDir: 'out/renderer',
      // electron-vite leaves it off; the WebAssembly backend is kept to one thread, which minifying would
      // hang.
      minify: true,
      rollupOptions: {
        input: { index: source('renderer/index.html'), overlay: source('renderer/overlay.html') },
      },
    },
  },
});
