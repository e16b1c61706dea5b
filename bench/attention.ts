/**
 * Times an encoder with attention over chunks and random weights on one thread of WebAssembly, by stage, and the same graph in ONNX
 * Runtime's, chunk by chunk in turn:
 *
 *     npm run bench -- attention [chunkFrames …]
 *
 * The size is that of Whisper base; chunks of 16, 32 and 64 feature frames unless others are named. Chunks are timed once the left
 * context is filled. Weights don't change how long a product takes, so no model is needed.
 */
import { percentile, seededRandom } from '../src/core/metrics';
import { createAcousticModel, type StageTimer } from '../src/engine/acoustic-model';
import { createReferenceEncoder } from './reference/reference';
import { attentionManifest, baseSizes, randomWeights } from '../src/engine/fixtures/random-attention';

const timedChunks = 60;
const frameSamples = 400;

async function measure(chunkFrames: number): Promise<string> {
  const manifest = attentionManifest(baseSizes, chunkFrames);
  const weights = randomWeights();
  const times = new Map<string, number[]>();
  let isTimed = false;
  const add = (name: string, ms: number): void => {
    if (isTimed) times.set(name, [...(times.get(name) ?? []), ms]);
  };
  const onStage: StageTimer = add;
  const model = await createAcousticModel('wasm', manifest, weights, onStage);
  const reference = await createReferenceEncoder(manifest, weights, chunkFrames);
  const [stream, features] = [model.start(), model.startFeatures()];
  const random = seededRandom(chunkFrames);
  const fillingChunks = Math.ceil(baseSizes.leftContextFrames / chunkFrames);
  let [largest, difference] = [0, 0];
  for (let chunk = 0; chunk < fillingChunks + timedChunks; chunk++) {
    isTimed = chunk >= fillingChunks;
    const frames = Float32Array.from({ length: chunkFrames * frameSamples }, () => (random() - 0.5) / 10);
    const input = await features.next(frames);
    const startMs = performance.now();
    const wanted = await reference.encode(input);
    add('ONNX Runtime', performance.now() - startMs);
    const output = await stream.encode(frames);
    for (const [i, value] of wanted.entries()) {
      largest = Math.max(largest, Math.abs(value));
      difference = Math.max(difference, Math.abs(value - output[i]!));
    }
  }
  stream.dispose();
  features.dispose();
  model.dispose();
  await reference.release();
  const described = [...times].map(
    ([name, ms]) => `${name} ${percentile(ms, 0.5).toFixed(2)} (${percentile(ms, 0.1).toFixed(2)})`,
  );
  return `${chunkFrames * 10} ms of speech: ${described.join(', ')}; outputs differ by ${(difference / largest).toExponential(1)}`;
}

const named = process.argv.slice(2).map(Number);
console.log('Milliseconds, median (fastest tenth):');
for (const chunkFrames of named.length > 0 ? named : [16, 32, 64]) console.log(await measure(chunkFrames));
