/**
 * Holds the default model's encoder against ONNX Runtime and against matrix products, on one thread of WebAssembly:
 *
 *     npm run bench -- encoder [--model utter-en] [--seconds 4]
 *
 * The ratios are about 1 and 0.3 on an idle machine and on a busy one. Far below them the exit status is 1. The last line is one JSON
 * object.
 */
import { parseArgs } from 'node:util';
import { modelFolder } from '../src/cli/model-folder';
import { encoderWork } from '../src/core/model/encoder-work';
import { matmulSpeed } from '../src/engine/bench/matmul-peak';
import { createTimedPipeline } from '../src/engine/bench/pipeline';
import { readModel } from '../src/engine/load';
import { folderFiles } from '../src/engine/node';
import { compareWithReference } from './reference/comparison';

/** They leave room for a machine whose other work comes and goes. */
const least = { timesAsFastAtBest: 0.45, shareOfPeak: 0.12 };

const { values: options } = parseArgs({ options: { model: { type: 'string' }, seconds: { type: 'string', default: '4' } } });
const { parts, weights } = await readModel(folderFiles(await modelFolder(options.model)));
const pipeline = await createTimedPipeline('wasm', { parts, weights });
const host = { memory: () => null, processorMs: () => null };
const result = await compareWithReference(pipeline, parts, weights, { limitMs: Number(options.seconds) * 1000, host });
pipeline.dispose();
if (result.state !== 'measured') throw new Error(result.reason);
const { encoder, streaming, id } = parts.manifest;
const peak = await matmulSpeed('wasm', [512, 512, 512]);
const gflops = encoderWork(encoder, streaming.chunkFrames).flops / result.ownMs / 1e6;
const { timesAsFastAtBest } = result;
const shareOfPeak = gflops / peak.gflops;
console.log(
  `${id}: ${timesAsFastAtBest.toFixed(2)} × as fast as ${result.name}; ${(100 * shareOfPeak).toFixed(0)} % of the speed of matrix products`,
);
console.log(JSON.stringify({ model: id, timesAsFastAtBest, shareOfPeak, least }));
process.exitCode = timesAsFastAtBest > least.timesAsFastAtBest && shareOfPeak > least.shareOfPeak ? 0 : 1;
