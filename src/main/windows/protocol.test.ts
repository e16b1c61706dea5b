import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { serve, type ServedFolders } from './protocol';

vi.mock('electron', () => import('../fixtures/electron'));

const root = mkdtempSync(join(tmpdir(), 'utter-protocol-'));
const folders: ServedFolders = {
  page: join(root, 'page'),
  text: join(root, 'text'),
  modelFolder: (id) => (id === 'small model' ? join(root, 'models/small') : null),
  watchedFile: (id) => ({ here: join(root, 'page/decode.wasm'), gone: join(root, 'gone') })[id] ?? null,
};
const get = (address: string, method = 'GET'): Promise<Response> => serve(new Request(address, { method }), folders);

beforeAll(() => {
  mkdirSync(join(root, 'page/assets'), { recursive: true });
  mkdirSync(join(root, 'page-other'));
  mkdirSync(join(root, 'models/small'), { recursive: true });
  mkdirSync(join(root, 'text/en'), { recursive: true });
  writeFileSync(join(root, 'secret.txt'), 'secret');
  writeFileSync(join(root, 'page-other/secret.txt'), 'secret');
  writeFileSync(join(root, 'models/secret.txt'), 'secret');
  writeFileSync(join(root, 'page/index.html'), '<h1>Utter</h1>');
  writeFileSync(join(root, 'page/assets/a b.js'), 'export {}');
  writeFileSync(join(root, 'page/decode.wasm'), 'wasm');
  writeFileSync(join(root, 'text/en/punctuator.safetensors'), Buffer.from([2, 254]));
  writeFileSync(join(root, 'models/small/weights.safetensors'), Buffer.from([0, 255, 1]));
});
afterAll(() => rmSync(root, { recursive: true }));

describe('protocol', () => {
  it('[S74] a recording of the watched folder is served while it waits, and nothing else by that way', async () => {
    const recording = await get('app://utter/watched/here');
    expect([recording.status, await recording.text()]).toEqual([200, 'wasm']);
    for (const id of ['gone', 'other', '..%2Fsecret.txt', '']) {
      expect((await get(`app://utter/watched/${id}`)).status, id).toBeGreaterThanOrEqual(400);
    }
  });

  it.each([
    ['app://utter/', 'text/html; charset=utf-8', '<h1>Utter</h1>'],
    ['app://utter/index.html?a=b#c', 'text/html; charset=utf-8', '<h1>Utter</h1>'],
    ['app://utter/assets/a%20b.js', 'text/javascript; charset=utf-8', 'export {}'],
    ['app://utter/decode.wasm', 'application/wasm', 'wasm'],
  ])('[H6] %s is served with its type', async (address, type, body) => {
    const response = await get(address);
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toBe(type);
    expect(await response.text()).toBe(body);
  });

  it('[H6] a model’s files are served below its name, byte for byte', async () => {
    const response = await get('app://utter/models/small%20model/weights.safetensors');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0, 255, 1]));
  });

  it('[K46] what writes case and punctuation is served below text/', async () => {
    const response = await get('app://utter/text/en/punctuator.safetensors');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([2, 254]));
    expect((await get('app://utter/text/xx/punctuator.safetensors')).status).toBe(404);
  });

  it.each([
    'app://utter/text/..%2fsecret.txt',
    'app://utter/../secret.txt',
    'app://utter/%2e%2e/secret.txt',
    'app://utter/..%2fsecret.txt',
    'app://utter/..%5csecret.txt',
    'app://utter/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    'app://utter/..%2fpage-other/secret.txt',
    'app://utter//etc/passwd',
    'app://utter/%2fetc/passwd',
    'app://utter/C:%5csecret.txt',
    'app://utter/index.html%00.txt',
    'app://utter/%ff',
    'app://utter/models/small%20model/../secret.txt',
    'app://utter/models/small%20model/..%2fsecret.txt',
    'app://utter/models/..%2fsecret.txt',
    'app://utter/models/%2e%2e/secret.txt',
    'app://utter/models/unknown/secret.txt',
    'app://utter/models',
    'app://utter/models/small%20model',
    'app://utter/assets',
    'app://utter/missing.js',
    'app://other/index.html',
  ])('[H7] %s is refused', async (address) => {
    const response = await get(address);
    expect([400, 404]).toContain(response.status);
    expect(await response.text()).not.toContain('secret');
  });

  it.skipIf(process.platform === 'win32')('[H7] a symbolic link that leads out of its folder is refused', async () => {
    symlinkSync(join(root, 'secret.txt'), join(root, 'page/link.txt'));
    symlinkSync(root, join(root, 'page/up'));
    expect((await get('app://utter/link.txt')).status).toBe(404);
    expect((await get('app://utter/up/secret.txt')).status).toBe(404);
  });

  it('[H8] every answer, errors too, isolates the page and lets it load only its own files', async () => {
    for (const address of [
      'app://utter/',
      'app://utter/missing',
      'app://utter/%ff',
      'app://utter/models/small%20model/weights.safetensors',
    ]) {
      const { headers } = await get(address);
      expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
      expect(headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
      expect(headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin');
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      const policy = headers.get('Content-Security-Policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/'unsafe-(inline|eval)'|https?:|\*/);
    }
  });

  it('[H6] only reading is possible', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await get('app://utter/', method)).status).toBe(405);
    const head = await get('app://utter/', 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});
