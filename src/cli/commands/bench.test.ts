import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runUtter } from '../self';
import type { Bench } from '../bench-result';

const tiny = fileURLToPath(new URL('../../engine/fixtures/tiny', import.meta.url));

it('[C54] prints one JSON object, with what could not be measured and why', async () => {
  const { status, out } = await runUtter(['bench', '--model', tiny, '--seconds', '1', '--json']);
  expect(status).toBe(0);
  const { machine, results } = JSON.parse(out) as Bench;
  expect(machine.cores).toBeGreaterThan(0);
  const states = results.map(({ backend, state }) => [backend, state] as const);
  expect(states).toContainEqual(['wasm', 'measured']);
  expect(states).toContainEqual(['cpu', 'measured']);
  expect(states).toContainEqual(['webgl', 'unavailable']);
  for (const result of results) {
    expect(result.model).toBe('tiny');
    if (result.state === 'unavailable') expect(result.reason.length).toBeGreaterThan(10);
    else expect(result.roofline.shareOfPeak).toBeGreaterThan(0);
  }
}, 180_000);

it('[C54] one model on one backend, as a table', async () => {
  const { status, out } = await runUtter(['bench', '--model', tiny, '--backend', 'wasm', '--seconds', '1']);
  expect(status).toBe(0);
  expect(out).toContain('tiny wasm');
  expect(out).toMatch(/× as fast/);
}, 60_000);
