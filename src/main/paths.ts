import { join } from 'node:path';
import { app } from 'electron';

const main = import.meta.dirname;
const out = join(main, '..');
const resources = app.isPackaged ? process.resourcesPath : join(out, '../resources');
const userData = app.getPath('userData');

/** Where everything lies: what was built, what comes with Utter, and what is the user's. */
export const paths = {
  page: join(out, 'renderer'),
  preload: join(out, 'preload/index.cjs'),
  overlayPreload: join(out, 'preload/overlay.cjs'),
  inputHost: join(main, 'input-host.js'),
  hookHost: join(main, 'hook-host.js'),
  icon: join(resources, 'icons/icon.png'),
  icons: join(resources, 'icons'),
  text: join(resources, 'text'),
  shippedModels: join(resources, 'models'),
  shippedCatalogue: join(resources, 'catalogue.json'),
  updates: join(resources, 'updates.json'),
  ownModels: join(userData, 'models'),
  ownCatalogue: join(userData, 'catalogue.json'),
  settings: join(userData, 'settings.json'),
  words: join(userData, 'words.json'),
  ledger: join(userData, 'watch-folder.json'),
  log: join(userData, 'logs/utter.log'),
} as const;
