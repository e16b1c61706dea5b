/**
 * When each piece was said, from where the decoder looked when it wrote it: dynamic time warping through the attention of the heads
 * that follow time (Whisper, `timing.py`).
 * @param attention one row a piece, `(frames)` each, all of one length.
 * @returns the first frame of each piece, and the frame after the last one's.
 */
export function attentionTimes(attention: readonly Float32Array[]): number[] {
  const rows = attention.length;
  const frames = attention[0]?.length ?? 0;
  if (rows === 0 || frames === 0) return [];
  const look = normalized(attention, frames);
  // cost[i][j]: the dearest way's opposite, ending with piece i in frame j; a way goes on in time, in pieces, or in both.
  const cost = new Float64Array((rows + 1) * (frames + 1)).fill(Infinity);
  const step = new Uint8Array(cost.length);
  const width = frames + 1;
  cost[0] = 0;
  for (let i = 1; i <= rows; i++) {
    for (let j = 1; j <= frames; j++) {
      const both = cost[(i - 1) * width + j - 1]!;
      const piece = cost[(i - 1) * width + j]!;
      const time = cost[i * width + j - 1]!;
      const least = Math.min(both, piece, time);
      step[i * width + j] = least === both ? 0 : least === piece ? 1 : 2;
      cost[i * width + j] = least - look[i - 1]![j - 1]!;
    }
  }
  const firsts = new Array<number>(rows).fill(0);
  let [i, j] = [rows, frames];
  while (i > 0 && j > 0) {
    firsts[i - 1] = j - 1;
    const way = step[i * width + j];
    if (way !== 2) i--;
    if (way !== 1) j--;
  }
  return [...firsts, frames];
}

/** Frames that a median is taken of, against single frames that stick out. */
const medianFrames = 7;

/** Each frame's attention made comparable between pieces, then smoothed in time. */
function normalized(attention: readonly Float32Array[], frames: number): Float64Array[] {
  const rows = attention.length;
  const out = attention.map(() => new Float64Array(frames));
  for (let j = 0; j < frames; j++) {
    let [sum, squares] = [0, 0];
    for (const row of attention) {
      sum += row[j]!;
      squares += row[j]! ** 2;
    }
    const mean = sum / rows;
    const deviation = Math.sqrt(Math.max(0, squares / rows - mean ** 2)) + 1e-9;
    for (const [i, row] of attention.entries()) out[i]![j] = rows === 1 ? row[j]! : (row[j]! - mean) / deviation;
  }
  return out.map((row) => medianFiltered(row));
}

function medianFiltered(values: Float64Array): Float64Array {
  const half = Math.floor(medianFrames / 2);
  return values.map((_, at) => {
    const around = values.slice(Math.max(0, at - half), at + half + 1).sort();
    return around[Math.floor(around.length / 2)]!;
  });
}
