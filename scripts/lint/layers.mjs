/**
 * Lint rule `layers/imports`: who may import whom, among layers and among the renderer's rooms. The tables are the floor plan; the code below only reads them.
 * Tests may import any layer (they check agreements between layers) but not the packages of another one.
 */
import path from 'node:path';

/**
 * A folder of `src/` → the folders, or single files, it may import.
 * @type {Record<string, readonly string[]>}
 */
export const layers = {
  core: [],
  engine: ['core'],
  media: ['core'],
  history: ['core'],
  worker: ['engine', 'media', 'history', 'core'],
  platform: ['core'],
  models: ['core'],
  preload: ['platform', 'core'],
  main: ['platform', 'models', 'core'],
  renderer: ['platform', 'history', 'core', 'worker/protocol'],
  cli: ['engine', 'media', 'models', 'core'],
};

/**
 * A folder of `src/renderer/` is a room: a feature's, or one of these, which serve the features. What the others of these may
 * import; `app` puts the features together, and may import all.
 * @type {Record<string, readonly string[]>}
 */
const servingRooms = { app: [], ui: ['locales'], locales: [] };

/**
 * Folders beside `src/` → folders of the repository that they may import. `src/` may import none of them, its tests may.
 * @type {Record<string, readonly string[]>}
 */
export const besideLayers = {
  bench: ['proofs', 'e2e', 'scripts', 'src'],
  proofs: ['e2e', 'scripts', 'src'],
  scripts: ['src'],
  e2e: ['proofs', 'scripts'],
};

/** The only packages `core` may use: pure JavaScript that needs nothing of its host. */
export const corePackages = ['zod', 'fflate', 'opencc-js'];

/** Packages that belong to some layers; one that is not named here is open to all but `core`. */
export const restrictedPackages = [
  { pattern: /^(@tensorflow\/|webgpu$)/, layers: ['engine', 'cli'] },
  { pattern: /^electron(\/|$)/, layers: ['main', 'preload', 'platform'] },
  { pattern: /^(uiohook-napi|x11|chokidar)$/, layers: ['main'] },
  { pattern: /^(react|react-dom|zustand|i18next|react-i18next)(\/|$)/, layers: ['renderer'] },
  { pattern: /^dexie$/, layers: ['history'] },
  { pattern: /^commander$/, layers: ['cli'] },
  { pattern: /^(onnxruntime-web|@huggingface\/tokenizers)(\/|$)/, layers: ['engine', 'cli'] },
  { pattern: /^(unbzip2-stream|undici|yauzl)$/, layers: ['models'] },
  { pattern: /^node:/, layers: ['main', 'preload', 'cli', 'media', 'engine', 'models'] },
];

/**
 * Why a room of the renderer may not import from another, or null when it may.
 * @param {string} room
 * @param {string} targetRoom
 */
function roomViolation(room, targetRoom) {
  if (room === targetRoom || room === 'app') return null;
  const allowed = servingRooms[room] ?? Object.keys(servingRooms);
  if (allowed.includes(targetRoom)) return null;
  return `${room} may not import from '${targetRoom}'; of the renderer's rooms it may import ${allowed.join(', ') || 'none'}`;
}

/** The renderer starts the worker by its URL and so never links its code: `…?worker`, `…?worker&url`, `…?url`. */
const isUrlImport = (specifier) => /\?(.*&)?(worker|url)(&|$)/.test(specifier);

const isTest = (file) => /\.test\.tsx?$/.test(file);

/**
 * Why `file` may not import `specifier`, or null when it may.
 * @param {string} file path from the repository's root, with forward slashes
 * @param {string} specifier as written in the import
 */
export function violation(file, specifier) {
  const [root, layer] = file.split('/');
  const target = path.posix.join(path.posix.dirname(file), specifier.replace(/\?.*$/, ''));
  const beside = besideLayers[root];
  if (beside !== undefined) {
    const folder = target.split('/')[0];
    if (!specifier.startsWith('.') || isTest(file) || folder === root || beside.includes(folder)) return null;
    if (!(folder in besideLayers) && folder !== 'src') return null;
    if (root === 'e2e' && folder === 'src') return 'e2e drives the running app only: it may not import its source';
    return `${root} may not import '${target}'; of the repository it may import ${beside.join(', ')}`;
  }
  const allowed = root === 'src' ? layers[layer] : undefined;
  if (allowed === undefined) return null;

  if (!specifier.startsWith('.')) {
    if (isTest(file)) return null;
    // An address links no code.
    if (layer !== 'core' && isUrlImport(specifier)) return null;
    if (layer === 'core') {
      return corePackages.some((name) => specifier === name || specifier.startsWith(`${name}/`))
        ? null
        : `core is pure: it may not import '${specifier}'`;
    }
    const owner = restrictedPackages.find(({ pattern }) => pattern.test(specifier));
    if (owner === undefined || owner.layers.includes(layer)) return null;
    return `${layer} may not import '${specifier}'; only ${owner.layers.join(', ')} may`;
  }

  if (!target.startsWith('src/')) {
    const isForbidden = target.split('/')[0] in besideLayers && !isTest(file);
    return isForbidden ? `${layer} may not import '${target}': nothing in src may` : null;
  }
  const inSource = target.slice('src/'.length);
  const targetLayer = inSource.split('/')[0];
  if (isTest(file)) return null;
  if (targetLayer === layer) {
    const room = file.split('/')[2];
    return layer === 'renderer' ? roomViolation(room, inSource.split('/')[1]) : null;
  }
  if (layer === 'renderer' && targetLayer === 'worker' && isUrlImport(specifier)) return null;
  const isAllowed = allowed.some((entry) => inSource === entry || inSource === `${entry}.ts` || targetLayer === entry);
  if (isAllowed) return null;
  return `${layer} may not import '${inSource}'; it may import ${allowed.join(', ') || 'nothing'}`;
}

const imports = {
  create(context) {
    const file = path.relative(context.cwd, context.filename).split(path.sep).join('/');
    const check = (source) => {
      if (typeof source?.value !== 'string') return;
      const message = violation(file, source.value);
      if (message !== null) context.report({ message, node: source });
    };
    return {
      ImportDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (node) => check(node.source ?? node.argument),
    };
  },
};

export default { meta: { name: 'layers' }, rules: { imports } };
