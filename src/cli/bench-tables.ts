import type { Spread } from '../engine/bench/spread';
import { stages } from '../engine/bench/pipeline';
import type { Bench, BenchResult } from './bench-result';
import { table } from './table';

type Measured = Extract<BenchResult, { state: 'measured' }>;

/** What was measured, for people: a table of speeds, one of stages, one of lengths of chunks, one of limits, then what was unavailable and why. */
export function benchTables({ machine, results }: Bench): string {
  const measured = results.flatMap((result) => (result.state === 'measured' ? [result] : []));
  const missing = results.flatMap((result) => (result.state === 'unavailable' ? [result] : []));
  const name = ({ model, backend }: Measured): string => `${model} ${backend}`;
  const speeds = measured.map((each) => [
    name(each),
    ms(each.loadMs),
    ms(each.warmUpMs),
    `${each.rtf.toFixed(3)} (${each.rtfProcessor?.toFixed(3) ?? '–'})`,
    spread(each.chunkMs),
    each.firstPartialMs === null ? 'no word' : spread(each.firstPartialMs),
    spread(each.finalMs),
  ]);
  const parts = measured.map((each) => [
    name(each),
    ...stages.map((stage) => `${spread(each.stages[stage])} ${percent(each.stages[stage].share)}`),
  ]);
  const hasReference = measured.some(({ reference }) => reference !== null);
  const limits = measured.map((each) => [
    name(each),
    `${(each.roofline.work.flops / 1e6).toFixed(0)} MFLOP`,
    `${each.roofline.gflops.toFixed(1)} GFLOP/s`,
    `${percent(each.roofline.shareOfPeak)} of ${each.roofline.peak.gflops.toFixed(1)}`,
    ...(hasReference ? [[each.reference, each.referenceDefault].flatMap(referenceText).join(', default chunks ')] : []),
    megabytes(each.memory.tensorBytes),
    'rssBytes' in each.memory ? megabytes(each.memory.rssBytes) : '–',
  ]);
  const lengths = measured.flatMap((each) =>
    each.chunkLengths.map((length) => [
      `${name(each)}, ${length.chunkAudioMs} ms${length.chunkAudioMs === each.chunkAudioMs ? ' (live)' : ''}`,
      length.firstPartialMs === null ? 'no word' : spread(length.firstPartialMs),
      spread(length.finalMs),
      `${length.rtf.toFixed(3)} (${length.rtfProcessor?.toFixed(3) ?? '–'})`,
      length.sameWords ? 'same' : 'others',
    ]),
  );
  const head = `${machine.processor}, ${machine.cores} cores, ${machine.system}, Node ${machine.node}, load ${machine.loadBefore.toFixed(1)} to ${machine.loadAfter.toFixed(1)}\n`;
  const tables =
    measured.length === 0
      ? ''
      : [
          table(['', 'load', 'warm-up', 'RTF (processor)', 'chunk p50, p95', 'first partial', 'end to final'], speeds),
          table(['', ...stages], parts),
          table(['chunks of', 'first partial', 'end to final', 'RTF (processor)', 'words'], lengths),
          table(
            ['', 'chunk', 'encoder', 'of matmul peak', ...(hasReference ? ['against ONNX Runtime'] : []), 'tensors', 'RSS'],
            limits,
          ),
        ].join('\n');
  const reasons = missing.map(({ model, backend, threads, reason }) => {
    return `${model} ${backend}${threads > 1 ? ` with ${threads} threads` : ''}: ${reason}\n`;
  });
  return `${head}\n${tables}${reasons.length > 0 ? `\n${reasons.join('')}` : ''}`;
}

function referenceText(reference: Measured['reference']): string | [] {
  if (reference === null) return [];
  return reference.state === 'measured' ? `${reference.timesAsFast.toFixed(2)} × as fast` : reference.reason;
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

function spread({ p50, p95 }: Spread): string {
  return `${p50.toFixed(p50 < 10 ? 1 : 0)}, ${ms(p95)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
