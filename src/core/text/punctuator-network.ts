import type { Affine, ByteTable, Convolution, PunctuatorParts } from './punctuator-file';

/** Vectors of a run of words, kept from call to call: those of words[first…end). */
interface Activations {
  readonly channels: number;
  /** Words to the right that a vector depends on. */
  readonly lookahead: number;
  data: Float32Array;
  first: number;
  end: number;
}

/**
 * The network's outputs for some of the words. Its convolutions see a fixed number of words to the left and right, and
 * what was computed for words that have not changed since the last call is used again: the result is the same either way.
 */
export class PunctuatorNetwork {
  /** Words to the right that an output depends on. */
  readonly lookahead: number;
  /** Words to the left that an output depends on. */
  readonly lookbehind: number;
  readonly #parts: PunctuatorParts;
  /** The embeddings, then each layer's outputs. */
  readonly #stages: readonly Activations[];
  #words: readonly string[] = [];

  constructor(parts: PunctuatorParts) {
    this.#parts = parts;
    let lookahead = 0;
    const stage = (channels: number): Activations => ({ channels, lookahead, data: new Float32Array(0), first: 0, end: 0 });
    const stages = [stage(parts.word.dim)];
    // The pair of a word is the one that it ends.
    let lookbehind = 1;
    for (const { taps, outputs } of parts.layers) {
      lookahead += Math.max(0, ...taps);
      lookbehind += Math.max(0, ...taps.map((tap) => -tap));
      stages.push(stage(outputs));
    }
    this.#stages = stages;
    this.lookahead = lookahead;
    this.lookbehind = lookbehind;
  }

  /** Calls `use` with the last layer's vector (channels) of each of words[from…to). */
  run(words: readonly string[], from: number, to: number, use: (vector: Float32Array, at: number) => void): void {
    this.#forgetChanged(words);
    const { layers } = this.#parts;
    const needs = [{ from, to }];
    for (const { taps } of layers.toReversed()) {
      const above = needs[0]!;
      needs.unshift({
        from: Math.max(0, above.from + Math.min(0, ...taps)),
        to: Math.min(words.length, above.to + Math.max(0, ...taps)),
      });
    }
    for (const [i, stage] of this.#stages.entries()) {
      const need = needs[i]!;
      const begin = reserve(stage, need.from, need.to);
      if (i === 0) for (let t = begin; t < need.to; t++) this.#embed(words, t, vectorOf(stage, t));
      else convolve(layers[i - 1]!, this.#stages[i - 1]!, stage, begin, need.to, words.length, i > 1);
    }
    const last = this.#stages.at(-1)!;
    for (let t = from; t < to; t++) use(vectorOf(last, t), t);
  }

  /** Keeps of each stage what depends only on words that are still the same. */
  #forgetChanged(words: readonly string[]): void {
    const before = this.#words;
    let same = 0;
    while (same < before.length && same < words.length && before[same] === words[same]) same++;
    if (same !== before.length || same !== words.length) {
      for (const stage of this.#stages) stage.end = Math.max(stage.first, Math.min(stage.end, same - stage.lookahead));
    }
    this.#words = words.slice();
  }

  #embed(words: readonly string[], t: number, out: Float32Array): void {
    const { word, suffix, pair, wordIds, pairIds } = this.#parts;
    const spoken = words[t]!;
    const id = wordIds.get(spoken) ?? 0;
    out.fill(0);
    addRow(word, id, out);
    addRow(suffix, suffixBucket(spoken, suffix.scales.length), out);
    const left = t === 0 ? 0 : (wordIds.get(words[t - 1]!) ?? 0);
    if (left === 0 || id === 0) return;
    const row = pairIds.get(left * (wordIds.size + 1) + id);
    if (row !== undefined) addRow(pair, row, out);
  }
}

/** FNV-1a of the last three characters and of whether there were more. */
export function suffixBucket(word: string, buckets: number): number {
  let hash = 2166136261;
  for (let i = Math.max(0, word.length - 3); i < word.length; i++) hash = Math.imul(hash ^ (word.charCodeAt(i) & 255), 16777619);
  hash = Math.imul(hash ^ (word.length > 3 ? 1 : 0), 16777619);
  return (hash >>> 0) % buckets;
}

/**
 * `out = weight · x + bias`, four outputs at a time so that each input is read once for all of them, and two sums for each because an
 * addition would wait for the one before it: twice as fast as a row at a time.
 */
export function applyAffine({ weight, bias, inputs, outputs }: Affine, x: Float32Array, out: Float32Array): void {
  const even = inputs - (inputs % 2);
  let c = 0;
  for (; c + 3 < outputs; c += 4) {
    const first = c * inputs;
    const second = first + inputs;
    const third = second + inputs;
    const fourth = third + inputs;
    let [a, b, d, e] = [bias[c]!, bias[c + 1]!, bias[c + 2]!, bias[c + 3]!];
    let [f, g, h, i] = [0, 0, 0, 0];
    for (let k = 0; k < even; k += 2) {
      const v = x[k]!;
      const w = x[k + 1]!;
      a += weight[first + k]! * v;
      b += weight[second + k]! * v;
      d += weight[third + k]! * v;
      e += weight[fourth + k]! * v;
      f += weight[first + k + 1]! * w;
      g += weight[second + k + 1]! * w;
      h += weight[third + k + 1]! * w;
      i += weight[fourth + k + 1]! * w;
    }
    const last = even < inputs ? x[even]! : 0;
    const end = inputs - 1;
    out[c] = a + f + last * weight[first + end]!;
    out[c + 1] = b + g + last * weight[second + end]!;
    out[c + 2] = d + h + last * weight[third + end]!;
    out[c + 3] = e + i + last * weight[fourth + end]!;
  }
  for (; c < outputs; c++) {
    let sum = bias[c]!;
    for (let k = 0, at = c * inputs; k < inputs; k++, at++) sum += weight[at]! * x[k]!;
    out[c] = sum;
  }
}

function addRow({ values, scales, dim }: ByteTable, row: number, out: Float32Array): void {
  const scale = scales[row]!;
  for (let d = 0, at = row * dim; d < dim; d++, at++) out[d]! += (values[at]! - 128) * scale;
}

function vectorOf({ data, first, channels }: Activations, t: number): Float32Array {
  return data.subarray((t - first) * channels, (t - first + 1) * channels);
}

/** Makes room for words[from…to), keeping what is known of them; returns the first word that is still to be computed. */
function reserve(stage: Activations, from: number, to: number): number {
  const { channels } = stage;
  const isUsable = stage.first <= from && from <= stage.end;
  if (!isUsable) stage.first = stage.end = from;
  const begin = stage.end;
  if ((Math.max(to, begin) - stage.first) * channels > stage.data.length) {
    // Words before `from` are not asked for again as a text grows; twice the room needed moves the rest seldom.
    const kept = stage.data.subarray((from - stage.first) * channels, (stage.end - stage.first) * channels);
    const room = 2 * Math.max(32, to - from, stage.end - from) * channels;
    const data = room > stage.data.length ? new Float32Array(room) : stage.data;
    data.set(kept);
    stage.data = data;
    stage.first = from;
  }
  stage.end = Math.max(begin, to);
  return begin;
}

/** Computes words[begin…end) of `target` from `source`; outside the text's `count` words all is zero. */
function convolve(
  layer: Convolution,
  source: Activations,
  target: Activations,
  begin: number,
  end: number,
  count: number,
  isResidual: boolean,
): void {
  const { inputs, outputs, taps } = layer;
  const size = source.channels;
  const x = new Float32Array(inputs);
  const sums = new Float32Array(outputs);
  for (let t = begin; t < end; t++) {
    x.fill(0);
    for (const [i, tap] of taps.entries()) {
      const at = t + tap;
      if (at >= 0 && at < count) x.set(vectorOf(source, at), i * size);
    }
    const out = (t - target.first) * outputs;
    const same = (t - source.first) * size;
    applyAffine(layer, x, sums);
    for (let c = 0; c < outputs; c++) {
      const sum = Math.max(0, sums[c]!);
      target.data[out + c] = isResidual ? source.data[same + c]! + sum : sum;
    }
  }
}
