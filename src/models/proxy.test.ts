import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { download } from './download';
import { proxyFetch } from './proxy';

let hub: Server;
let proxy: Server;
let tunnels: string[];
let folder: string;
const address = (server: Server): string => `127.0.0.1:${(server.address() as AddressInfo).port}`;
const listen = (server: Server): Promise<void> => new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

beforeEach(async () => {
  tunnels = [];
  folder = await mkdtemp(join(tmpdir(), 'utter-proxy-'));
  hub = createServer((_, response) => response.end('a model'));
  proxy = createServer((_, response) => void response.writeHead(500).end());
  proxy.on('connect', (request, socket) => {
    tunnels.push(request.url ?? '');
    const [host, port] = (request.url ?? '').split(':');
    const target = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    target.on('error', () => socket.destroy());
    socket.on('error', () => target.destroy());
  });
  await Promise.all([listen(hub), listen(proxy)]);
});

afterEach(async () => {
  for (const server of [hub, proxy]) {
    server.closeAllConnections();
    server.close();
  }
  await rm(folder, { recursive: true, force: true });
});

it('[X36] goes through the proxy that the environment or the user names, but not to hosts that need none', async () => {
  expect(proxyFetch({})).toBeNull();
  const through = proxyFetch({ http_proxy: `http://${address(proxy)}` })!;
  await download(`http://${address(hub)}/m`, join(folder, 'one'), { fetch: through });
  expect(await readFile(join(folder, 'one'), 'utf8')).toBe('a model');
  expect(tunnels).toEqual([address(hub)]);
  await download(`http://${address(hub)}/m`, join(folder, 'two'), { fetch: proxyFetch({}, `http://${address(proxy)}`)! });
  expect(tunnels).toHaveLength(2);
  const around = proxyFetch({ HTTP_PROXY: `http://${address(proxy)}`, NO_PROXY: '127.0.0.1' })!;
  await download(`http://${address(hub)}/m`, join(folder, 'three'), { fetch: around });
  expect(tunnels).toHaveLength(2);
});

it('[X36] tells a proxy that is not there as a failed download', async () => {
  const gone = proxyFetch({}, 'http://127.0.0.1:9')!;
  await expect(download(`http://${address(hub)}/m`, join(folder, 'm'), { fetch: gone, attempts: 1 })).rejects.toMatchObject({
    code: 'download-failed',
    remedy: expect.stringContaining('proxy') as string,
  });
});
