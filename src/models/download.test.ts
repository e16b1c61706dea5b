import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { download, partialSuffix } from './download';

const body = randomBytes(300_000);
const sha256 = createHash('sha256').update(body).digest('hex');
const fast = { retryMs: 1, attempts: 4 };

let server: Server;
let base: string;
let folder: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let ranges: (string | undefined)[];

/** As a server that can continue. */
function serveRange(request: IncomingMessage, response: ServerResponse, until = body.length): void {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (from >= body.length) {
    response.writeHead(416, { 'Content-Range': `bytes */${body.length}` }).end();
    return;
  }
  const headers = {
    'Content-Length': body.length - from,
    ...(from > 0 && { 'Content-Range': `bytes ${from}-${body.length - 1}/${body.length}` }),
  };
  response.writeHead(from > 0 ? 206 : 200, headers);
  if (until >= body.length) response.end(body.subarray(from));
  else response.write(body.subarray(from, Math.max(from, until)), () => setTimeout(() => response.destroy(), 20));
}

beforeEach(async () => {
  ranges = [];
  answer = (request, response) => serveRange(request, response);
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = await mkdtemp(join(tmpdir(), 'utter-download-'));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const target = (): string => join(folder, 'a', 'model.onnx');

describe('a download', () => {
  it('[X30] is whole, hashed, tells its progress, and leaves nothing else', async () => {
    const progress: number[] = [];
    const result = await download(`${base}/m`, target(), {
      bytes: body.length,
      sha256,
      onProgress: (done) => progress.push(done),
    });
    expect(result).toEqual({ bytes: body.length, sha256 });
    expect((await readFile(target())).equals(body)).toBe(true);
    expect(progress.at(-1)).toBe(body.length);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(await readdir(join(folder, 'a'))).toEqual(['model.onnx']);
  });

  it('[X31] goes on where the connection dropped, again and again', async () => {
    let cuts = 0;
    answer = (request, response) => serveRange(request, response, cuts < 5 ? ++cuts * 50_000 : body.length);
    await download(`${base}/m`, target(), { retryMs: 1, attempts: 8, bytes: body.length, sha256 });
    expect((await readFile(target())).equals(body)).toBe(true);
    expect(ranges[0]).toBeUndefined();
    // A connection may drop before anything has come; what came is never asked for again.
    const starts = ranges.map((range) => Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0));
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(Math.max(...starts)).toBeGreaterThan(0);
  });

  it('[X31] goes on with what an earlier run left, and starts anew where the server can’t go on', async () => {
    answer = (request, response) => serveRange(request, response, 100_000);
    await expect(download(`${base}/m`, target(), { ...fast, sha256 })).rejects.toMatchObject({
      code: 'download-failed',
      remedy: expect.stringContaining('kept') as string,
    });
    expect((await readFile(target() + partialSuffix)).length).toBe(100_000);
    answer = (request, response) => serveRange(request, response);
    await download(`${base}/m`, target(), { ...fast, sha256 });
    expect(ranges.at(-1)).toBe('bytes=100000-');

    await rm(target());
    await writeFile(target() + partialSuffix, body.subarray(0, 5000));
    answer = (_, response) => void response.writeHead(200, { 'Content-Length': body.length }).end(body);
    await download(`${base}/m`, target(), { ...fast, sha256 });
    expect((await readFile(target())).equals(body)).toBe(true);
  });

  it('[X31] needs nothing more of a server where all had come', async () => {
    await rm(folder, { recursive: true });
    await download(`${base}/m`, target(), { sha256 });
    await rm(target());
    await writeFile(target() + partialSuffix, body);
    await download(`${base}/m`, target(), { ...fast, bytes: body.length, sha256 });
    expect(ranges.at(-1)).toBe(`bytes=${body.length}-`);
    const asked = ranges.length;
    expect(await download(`${base}/m`, target(), { ...fast, sha256 })).toEqual({ bytes: body.length, sha256 });
    expect(ranges.length).toBe(asked);
    await writeFile(target(), 'damaged');
    await download(`${base}/m`, target(), { ...fast, sha256 });
    expect((await readFile(target())).equals(body)).toBe(true);
  });

  it('[X32] that is another file than it should be is not kept', async () => {
    for (const expected of [{ sha256: '0'.repeat(64) }, { bytes: body.length - 1 }]) {
      await expect(download(`${base}/m`, target(), { ...fast, ...expected })).rejects.toMatchObject({
        code: 'download-failed',
        message: expect.stringContaining('not the right file') as string,
      });
      expect(await readdir(join(folder, 'a'))).toEqual([]);
    }
  });

  it('[X33] follows redirects, and tells an answer that won’t change at once', async () => {
    answer = (request, response) => {
      if (request.url === '/m') response.writeHead(302, { Location: `${base}/elsewhere` }).end();
      else serveRange(request, response);
    };
    await download(`${base}/m`, target(), { sha256 });
    expect(ranges).toHaveLength(2);
    ranges = [];
    answer = (_, response) => void response.writeHead(404).end();
    await expect(download(`${base}/x`, target(), fast)).rejects.toThrow('404');
    expect(ranges).toHaveLength(1);
    ranges = [];
    answer = (_, response) => void response.writeHead(503).end();
    await expect(download(`${base}/x`, join(folder, 'other'), fast)).rejects.toThrow('503');
    expect(ranges).toHaveLength(fast.attempts);
  });

  it('[X33] gives up a connection that says nothing any more', async () => {
    answer = (_, response) => void response.writeHead(200, { 'Content-Length': body.length }).write(body.subarray(0, 10));
    await expect(download(`${base}/m`, target(), { retryMs: 1, attempts: 2, stallMs: 60 })).rejects.toMatchObject({
      code: 'download-failed',
    });
  });

  it('[X34] that is cancelled leaves nothing', async () => {
    const controller = new AbortController();
    answer = (_, response) => void response.writeHead(200, { 'Content-Length': body.length }).write(body.subarray(0, 1000));
    const options = { signal: controller.signal, onProgress: () => controller.abort(new Error('enough')) };
    await expect(download(`${base}/m`, target(), options)).rejects.toThrow('enough');
    expect(existsSync(target() + partialSuffix)).toBe(false);
    expect(existsSync(target())).toBe(false);
  });

  it('[X35] that does not fit the disk says so before it begins, or when the disk is full', async () => {
    await expect(download(`${base}/m`, target(), { bytes: 1e17 })).rejects.toMatchObject({
      code: 'file-unwritable',
      remedy: expect.stringContaining('Free some disk space') as string,
    });
    expect(ranges).toEqual([]);
    // Where nothing can be written, as on a full disk, the server is not asked again and again.
    if (!existsSync('/dev/full')) return;
    const { symlink, mkdir } = await import('node:fs/promises');
    await mkdir(join(folder, 'a'), { recursive: true });
    await symlink('/dev/full', target() + partialSuffix);
    await expect(download(`${base}/m`, target(), fast)).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining('ENOSPC') as string,
      remedy: expect.stringContaining('Free some disk space') as string,
    });
    expect(ranges).toHaveLength(1);
  });
});
