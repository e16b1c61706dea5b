import type { OnnxNode, OnnxTensor } from './onnx-writer';

export type OnnxGraphBuilder = ReturnType<typeof createOnnxGraph>;

/** Collects the nodes and constants of a graph; values are named by numbers. */
export function createOnnxGraph() {
  const nodes: OnnxNode[] = [];
  const tensors: OnnxTensor[] = [];
  let count = 0;
  const op = (kind: string, inputs: readonly string[], attributes: NonNullable<OnnxNode['attributes']> = {}): string => {
    const output = `t${count++}`;
    nodes.push({ op: kind, inputs, output, attributes });
    return output;
  };
  const constant = (data: Float32Array | BigInt64Array, shape: readonly number[]): string => {
    const name = `w${count++}`;
    tensors.push({ name, shape, data });
    return name;
  };
  const index = (value: number): string => constant(BigInt64Array.of(BigInt(value)), [1]);
  return {
    nodes,
    tensors,
    op,
    constant,
    slice: (x: string, axis: number, start: number, end: number, step = 1): string =>
      op('Slice', [x, index(start), index(end), index(axis), index(step)]),
    /** Gives a value a name of its own. */
    copy(x: string, name: string): void {
      nodes.push({ op: 'Identity', inputs: [x], output: name });
    },
  };
}
