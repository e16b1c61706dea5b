// Electron's npm package carries no binary: it is fetched on first use, or given by
// ELECTRON_OVERRIDE_DIST_PATH.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const electronFolder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
/**
 * Fetching ends when nothing has arrived for so long; a slow connection that still delivers may take its
 * time.
 */
const stallLimitMs = 30_000;

const executables = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
const executable = executables[process.platform] ?? 'electron';

/** The path of Electron's executable if it is on this machine, else null. Fetches nothing. */
export function findElectron() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH || join(electronFolder, 'dist');
  const path = join(folder, executable);
  return existsSync(path) ? path : null;
}

/**
 * Fetches the binary with Electron's own installer, and says how much has arrived.
 * @throws Error with the reason in one line
 */
export async function fetchElectron(report) {
  const folder = await mkdtemp(join(tmpdir(), 'utter-electron-'));
  // The installer downloads below the temporary folder, so its size is the progress.
  const env = { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder, ELECTRON_GET_NO_PROGRESS: '1' };
  const child = spawn(process.execPath, [join(electronFolder, 'install.js')], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (data) => (complaint += data));
  let hasStalled = false;
  let bytes = 0;
  let lastProgressMs = Date.now();
  const look = async () => {
    const now = await folderBytes(folder);
    if (now !== bytes) {
      bytes = now;
      lastProgressMs = Date.now();
      report(bytes / 1e6);
    } else if (Date.now() - lastProgressMs > stallLimitMs) {
      hasStalled = true;
      child.kill();
    }
  };
  const watch = setInterval(() => void look(), 1000);
  try {
    const status = await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject));
    if (hasStalled) throw new Error(`nothing arrived for ${stallLimitMs / 1000} s`);
    if (status !== 0)
      throw new Error(
        complaint
          .split('\n')[0]
          ?.replace(/^\w*Error: /, '')
          .trim() || `the installer ended with status ${status}`,
      );
  } finally {
    clearInterval(watch);
    await rm(folder, { recursive: true, force: true });
  }
  const path = findElectron();
  if (path === null) throw new Error('the installer left no executable');
  return path;
}

async function folderBytes(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sizes = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * Why Chromium's sandbox can't work for this binary on this Linux, or null when nothing is known against it.
 */
export function sandboxObstacle(path) {
  if (process.platform !== 'linux') return null;
  if (process.getuid?.() === 0) return 'you are root';
  const restriction = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns';
  if (!existsSync(restriction) || readFileSync(restriction, 'utf8').trim() !== '1') return null;
  const helper = join(dirname(path), 'chrome-sandbox');
  const status = statSync(helper, { throwIfNoEntry: false });
  const isUsable = status !== undefined && status.uid === 0 && (status.mode & 0o4000) !== 0;
  const cure = `sudo chown root '${helper}' && sudo chmod 4755 '${helper}'`;
  return isUsable ? null : `this system keeps it from programs in your home folder (to allow it: ${cure})`;
}
