import { expect, it, vi } from 'vitest';
import { FetchedModelFiles } from './model-fetch';

it('[S15] reads the files beside the manifest', async () => {
  const requested: string[] = [];
  vi.stubGlobal('fetch', (url: string) => {
    requested.push(url);
    return Promise.resolve(new Response(new Uint8Array([1, 2, 3])));
  });
  const files = new FetchedModelFiles('http://localhost/models/en');
  expect(await files.read('units.txt')).toEqual(new Uint8Array([1, 2, 3]));
  expect(requested).toEqual(['http://localhost/models/en/units.txt']);
});

it.each([
  ['answers 404', () => Promise.resolve(new Response('', { status: 404, statusText: 'Not Found' })), '404 Not Found'],
  ['can not be reached', () => Promise.reject(new TypeError('Failed to fetch')), 'Failed to fetch'],
])('[S15] names the address of a file that %s', async (_, fetch, reason) => {
  vi.stubGlobal('fetch', fetch);
  const read = new FetchedModelFiles('http://localhost/models/en/').read('weights.safetensors');
  await expect(read).rejects.toMatchObject({
    code: 'model-not-found',
    message: expect.stringContaining('http://localhost/models/en/weights.safetensors') as string,
  });
  await expect(read).rejects.toThrow(reason);
});
