import { open, readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { protocol } from 'electron';
import { headerPolicy, isolationHeaders } from '../../platform/page-policy';
import type { Log } from '../log';
import { appHost, appScheme } from '../origin';

/**
 * What `app://utter` serves: the built page, each installed model below `/models/<id>/`, `/text/<language>/`, and the
 * recordings of the watched folder that wait as `/watched/<id>`.
 */
export interface ServedFolders {
  readonly page: string;
  readonly text: string;
  modelFolder(id: string): string | null;
  watchedFile(id: string): string | null;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** On every answer, errors included. */
const commonHeaders: Readonly<Record<string, string>> = {
  ...isolationHeaders,
  'Content-Security-Policy': headerPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
};

/** Must run before the application is ready. */
export function setupScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

export function setupProtocol(folders: ServedFolders, log: Log): void {
  protocol.handle(appScheme, async (request) => {
    const response = await serve(request, folders);
    if (response.status >= 400) log.info(`${response.status} ${request.method} ${request.url}`);
    return response;
  });
}

/** Answers one request from the served folders, and from nowhere else on the disk. */
export async function serve(request: Request, folders: ServedFolders): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Method not allowed');
  const path = requestedPath(request.url);
  if (path === null) return refuse(400, 'Bad address');
  const [first, id, ...rest] = path;
  if (first === 'watched') return serveRecording(folders.watchedFile(id ?? ''));
  const [root, names] = (() => {
    switch (first) {
      case 'models':
        return [folders.modelFolder(id ?? ''), rest];
      case 'text':
        return [folders.text, path.slice(1)];
      default:
        return [folders.page, path];
    }
  })();
  if (root === null) return refuse(404, 'Not found');
  const file = await containedFile(root, names);
  if (file === null) return refuse(404, 'Not found');
  const headers = {
    ...commonHeaders,
    'Content-Type': contentTypes[extname(file.path)] ?? 'application/octet-stream',
  };
  return new Response(request.method === 'HEAD' ? null : file.contents, { headers });
}

/** In pieces: a recording can be longer than memory. Nobody can put a name into its address, so none is checked. */
async function serveRecording(path: string | null): Promise<Response> {
  const file = path === null ? null : await open(path).catch(() => null);
  if (file === null) return refuse(404, 'Not found');
  const contents = Readable.toWeb(file.createReadStream()) as ReadableStream<Uint8Array<ArrayBuffer>>;
  return new Response(contents, { headers: { ...commonHeaders, 'Content-Type': 'application/octet-stream' } });
}

function refuse(status: number, message: string): Response {
  return new Response(message, {
    status,
    headers: { ...commonHeaders, 'Content-Type': 'text/plain; charset=utf-8' },
  });
}

/** The address's path as names, or null when it isn't one of ours or could leave its folder. */
function requestedPath(address: string): string[] | null {
  const url = new URL(address);
  if (url.host !== appHost) return null;
  let path: string;
  try {
    path = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  const names = (path.endsWith('/') ? `${path}index.html` : path).split('/').slice(1);
  // Decoded names may hold what the URL parser never saw: separators of either kind, dots, drive letters.
  const isPlain = (name: string): boolean => name !== '' && name !== '.' && name !== '..' && !/[\\/:\0]/.test(name);
  return names.every(isPlain) ? names : null;
}

/** Reads a file that really lies below `root`, symbolic links resolved; null when there is none. */
async function containedFile(
  root: string,
  names: readonly string[],
): Promise<{ path: string; contents: Uint8Array<ArrayBuffer> } | null> {
  try {
    const realRoot = await realpath(root);
    const path = await realpath(join(realRoot, ...names));
    if (!path.startsWith(realRoot + sep)) return null;
    return { path, contents: new Uint8Array(await readFile(path)) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'EACCES'].includes(code)) return null;
    throw error;
  }
}
