import { expect, it, vi } from 'vitest';
import { FetchedModelFiles, modelFilesAt } from './model-fetch';
import { textFolder } from './punctuator-fetch';

it('[S15] [M14] reads the files beside the manifest', async () => {
  const requested: string[] = [];
  vi.stubGlobal('fetch', (url: string) => {
    requested.push(url);
    return Promise.resolve(new Response(new Uint8Array([1, 2, 3])));
  });
  const files = new FetchedModelFiles('http://localhost/models/en');
  expect(await files.read('units.txt')).toEqual(new Uint8Array([1, 2, 3]));
  expect(requested).toEqual(['http://localhost/models/en/units.txt']);
  await files.beside('utter-en').read('lexicon.safetensors');
  expect(requested[1]).toBe('http://localhost/models/utter-en/lexicon.safetensors');
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

it('[X56] reads a model that the page stores from there', async () => {
  const folders: string[] = [];
  const folder = {
    getDirectoryHandle: (name: string) => Promise.resolve((folders.push(name), folder)),
    getFileHandle: (name: string) =>
      name === 'tokens.txt'
        ? Promise.resolve({ getFile: () => Promise.resolve(new Blob(['abc'])) })
        : Promise.reject(new Error('not there')),
  };
  vi.stubGlobal('navigator', { storage: { getDirectory: () => Promise.resolve(folder) } });
  const files = modelFilesAt('http://localhost/app/models/my%20model/?stored');
  expect(files.location).toBe('my model');
  expect(await files.read('tokens.txt')).toEqual(new TextEncoder().encode('abc'));
  expect(folders).toEqual(['models', 'my model']);
  await expect(files.read('encoder.onnx')).rejects.toMatchObject({
    code: 'model-not-found',
    message: expect.stringContaining('my model/encoder.onnx') as string,
  });
  expect(modelFilesAt('http://localhost/app/models/en/')).toBeInstanceOf(FetchedModelFiles);
  expect(textFolder('http://localhost/app/models/my%20model/?stored', 'fr')).toBe('http://localhost/app/text/fr/');
});
