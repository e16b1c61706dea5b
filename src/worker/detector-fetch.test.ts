import { readFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { fetchSpeechDetector } from './detector-fetch';

const bytes = readFileSync(new URL('../../resources/speech/silero-vad.onnx', import.meta.url));

it('[V19] the worker has the detector that is bundled with it', async () => {
  const requested: string[] = [];
  vi.stubGlobal('fetch', (url: string) => {
    requested.push(url);
    return Promise.resolve(new Response(new Uint8Array(bytes)));
  });
  const detector = await fetchSpeechDetector();
  expect(requested).toEqual([expect.stringMatching(/silero-vad.*\.onnx$/)]);
  expect(detector.frameSamples).toBe(512);
  await detector.dispose();
});

it.each([
  ['fails', () => Promise.resolve(new Response('', { status: 500 })), 'model-not-found', '500'],
  ['does not answer', () => Promise.reject(new TypeError('Failed to fetch')), 'model-not-found', 'Failed to fetch'],
  ['has something else', () => Promise.resolve(new Response('<!doctype html>')), 'model-invalid', 'x.onnx'],
])('[V19] a host that %s is an error that names the address', async (_, reply, code, reason) => {
  vi.stubGlobal('fetch', reply);
  await expect(fetchSpeechDetector('http://localhost/x.onnx')).rejects.toMatchObject({
    code,
    message: expect.stringContaining(reason) as string,
  });
});
