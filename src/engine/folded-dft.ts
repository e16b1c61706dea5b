/**
 * A discrete Fourier transform with the steps before it as one matrix, `(length, 2 · bins)`, computed in double precision: the real
 * parts of bins 0, 1, …, then the imaginary parts.
 * @param length samples in a frame. @param points of the transform; frames are filled with zeros up to there.
 * @param fold turns a row of the transform `(length)` into the same of frames before those steps, in place.
 */
export function foldedDft(length: number, points: number, bins: number, fold: (row: Float64Array) => void): Float32Array {
  const columns = 2 * bins;
  const matrix = new Float32Array(length * columns);
  const cosines = Float64Array.from({ length: points }, (_, n) => Math.cos((2 * Math.PI * n) / points));
  const sines = Float64Array.from({ length: points }, (_, n) => -Math.sin((2 * Math.PI * n) / points));
  const row = new Float64Array(length);
  for (let bin = 0; bin < bins; bin++) {
    for (const [table, column] of [
      [cosines, bin],
      [sines, bins + bin],
    ] as const) {
      for (let n = 0; n < length; n++) row[n] = table[(n * bin) % points]!;
      fold(row);
      for (let n = 0; n < length; n++) matrix[n * columns + column] = row[n]!;
    }
  }
  return matrix;
}
