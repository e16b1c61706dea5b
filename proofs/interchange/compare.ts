import path from 'node:path';
import type { Precision } from '../../src/core/onnx/folder';
import { createNativeSherpa, createWasmSherpa, sherpaMissing } from './sherpa';
import { openUtter } from './utter';

/** Utter beside both builds of sherpa-onnx, with one model. */

export interface ComparedModel {
  readonly name: string;
  readonly folder: string;
  readonly precision: Precision;
  /** Hypotheses that are followed; 1 is greedy search. */
  readonly paths: number;
}

export interface Recording {
  readonly name: string;
  /** 16 kHz. */
  readonly samples: Float32Array;
}

export interface Comparison {
  readonly model: ComparedModel;
  readonly utterances: number;
  /** Utterances with the units of sherpa-onnx's native build. */
  readonly identical: number;
  /** Those compared with its build in WebAssembly. */
  readonly wasmUtterances: number;
  readonly wasmIdentical: number;
  /** Those for which its two builds give the same units, */
  readonly buildsAgree: number;
  /** and Utter does not. */
  readonly unexplained: number;
  readonly units: number;
  readonly audioMs: number;
  readonly oursMs: number;
  readonly sherpaMs: number;
  readonly wasmMs: number;
}

/** As sherpa-onnx writes pieces; bytes that are printable signs are written as these. */
function spelled(units: readonly string[]): string {
  const byte = (code: string): string => {
    const value = Number.parseInt(code, 16);
    return value >= 0x20 && value <= 0x7e ? String.fromCharCode(value) : `<0x${code}>`;
  };
  return units.map((unit) => unit.replace('▁', ' ').replace(/^<0x([0-9A-F]{2})>$/, (_, code: string) => byte(code))).join('|');
}

/** Recognises every recording with all of them, in turn; prints those that differ from the native build. */
export async function compareModel(model: ComparedModel, speech: readonly Recording[], withWasm: boolean): Promise<Comparison> {
  const ours = await openUtter(model.folder, model.precision, model.paths);
  const { encoder, decoder, joiner, tokens } = ours.parts.manifest.parts;
  const file = (part: { file: string }): string => path.join(model.folder, part.file);
  const files = { encoder: file(encoder), decoder: file(decoder), joiner: file(joiner), tokens: file(tokens) };
  const native = createNativeSherpa(files, model.paths);
  const wasm = withWasm && sherpaMissing('sherpa-onnx') === null ? createWasmSherpa(files, model.paths) : null;
  const counts = { identical: 0, wasmUtterances: 0, wasmIdentical: 0, buildsAgree: 0, unexplained: 0, units: 0 };
  const times = { audioMs: 0, oursMs: 0, sherpaMs: 0, wasmMs: 0 };
  for (const { name, samples } of speech) {
    // The same silence at the end; sherpa-onnx waits for a frame more than a chunk before it decodes one.
    const padded = new Float32Array(samples.length + ours.flushSamples + 160);
    padded.set(samples);
    const start = performance.now();
    const found = await ours.recognize(samples);
    const between = performance.now();
    const reference = native.recognize(padded).tokens.join('|');
    const end = performance.now();
    times.audioMs += samples.length / 16;
    times.oursMs += between - start;
    times.sherpaMs += end - between;
    counts.units += found.units.length;
    const actual = spelled(found.units);
    if (actual === reference) counts.identical++;
    else console.log(`  ${name}\n    Utter:  ${actual}\n    native: ${reference}`);
    if (wasm === null) continue;
    const wasmStart = performance.now();
    const second = wasm.recognize(padded).tokens.join('|');
    times.wasmMs += performance.now() - wasmStart;
    counts.wasmUtterances++;
    if (actual === second) counts.wasmIdentical++;
    if (reference === second) counts.buildsAgree++;
    if (reference === second && actual !== reference) counts.unexplained++;
  }
  native.free();
  wasm?.free();
  return { model, utterances: speech.length, ...counts, ...times };
}

export function comparisonText({ model, utterances, units, wasmUtterances, ...counts }: Comparison): string {
  const rtf = (ms: number): string => (ms / counts.audioMs).toFixed(3);
  const first = `${model.name}: ${counts.identical} of ${utterances} identical, ${units} units; real-time factor ${rtf(counts.oursMs)}, sherpa-onnx ${rtf(counts.sherpaMs)}`;
  if (wasmUtterances === 0) return first;
  const second = `sherpa-onnx in WebAssembly: ${counts.wasmIdentical} of ${wasmUtterances} as Utter, ${counts.buildsAgree} as its native build`;
  return `${first}\n  ${second}, of which ${counts.unexplained} not as Utter; ${rtf(counts.wasmMs)}`;
}

/** What is printed last: all models together, and each precision. `identical` is as the native build, whatever the precision. */
export function summary(compared: readonly Comparison[]): object {
  const sum = (key: Exclude<keyof Comparison, 'model'>, of = compared): number => of.reduce((total, one) => total + one[key], 0);
  const rtf = (ms: number): number => Number((ms / sum('audioMs')).toFixed(4));
  const counts = (precision: Precision): object => {
    const of = compared.filter(({ model }) => model.precision === precision);
    const [identical, asWasm] = [sum('identical', of), sum('wasmIdentical', of)];
    return {
      utterances: sum('utterances', of),
      identical,
      asWasm,
      buildsAgree: sum('buildsAgree', of),
      unexplained: sum('unexplained', of),
    };
  };
  return {
    models: compared.length,
    utterances: sum('utterances'),
    identical: sum('identical'),
    rtfOurs: rtf(sum('oursMs')),
    rtfSherpa: rtf(sum('sherpaMs')),
    unexplained: sum('unexplained'),
    fp32: counts('fp32'),
    int8: counts('int8'),
  };
}

/** At most one in 200 may differ. */
const tolerated = 0.005;

/**
 * In full precision Utter must be as the native build. In int8, where another compiler's last digit of a feature decides near-ties, it
 * must be as that or as the two builds agree, wherever they do.
 */
export function isConform(compared: readonly Comparison[]): boolean {
  return compared.every(({ model, utterances, identical, wasmUtterances, unexplained }) => {
    const differing =
      model.precision === 'fp32' || wasmUtterances === 0 ? utterances - identical : Math.min(utterances - identical, unexplained);
    return differing <= tolerated * utterances;
  });
}
