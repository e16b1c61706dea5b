import { getHeapStatistics } from 'node:v8';
import { afterEach, expect, it, vi } from 'vitest';
import { blockSamples } from './block-assembler';
import type { CaptureMessage, CaptureReport } from './protocol';

/** The audio thread's scope, with a port that hands blocks over as a real one does. */

interface Processor {
  readonly port: { onmessage(event: { data: unknown }): void; postMessage(report: CaptureReport): void };
  process(inputs: Float32Array[][]): boolean;
}

const quantumSamples = 128;
const quantaInBlock = blockSamples / quantumSamples;
const real = Float32Array;
let constructed = 0;

/** Tells how many typed arrays are made, and of course makes them. */
class CountedFloat32Array extends real {
  constructor(length: number) {
    super(length);
    constructed++;
  }
}

async function startWorklet(): Promise<Processor> {
  let made: Processor | null = null;
  vi.stubGlobal('sampleRate', 48_000);
  vi.stubGlobal(
    'AudioWorkletProcessor',
    class {
      readonly port = { onmessage: () => {}, postMessage: () => {} };
    },
  );
  vi.stubGlobal('registerProcessor', (_: string, constructor: new () => Processor) => (made = new constructor()));
  vi.resetModules();
  await import('./capture-worklet');
  return made!;
}

/** The speech worker's end: takes blocks away and gives each back, `late` blocks later. */
function speechPort(late: number) {
  const outside: Float32Array<ArrayBuffer>[] = [];
  const messages = new Set<CaptureMessage>();
  const buffers = new Set<ArrayBuffer>();
  let samples = 0;
  const port = {
    onmessage: (_: { data: { samples: Float32Array<ArrayBuffer> } }) => {},
    postMessage(message: CaptureMessage) {
      if (message.type !== 'block') return;
      messages.add(message);
      buffers.add(message.samples.buffer);
      samples += message.samples.length;
      outside.push(message.samples);
      if (outside.length > late) port.onmessage({ data: { samples: outside.shift()! } });
    },
  };
  return { port, messages, buffers, samples: () => samples };
}

const journal = { postMessage() {} };

afterEach(() => vi.unstubAllGlobals());

it('[S20] the audio thread makes no array and no message of its own while blocks come back', async () => {
  const processor = await startWorklet();
  const { port, messages, buffers, samples } = speechPort(5);
  processor.port.onmessage({ data: { type: 'connect', port, journal } });
  const stereo = [[new real(quantumSamples).fill(0.25), new real(quantumSamples).fill(0.75)]];
  const say = (blocks: number): void => {
    for (let i = 0; i < blocks * quantaInBlock; i++) processor.process(stereo);
  };
  say(40);
  vi.stubGlobal('Float32Array', CountedFloat32Array);
  constructed = 0;
  const before = buffers.size;
  say(2000);
  expect(constructed).toBe(0);
  expect([buffers.size, messages.size, samples()]).toEqual([before, 1, 2040 * blockSamples]);
  expect(before).toBeLessThanOrEqual(33);
});

it('[S20] the audio thread takes no memory for each quantum, resting or listening', async () => {
  const processor = await startWorklet();
  const mono = [[new real(quantumSamples).fill(0.5)]];
  const port = { onmessage: (_: unknown) => {}, postMessage: (message: CaptureMessage) => port.onmessage({ data: message }) };
  const bytesPerQuantum = (quanta: number): number => {
    const before = getHeapStatistics().used_heap_size;
    for (let i = 0; i < quanta; i++) processor.process(mono);
    return (getHeapStatistics().used_heap_size - before) / quanta;
  };
  // Until the code is compiled, numbers in it are objects.
  bytesPerQuantum(50_000);
  // A collection makes one count less, compiling makes one more: the median.
  const median = (): number => Array.from({ length: 7 }, () => bytesPerQuantum(20_000)).toSorted((a, b) => a - b)[3]!;
  expect(median()).toBeLessThan(8);
  processor.port.onmessage({ data: { type: 'connect', port, journal } });
  bytesPerQuantum(50_000);
  expect(median()).toBeLessThan(8);
});

it('[S20] a block more is made, and nothing lost, when none comes back', async () => {
  const processor = await startWorklet();
  const { port, samples } = speechPort(Infinity);
  processor.port.onmessage({ data: { type: 'connect', port, journal } });
  vi.stubGlobal('Float32Array', CountedFloat32Array);
  constructed = 0;
  for (let i = 0; i < 100 * quantaInBlock; i++) processor.process([[new real(quantumSamples)]]);
  expect(constructed).toBeGreaterThan(0);
  expect(samples()).toBe(100 * blockSamples);
});

it('[S128] reports ten times a second what it hears, also when nothing comes in', async () => {
  const processor = await startWorklet();
  const reports: CaptureReport[] = [];
  processor.port.postMessage = (report) => void reports.push({ ...report });
  const second = 48_000 / quantumSamples;
  for (let i = 0; i < second; i++) processor.process([[new real(quantumSamples).fill(0.5), new real(quantumSamples)]]);
  for (let i = 0; i < second; i++) processor.process([[new real(quantumSamples).fill(i % 2 === 0 ? 1 : 0)]]);
  for (let i = 0; i < second; i++) processor.process([[]]);
  expect(reports.length).toBeGreaterThanOrEqual(29);
  expect(reports[2]).toMatchObject({ type: 'sound', rmsDb: expect.closeTo(-6.02, 1) as number, peak: 0.5, clippedShare: 0 });
  expect(reports[15]).toMatchObject({ clippedShare: expect.closeTo(0.5, 1) as number });
  expect(reports.at(-1)).toMatchObject({ rmsDb: -100, peak: 0 });
});
