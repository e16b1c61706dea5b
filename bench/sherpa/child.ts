/**
 * One model of word pieces in four recognisers, one thread each: `bench/sherpa.ts` starts this and reads the last line.
 * A process of its own, because sherpa-onnx's WebAssembly takes over its process's handlers.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { percentile } from '../../src/core/metrics';
import { transcriptText } from '../../src/core/transcript/text';
import { folderFiles } from '../../src/engine/node';
import { loadModel } from '../../src/engine/load';
import { parseGolden } from '../../src/engine/golden';
import { createNativeSherpa, createWasmSherpa, sherpaMissing } from '../../proofs/interchange/sherpa';
import { openUtter } from '../../proofs/interchange/utter';
import type { SherpaRun } from '../sherpa';

const { values } = parseArgs({
  options: {
    onnx: { type: 'string' },
    own: { type: 'string' },
    speech: { type: 'string' },
    seconds: { type: 'string', default: '10' },
  },
});
const { onnx, own, speech } = values as { onnx: string; own?: string; speech: string };

/** What a recogniser makes of the recording. */
interface Candidate {
  readonly name: SherpaRun['name'];
  recognize(): Promise<string> | string;
}

const { samples, sampleRateHz } = parseGolden(JSON.parse(await readFile(path.join(speech, 'golden.json'), 'utf8')), speech);
const audioMs = (samples.length / sampleRateHz) * 1000;
const utter = await openUtter(onnx, 'fp32');
const { encoder, decoder, joiner, tokens } = utter.parts.manifest.parts;
const file = (part: { file: string }): string => path.join(onnx, part.file);
const files = { encoder: file(encoder), decoder: file(decoder), joiner: file(joiner), tokens: file(tokens) };
// The silence that Utter appends; sherpa-onnx waits for a frame more than a chunk before it decodes one.
const padded = new Float32Array(samples.length + utter.flushSamples + 160);
padded.set(samples);

const candidates: Candidate[] = [{ name: 'utter-onnx', recognize: async () => (await utter.recognize(samples)).text }];
if (own !== undefined) {
  const recognizer = (await loadModel(folderFiles(own), { backend: 'wasm' })).createRecognizer({
    endpointRules: null,
    chunkFrames: utter.parts.contract.shiftFrames,
  });
  candidates.push({
    name: 'utter',
    async recognize() {
      recognizer.reset();
      await recognizer.acceptWaveform(samples, sampleRateHz);
      return transcriptText(await recognizer.inputFinished());
    },
  });
}
for (const [packageName, create] of [
  ['sherpa-onnx-node', createNativeSherpa],
  ['sherpa-onnx', createWasmSherpa],
] as const) {
  if (sherpaMissing(packageName) !== null) continue;
  const sherpa = create(files);
  candidates.push({ name: packageName, recognize: () => sherpa.recognize(padded).text });
}

const limitMs = Number(values.seconds) * 1000;
const times = candidates.map((): number[] => []);
const processorTimes = candidates.map((): number[] => []);
const texts = candidates.map(() => '');
const startMs = performance.now();
// The first round warms up; turn by turn, so that a busy machine slows all alike.
for (let round = 0; round < 3 || (round < 40 && performance.now() - startMs < limitMs); round++) {
  for (const [index, { recognize }] of candidates.entries()) {
    const before = process.cpuUsage();
    const beginMs = performance.now();
    texts[index] = await recognize();
    if (round === 0) continue;
    times[index]!.push(performance.now() - beginMs);
    const { user, system } = process.cpuUsage(before);
    processorTimes[index]!.push((user + system) / 1000);
  }
}
const runs = candidates.map(({ name }, i): SherpaRun => ({
  name,
  rtf: percentile(times[i]!, 0.5) / audioMs,
  rtfProcessor: percentile(processorTimes[i]!, 0.5) / audioMs,
  text: texts[i]!.trim().toLowerCase(),
}));
console.log(JSON.stringify({ rounds: times[0]!.length, runs }));
process.exit(0);
