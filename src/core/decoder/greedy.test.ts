import { describe, expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import type { Safetensors } from '../model/safetensors';
import { unitsToText } from '../model/units';
import { createGreedySearch } from './greedy';
import { createLinearJoint, createTableJoint } from './joint';
import { contextJointOf } from './lexicon-joint';
import { createConvPredictor, createTablePredictor } from './predictor';

const config = { architecture: 'conv', contextUnits: 2, embeddingDim: 5, outputDim: 6 } as const;

/** Random tensors of whatever shape is asked for, the same for the same name. */
function randomTensors(seed: number): Safetensors {
  const tensors = new Map<string, Float32Array>();
  return {
    names: [],
    shape: () => undefined,
    read(name, shape) {
      let tensor = tensors.get(name);
      if (tensor === undefined) {
        const random = seededRandom(seed + Array.from(name, (c) => c.charCodeAt(0)).reduce((sum, c) => sum * 31 + c, 7));
        tensor = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random() * 2 - 1);
        tensors.set(name, tensor);
      }
      return tensor;
    },
  };
}

/** `vector · matrix + bias` in the most obvious way. */
function linear(vector: readonly number[], matrix: Float32Array, bias: Float32Array): number[] {
  const columns = bias.length;
  return Array.from(bias, (b, c) => vector.reduce((sum, value, r) => sum + value * matrix[r * columns + c]!, b));
}

describe('predictor and joint', () => {
  it('[D9] compute the model format’s formulas', () => {
    const tensors = randomTensors(1);
    const predictor = createConvPredictor(7, config, tensors);
    const joint = createLinearJoint(7, 6, tensors);
    const embedding = tensors.read('predictor.embedding', [7, 5]);
    const conv = tensors.read('predictor.conv.weight', [2, 5, 5]);
    const row = (unit: number): number[] => [...embedding.subarray(unit * 5, unit * 5 + 5)];
    for (const context of [
      [0, 0],
      [3, 6],
      [6, 3],
      [3, 6],
    ]) {
      const hidden = linear([...row(context[0]!), ...row(context[1]!)], conv, tensors.read('predictor.conv.bias', [5]));
      const relu = hidden.map((value) => Math.max(0, value));
      const wanted = linear(relu, tensors.read('predictor.output.weight', [5, 6]), tensors.read('predictor.output.bias', [6]));
      const prediction = predictor.predict(context);
      wanted.forEach((value, i) => expect(prediction[i]).toBeCloseTo(value, 5));

      const encoder = Float32Array.from({ length: 12 }, (_, i) => Math.sin(i));
      const logits = new Float32Array(7);
      joint.score(encoder, 6, prediction, logits);
      const active = wanted.map((value, i) => Math.tanh(value + encoder[6 + i]!));
      linear(active, tensors.read('joint.weight', [6, 7]), tensors.read('joint.bias', [7])).forEach((value, i) =>
        expect(logits[i]).toBeCloseTo(value, 5),
      );
    }
    expect(predictor.predict([3, 6])).toBe(predictor.predict([3, 6]));
    expect(predictor.predict([3, 6])).not.toEqual(predictor.predict([6, 3]));
  });
});

describe('predictor and joint of a table', () => {
  it('[D9] read the row of the unit before, with and without contexts in common', () => {
    const predictor = createTablePredictor(3);
    const joint = createTableJoint(3, 'global');
    expect([predictor.contextUnits, joint.normalization]).toEqual([1, 'global']);
    const tables = Float32Array.from({ length: 27 }, (_, i) => Math.sin(i));
    const forContexts = contextJointOf(joint);
    const [single, shared] = [new Float32Array(3), new Float32Array(3)];
    for (const offset of [9, 0, 18]) {
      forContexts.begin(tables, offset);
      for (const previous of [2, 0, 1]) {
        joint.score(tables, offset, predictor.predict([previous]), single);
        expect(single).toEqual(tables.slice(offset + 3 * previous, offset + 3 * previous + 3));
        forContexts.score(forContexts.prepare(predictor.predict([previous])), shared);
        expect(shared).toEqual(single);
      }
    }
    expect(predictor.predict([2])).toBe(predictor.predict([2]));
  });

  it('[D1] give one unit a frame at most, from the row of the unit before', () => {
    const search = createGreedySearch(createTablePredictor(3), createTableJoint(3, 'local'), 0);
    const rows = [
      [0, 5, 0, 0, 0, 5, 5, 0, 0],
      [0, 0, 5, 0, 5, 0, 0, 0, 0],
    ].map((table) => Float32Array.from(table));
    const said = [0, 1, 0].map((frame) => search.advance(rows[frame]!, 0).map((unit) => unit.id));
    expect(said).toEqual([[1], [1], [2]]);
    search.resetContext();
    expect(search.advance(rows[1]!, 0).map((unit) => unit.id)).toEqual([2]);
  });

  it('[D1] write phones with spaces between, without silence', () => {
    const phones = { pieces: ['<blk>', 'AA', 'B', 'SIL'], blankId: 0, wordBoundary: null };
    expect(unitsToText([3, 2, 1, 3, 3, 1], { ...phones, silenceId: 3 })).toBe('B AA AA');
    expect(unitsToText([3, 2, 1], phones)).toBe('SIL B AA');
  });
});

describe('greedy search', () => {
  const frame = new Float32Array(6);

  it('[D1] takes at most five units from a frame', () => {
    const tensors = randomTensors(2);
    const bias = tensors.read('joint.bias', [7]);
    bias.fill(-100);
    bias[4] = 100;
    const search = createGreedySearch(createConvPredictor(7, config, tensors), createLinearJoint(7, 6, tensors), 0);
    expect(search.advance(frame, 0).map((unit) => unit.id)).toEqual([4, 4, 4, 4, 4]);
    expect(search.advance(frame, 0).map((unit) => unit.frame)).toEqual([1, 1, 1, 1, 1]);
  });

  it('[D1] knows the blank from the manifest only', () => {
    const tensors = randomTensors(2);
    const bias = tensors.read('joint.bias', [7]);
    bias.fill(-100);
    bias[4] = 100;
    const search = createGreedySearch(createConvPredictor(7, config, tensors), createLinearJoint(7, 6, tensors), 4);
    expect(search.advance(frame, 0)).toEqual([]);
  });
});
