import { expect, it, vi } from 'vitest';
import { smallPunctuatorBytes } from '../core/text/fixtures/small-punctuator';
import { loadPunctuator } from './punctuator-fetch';

const address = 'http://localhost/utter/text/en/punctuator.safetensors';

function answer(reply: () => Promise<Response>): string[] {
  const requested: string[] = [];
  vi.stubGlobal('fetch', (url: string) => {
    requested.push(url);
    return reply();
  });
  return requested;
}

it('[K46] the worker reads it from the text folder beside the models', async () => {
  const requested = answer(() => Promise.resolve(new Response(Uint8Array.from(smallPunctuatorBytes()))));
  await expect(loadPunctuator('http://localhost/utter/models/utter-en/', 'en')).resolves.toMatchObject({ lookahead: 3 });
  await loadPunctuator('app://utter/models/utter-en', 'en');
  expect(requested).toEqual([address, 'app://utter/text/en/punctuator.safetensors']);
});

it('[K46] a host without one has none', async () => {
  answer(() => Promise.resolve(new Response('', { status: 404 })));
  expect(await loadPunctuator('http://localhost/utter/models/utter-en/', 'en')).toBeNull();
});

it('[K45] [K46] a damaged file is refused, naming its address', async () => {
  answer(() => Promise.resolve(new Response('<!doctype html>')));
  await expect(loadPunctuator('http://localhost/utter/models/utter-en/', 'en')).rejects.toMatchObject({
    code: 'model-invalid',
    message: expect.stringContaining(address) as string,
  });
});

it.each([
  ['fails', () => Promise.resolve(new Response('', { status: 500 })), '500'],
  ['does not answer', () => Promise.reject(new TypeError('Failed to fetch')), 'Failed to fetch'],
])('[K46] a host that %s is an error, not a text without punctuation', async (_, reply, reason) => {
  answer(reply);
  const loading = loadPunctuator('http://localhost/utter/models/utter-en/', 'en');
  await expect(loading).rejects.toMatchObject({ code: 'model-not-found' });
  await expect(loading).rejects.toThrow(reason);
});
