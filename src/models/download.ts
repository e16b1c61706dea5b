import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, statfs, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorText, UtterError } from '../core/errors';

/** One file over HTTP: resumed where it was cut off, checked, and in place only when it is whole. */

export interface DownloadOptions {
  /** What the file must be; nothing is checked that isn't given. */
  readonly bytes?: number | undefined;
  readonly sha256?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  onProgress?(doneBytes: number, totalBytes: number | null): void;
  /** Instead of the host's `fetch`, which has no proxy. */
  readonly fetch?: typeof fetch;
  /** Attempts without a single new byte before it is given up. */
  readonly attempts?: number;
  /** Before the next attempt; doubled each time. */
  readonly retryMs?: number;
  /** A connection that says nothing for so long is taken for lost. */
  readonly stallMs?: number;
}

export interface Downloaded {
  readonly bytes: number;
  readonly sha256: string;
}

/** What has come so far lies under the target's name with this after it. */
export const partialSuffix = '.part';

/**
 * Downloads `url` to `target`, unless it is there already with the hash it should have. What an earlier attempt left beside it is
 * gone on with, if the server can; what comes is hashed, and only a file that is what it should be takes the target's name. When aborted, nothing is left behind.
 * @throws UtterError `download-failed`, `file-unwritable`; the signal's reason when aborted.
 */
export async function download(url: string, target: string, options: DownloadOptions = {}): Promise<Downloaded> {
  const partial = `${target}${partialSuffix}`;
  const { signal, attempts = 5, retryMs = 500 } = options;
  await mkdir(dirname(target), { recursive: true });
  if (options.sha256 !== undefined && (await sizeOf(target)) > 0 && (await hashOf(target)).sha256 === options.sha256) {
    return { bytes: await sizeOf(target), sha256: options.sha256 };
  }
  let failures = 0;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const before = await sizeOf(partial);
      try {
        await checkSpace(target, options.bytes === undefined ? null : options.bytes - before);
        await receive(url, partial, before, options);
        break;
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof UtterError) throw error;
        failures = (await sizeOf(partial)) > before ? 1 : failures + 1;
        if (failures >= attempts) throw unreachable(url, error);
        await pause(retryMs * 2 ** (failures - 1), signal);
      }
    }
    const result = await checked(url, partial, options);
    await rename(partial, target);
    return result;
  } catch (error) {
    if (signal?.aborted || isWrong(error)) await rm(partial, { force: true });
    throw error;
  }
}

class WrongFile extends UtterError {}
const isWrong = (error: unknown): boolean => error instanceof WrongFile;

async function receive(url: string, partial: string, from: number, options: DownloadOptions): Promise<void> {
  const { signal, onProgress, stallMs = 30_000 } = options;
  const send = options.fetch ?? fetch;
  const stalled = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => stalled.abort(new Error(`nothing came for ${stallMs / 1000} s`)), stallMs);
  };
  alive();
  const either = signal ? AbortSignal.any([signal, stalled.signal]) : stalled.signal;
  try {
    const response = await send(url, {
      headers: from > 0 ? { Range: `bytes=${from}-` } : {},
      redirect: 'follow',
      signal: either,
    });
    // What is there is all there is.
    if (response.status === 416 && from > 0) {
      await response.body?.cancel();
      const total = Number(/\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1] ?? NaN);
      if (total === from) return;
      await truncate(partial, 0);
      throw new Error('the server has another file now');
    }
    if (!response.ok) throw answer(url, response);
    const isContinued = response.status === 206;
    const start = isContinued ? from : 0;
    const length = Number(response.headers.get('content-length') ?? NaN);
    const total = Number.isFinite(length) ? start + length : (options.bytes ?? null);
    const file = await open(partial, isContinued ? 'a' : 'w').catch((error: unknown) => unwritable(partial, error));
    let done = start;
    try {
      const reader = response.body!.getReader();
      for (;;) {
        const { value, done: isDone } = await reader.read();
        if (isDone) break;
        alive();
        await file.write(value).catch((error: unknown) => unwritable(partial, error));
        done += value.byteLength;
        onProgress?.(done, total);
      }
    } finally {
      await file.close();
    }
    if (total !== null && done < total) throw new Error(`the connection ended after ${done} of ${total} bytes`);
  } finally {
    clearTimeout(timer);
  }
}

/** Answers that asking again won't change. */
function answer(url: string, response: Response): Error {
  const status = `${response.status} ${response.statusText}`.trim();
  if (response.status >= 500 || response.status === 429 || response.status === 408)
    return new Error(`the server answered ${status}`);
  return new UtterError(
    'download-failed',
    `${url} can't be downloaded: the server answered ${status}.`,
    'The file may have moved: choose another model or mirror, or download it by hand and import its folder.',
  );
}

async function checked(url: string, partial: string, { bytes, sha256 }: DownloadOptions): Promise<Downloaded> {
  const { bytes: size, sha256: actual } = await hashOf(partial);
  const problem =
    bytes !== undefined && size !== bytes
      ? `it has ${size} bytes, but should have ${bytes}`
      : sha256 !== undefined && actual !== sha256
        ? `it has SHA-256 ${actual}, but should have ${sha256}`
        : null;
  if (problem === null) return { bytes: size, sha256: actual };
  throw new WrongFile(
    'download-failed',
    `What came from ${url} is not the right file: ${problem}.`,
    'Try again; if it stays so, the mirror or the catalogue is out of date.',
  );
}

async function hashOf(path: string): Promise<Downloaded> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(path)) {
    hash.update(piece as Buffer);
    bytes += (piece as Buffer).byteLength;
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function checkSpace(target: string, missing: number | null): Promise<void> {
  if (missing === null || missing <= 0) return;
  const { bavail, bsize } = await statfs(dirname(target));
  if (bavail * bsize >= missing) return;
  throw new UtterError(
    'file-unwritable',
    `${target} needs ${megabytes(missing)} more, but the disk has only ${megabytes(bavail * bsize)} free.`,
    'Free some disk space, then download again: what has arrived so far is kept.',
  );
}

function unwritable(path: string, cause: unknown): never {
  const reason = errorText(cause);
  const isFull = cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');
  throw new UtterError(
    'file-unwritable',
    `${path} can't be written (${reason}).`,
    isFull
      ? 'Free some disk space, then download again: what has arrived so far is kept.'
      : 'Check that you have permission to write there.',
    { cause },
  );
}

function unreachable(url: string, cause: unknown): UtterError {
  const reason = cause instanceof Error ? [cause.message, causeOf(cause)].filter(Boolean).join(': ') : String(cause);
  return new UtterError(
    'download-failed',
    `${url} can't be downloaded (${reason}).`,
    'Check the connection, the proxy and the mirror, then download again: what has arrived so far is kept.',
    { cause },
  );
}

const causeOf = (error: Error): string => (error.cause instanceof Error ? error.cause.message : '');

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;
