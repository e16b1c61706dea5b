import { z } from 'zod';
import { invalidModel } from '../model/files';
import { parseSafetensors, type TensorFile } from '../model/safetensors';
import { caseClasses } from './letter-case';
import type { Mark } from './types';

/** Marks in the order of the model's outputs. */
export const marks: readonly Mark[] = ['', ',', '.', '?', '!', ':', ';'];

/** Rows of bytes, each with its own scale: `row[i] = (byte - 128) * scale`. Shape (rows, dim). */
export interface ByteTable {
  readonly values: Uint8Array;
  readonly scales: Float32Array;
  readonly dim: number;
}

/** `y = weight · x + bias`; `weight` is (outputs, inputs). */
export interface Affine {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
  readonly inputs: number;
  readonly outputs: number;
}

/** A convolution over words: its input is the vectors at `taps`, which are offsets in words, one after the other. */
export interface Convolution extends Affine {
  readonly taps: readonly number[];
}

/** What pauses say about marks: a score for each mark by how long the pause is, beside the model's own. */
export interface PauseScores {
  /** Upper bounds in ms of all pause lengths but the last, ascending; (K - 1). */
  readonly boundsMs: Float32Array;
  /** Scores in nats, (K, marks). */
  readonly scores: Float32Array;
}

export interface PunctuatorParts {
  /** Row in `word` of each known word; row 0 is all others'. */
  readonly wordIds: ReadonlyMap<string, number>;
  /** Row in `pair` of two neighbouring known words, by `left * (words + 1) + right`. */
  readonly pairIds: ReadonlyMap<number, number>;
  /** Words that are always written so, such as "McDonald" and "PDF". */
  readonly forms: ReadonlyMap<string, string>;
  readonly word: ByteTable;
  readonly suffix: ByteTable;
  readonly pair: ByteTable;
  readonly layers: readonly Convolution[];
  readonly mark: Affine;
  readonly case: Affine;
  /** Added to the scores of marks, (marks); chosen on text that the model did not learn from. */
  readonly markOffsets: Float32Array;
  readonly pauses: PauseScores;
}

const metadataSchema = z.object({
  format: z.literal('utter-punctuator'),
  version: z.literal('1'),
  marks: z.literal(marks.join(' ')),
  layers: z
    .string()
    .transform((json): unknown => JSON.parse(json))
    .pipe(z.array(z.array(z.int().min(-64).max(16)).min(1)).min(1)),
});

/**
 * Reads a punctuator's file; its tensors are described in `docs/model-format.md`.
 * @throws UtterError `model-invalid`, naming the file, for one that is cut, inconsistent or of another version.
 */
export function parsePunctuatorFile(bytes: Uint8Array, location: string, file: string): PunctuatorParts {
  const tensors = parseSafetensors(bytes, location, file);
  const fail = (problem: string, cause?: unknown): never => {
    throw invalidModel(location, file, problem, cause);
  };
  const parsed = (() => {
    try {
      return metadataSchema.parse(tensors.metadata);
    } catch (error) {
      return fail('is not a punctuator of this version', error);
    }
  })();

  const words = lines(tensors, 'words');
  const written = lines(tensors, 'forms');
  const wordIds = new Map(words.map((word, i) => [word, i + 1]));
  if (wordIds.size !== words.length) fail('contains a word twice');
  const forms = new Map(written.map((form) => [form.toLowerCase(), form]));

  const word = byteTable(tensors, 'word', fail);
  const suffix = byteTable(tensors, 'suffix', fail);
  const pair = byteTable(tensors, 'pair', fail);
  if (word.scales.length !== words.length + 1) fail(`has ${word.scales.length} word vectors for ${words.length} words`);
  if (suffix.dim !== word.dim || pair.dim !== word.dim) fail('has embeddings of different sizes');
  const keys = tensors.uint32('pair.key', [pair.scales.length]);
  const pairIds = new Map(Array.from(keys, (key, i) => [key, i]));

  let inputs = word.dim;
  const layers = parsed.layers.map((taps, i): Convolution => {
    const layer = affine(tensors, `layer.${i}`, inputs * taps.length, fail);
    if (i > 0 && layer.outputs !== inputs) fail(`has layer ${i} with ${layer.outputs} outputs after ${inputs}`);
    inputs = layer.outputs;
    return { ...layer, taps };
  });
  const mark = affine(tensors, 'mark', inputs, fail);
  const caseHead = affine(tensors, 'case', inputs, fail);
  if (mark.outputs !== marks.length) fail(`scores ${mark.outputs} marks, not ${marks.length}`);
  if (caseHead.outputs !== caseClasses.length) fail(`scores ${caseHead.outputs} cases, not ${caseClasses.length}`);

  const boundsMs = tensors.read('pause.boundsMs', [tensors.vectorLength('pause.boundsMs')]);
  if (boundsMs.some((bound, i) => !(bound > (boundsMs[i - 1] ?? 0)))) fail('has pause bounds that are not ascending');
  const scores = finite(tensors.read('pause.scores', [boundsMs.length + 1, marks.length]), 'pause.scores', fail);
  const markOffsets = finite(tensors.read('mark.offsets', [marks.length]), 'mark.offsets', fail);
  return {
    wordIds,
    pairIds,
    forms,
    word,
    suffix,
    pair,
    layers,
    mark,
    case: caseHead,
    markOffsets,
    pauses: { boundsMs, scores },
  };
}

type Fail = (problem: string, cause?: unknown) => never;

function lines(tensors: TensorFile, name: string): string[] {
  const bytes = tensors.uint8(name, [tensors.vectorLength(name)]);
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return text.split('\n').filter((line) => line !== '');
}

function byteTable(tensors: TensorFile, name: string, fail: Fail): ByteTable {
  const [rows, dim] = shapeOf(tensors, `${name}.values`, fail);
  const scales = finite(tensors.read(`${name}.scale`, [rows]), `${name}.scale`, fail);
  return { values: tensors.uint8(`${name}.values`, [rows, dim]), scales, dim };
}

function affine(tensors: TensorFile, name: string, inputs: number, fail: Fail): Affine {
  const [outputs] = shapeOf(tensors, `${name}.weight`, fail);
  const weight = finite(tensors.read(`${name}.weight`, [outputs, inputs]), `${name}.weight`, fail);
  const bias = finite(tensors.read(`${name}.bias`, [outputs]), `${name}.bias`, fail);
  return { weight, bias, inputs, outputs };
}

function shapeOf(tensors: TensorFile, name: string, fail: Fail): readonly [number, number] {
  const shape = tensors.shape(name);
  if (shape === undefined) return fail(`has no tensor ${name}`);
  const [rows, columns] = shape;
  if (shape.length !== 2 || !rows || !columns)
    return fail(`has tensor ${name} of shape (${shape.join(', ')}), but a matrix is needed`);
  return [rows, columns];
}

function finite(values: Float32Array, name: string, fail: Fail): Float32Array {
  return values.every(Number.isFinite) ? values : fail(`has a value in tensor ${name} that is not a number`);
}
