// `npm start`: Utter as a desktop application, or, where Electron's binary can't be had, in the browser.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetchElectron, findElectron, sandboxObstacle } from './start/electron-binary.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const isTerminal = process.stdout.isTTY === true;

/** Runs one of the project's tools to its end; its output is shown only when it fails. */
async function run(script, args) {
  const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: root });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  const status = await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject));
  if (status === 0) return;
  process.stderr.write(output);
  throw new Error(`${script} ended with status ${status}.`);
}

function reportFetched(megabytes) {
  if (isTerminal) process.stdout.write(`\rFetching Electron: ${megabytes.toFixed(0)} MB `);
}

async function startDesktop(electron) {
  console.log('Building the app …');
  await run('electron-vite/bin/electron-vite.js', ['build']);
  const obstacle = sandboxObstacle(electron);
  if (obstacle !== null) console.warn(`Starting without Chromium's sandbox: ${obstacle}.`);
  const switches = obstacle === null ? [] : ['--no-sandbox'];
  const env = { ...process.env };
  delete env.ELECTRON_RUN_AS_NODE;
  const child = spawn(electron, [...switches, root, ...process.argv.slice(2)], { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => child.on('close', resolve).on('error', reject));
}

async function startBrowserEdition() {
  console.log('Building it …');
  await run('vite/bin/vite.js', ['build', '--config', 'vite.web.config.ts']);
  const { preview } = await import('vite');
  const server = await preview({
    root,
    configFile: join(root, 'vite.web.config.ts'),
    logLevel: 'error',
    preview: { host: 'localhost', open: isTerminal && !process.env.CI },
  });
  console.log(`Utter is at ${server.resolvedUrls?.local[0]} (Ctrl+C ends it).`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void server.close().then(() => process.exit(0)));
}

async function electronOrReason() {
  const found = findElectron();
  if (found !== null) return { path: found };
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) return { reason: 'ELECTRON_OVERRIDE_DIST_PATH holds no Electron' };
  console.log('Fetching Electron (once, about 120 MB) …');
  try {
    return { path: await fetchElectron(reportFetched) };
  } catch (error) {
    return { reason: error.message };
  } finally {
    if (isTerminal) process.stdout.write('\r\x1b[K');
  }
}

try {
  const electron = await electronOrReason();
  if (electron.path !== undefined) {
    process.exitCode = (await startDesktop(electron.path)) ?? 1;
  } else {
    console.log(`Electron's binary can't be had (${electron.reason}): serving the browser edition instead.`);
    await startBrowserEdition();
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
