import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadOnnxRuntime } from './runtime';

it('loads a graph in Node, however many threads are asked for', async () => {
  const runtime = await loadOnnxRuntime('wasm', 4);
  const graph = readFileSync(new URL('../../../resources/speech/silero-vad.onnx', import.meta.url));
  const session = await runtime.createSession(new Uint8Array(graph), 'silero-vad.onnx', true);
  expect(session.inputNames.length).toBeGreaterThan(0);
  await session.release();
});
