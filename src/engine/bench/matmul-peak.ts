import * as tf from '@tensorflow/tfjs-core';
import type { BackendName } from '../../core/backend';
import { percentile } from '../../core/metrics';
import { activateBackend } from '../backends';

/** How fast a backend multiplies matrices: `(rows, inner)` by `(inner, columns)`. */
export interface MatmulSpeed {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  /** 10⁹ additions and multiplications a second, the median of several rounds. */
  readonly gflops: number;
}

/** About as long as a chunk, so that a busy machine slows both alike. */
const shortestRoundMs = 4;
const mostRounds = 50;

/** Square products whose speed is a backend's peak: smaller ones are slower, larger ones no faster. */
const squares: Readonly<Record<BackendName, readonly number[]>> = {
  webgpu: [512, 1024, 2048],
  webgl: [512, 1024, 2048],
  wasm: [512],
  cpu: [256],
};

/** Speed of one product. Rounds are of several products with one read-back, because a GPU runs them in a queue. */
export async function matmulSpeed(
  backend: BackendName,
  [rows, inner, columns]: readonly [number, number, number],
  limitMs = 800,
): Promise<MatmulSpeed> {
  activateBackend(backend);
  const a = tf.fill([rows, inner], 0.5);
  const b = tf.fill([inner, columns], 0.25);
  const flops = 2 * rows * inner * columns;
  try {
    let products = 1;
    const rounds: number[] = [];
    const startMs = performance.now();
    while (rounds.length < 3 || (rounds.length < mostRounds && performance.now() - startMs < limitMs)) {
      const roundMs = await timedProducts(backend, a, b, products);
      if (roundMs < shortestRoundMs) products *= 2;
      else rounds.push(roundMs / products);
    }
    return { rows, inner, columns, gflops: flops / percentile(rounds, 0.5) / 1e6 };
  } finally {
    tf.dispose([a, b]);
  }
}

async function timedProducts(backend: BackendName, a: tf.Tensor, b: tf.Tensor, count: number): Promise<number> {
  activateBackend(backend);
  const startMs = performance.now();
  for (let i = 1; i < count; i++) tf.matMul(a, b).dispose();
  const last = tf.matMul(a, b);
  await last.data();
  last.dispose();
  return performance.now() - startMs;
}

/** The fastest of some large products. */
export async function matmulPeak(backend: BackendName): Promise<MatmulSpeed> {
  let peak: MatmulSpeed | null = null;
  for (const size of squares[backend]) {
    const speed = await matmulSpeed(backend, [size, size, size]);
    if (peak === null || speed.gflops > peak.gflops) peak = speed;
  }
  return peak!;
}
