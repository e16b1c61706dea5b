/**
 * Band-limited sample rate conversion by a polyphase windowed sinc. Source: J. O. Smith, "Digital Audio Resampling",
 * https://ccrma.stanford.edu/~jos/resample/; window length from Kaiser's formula.
 */
export interface Resampler {
  readonly fromHz: number;
  readonly toHz: number;
  /** Takes samples of any count; returns those that are now complete (possibly none). */
  accept(samples: Float32Array): Float32Array;
  /** The rest, as if silence followed. `accept` starts a new signal afterwards. */
  finish(): Float32Array;
}

/** Everything from the lower Nyquist frequency up is attenuated by this. */
const stopBandDb = 80;
/** The pass band ends here, as a fraction of the lower Nyquist frequency. */
const passBand = 0.93;
/** With more phases than this the table is interpolated, which errs by less than the stop band. */
const maxPhases = 1024;

/** Both rates in Hz, integers above zero. The output of `N` samples is `ceil(N * toHz / fromHz)` samples. */
export function createResampler(fromHz: number, toHz: number): Resampler {
  if (fromHz === toHz) {
    return { fromHz, toHz, accept: (samples) => samples.slice(), finish: () => new Float32Array(0) };
  }
  const common = greatestCommonDivisor(fromHz, toHz);
  const up = toHz / common;
  const down = fromHz / common;
  const { table, phases, taps } = filterTable(fromHz, toHz, Math.min(up, maxPhases));
  const before = taps / 2 - 1; // samples left of the one at or before the output's place

  let buffer = new Float32Array(0); // input samples [bufferStart, received)
  let bufferStart = -before; // silence precedes the signal
  let received = 0;
  let produced = 0;
  const reset = (): void => {
    buffer = new Float32Array(before);
    bufferStart = -before;
    received = 0;
    produced = 0;
  };
  reset();

  function append(samples: Float32Array): void {
    const joined = new Float32Array(buffer.length + samples.length);
    joined.set(buffer);
    joined.set(samples, buffer.length);
    buffer = joined;
    received += samples.length;
  }

  function produce(until: number): Float32Array {
    const out = new Float32Array(Math.max(0, until - produced));
    if (up === 1) {
      filterRow(table, taps, buffer, produced * down - before - bufferStart, down, out);
      produced += out.length;
    }
    for (let i = up === 1 ? out.length : 0; i < out.length; i++, produced++) {
      // Whole and fractional input place of the output sample, in exact integer arithmetic.
      const numerator = produced * down;
      const whole = Math.floor(numerator / up);
      const place = ((numerator - whole * up) * phases) / up;
      const phase = Math.floor(place);
      const offset = whole - before - bufferStart;
      const first = dot(table, phase * taps, buffer, offset, taps);
      const weight = place - phase;
      out[i] = weight === 0 ? first : first + weight * (dot(table, (phase + 1) * taps, buffer, offset, taps) - first);
    }
    const keepFrom = Math.floor((produced * down) / up) - before;
    if (keepFrom > bufferStart) {
      buffer = buffer.slice(keepFrom - bufferStart);
      bufferStart = Math.min(keepFrom, received);
    }
    return out;
  }

  return {
    fromHz,
    toHz,
    accept(samples) {
      append(samples);
      // Output n reads input up to floor(n * down / up) + taps / 2.
      const reachable = received - taps / 2;
      return produce(reachable <= 0 ? 0 : Math.ceil((reachable * up) / down));
    },
    finish() {
      const total = Math.ceil((received * up) / down);
      append(new Float32Array(taps + Math.ceil(down / up)));
      const rest = produce(total);
      reset();
      return rest;
    },
  };
}

function dot(table: Float32Array, row: number, samples: Float32Array, offset: number, taps: number): number {
  let a = 0;
  let b = 0;
  for (let i = 0; i < taps; i += 2) {
    a += table[row + i]! * samples[offset + i]!;
    b += table[row + i + 1]! * samples[offset + i + 1]!;
  }
  return a + b;
}

/**
 * Outputs `step` samples apart, all by the table's first row, as whenever a rate is divided (48 to 16 kHz): four at a time share
 * its loads, which takes 0.7 of the time. Each is summed in the same order, so that none depends on how many there are.
 */
function filterRow(
  table: Float32Array,
  taps: number,
  samples: Float32Array,
  offset: number,
  step: number,
  out: Float32Array,
): void {
  const inFours = out.length - (out.length % 4);
  for (let n = 0; n < inFours; n += 4) {
    const first = offset + n * step;
    const second = first + step;
    const third = second + step;
    const fourth = third + step;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = 0; i < taps; i++) {
      const weight = table[i]!;
      a += weight * samples[first + i]!;
      b += weight * samples[second + i]!;
      c += weight * samples[third + i]!;
      d += weight * samples[fourth + i]!;
    }
    out[n] = a;
    out[n + 1] = b;
    out[n + 2] = c;
    out[n + 3] = d;
  }
  for (let n = inFours; n < out.length; n++) {
    let sum = 0;
    for (let i = 0; i < taps; i++) sum += table[i]! * samples[offset + n * step + i]!;
    out[n] = sum;
  }
}

/** Filter rows for output places `phase / phases` between two input samples, `(phases + 1, taps)`, `taps` even. */
function filterTable(fromHz: number, toHz: number, phases: number): { table: Float32Array; phases: number; taps: number } {
  const lowerNyquistHz = Math.min(fromHz, toHz) / 2;
  const cutoff = (lowerNyquistHz * (1 + passBand)) / fromHz; // of the input's Nyquist frequency
  const transition = (Math.PI * 2 * lowerNyquistHz * (1 - passBand)) / fromHz; // radians per input sample
  const halfWidth = Math.ceil((stopBandDb - 7.95) / (2.285 * transition) / 2);
  const beta = 0.1102 * (stopBandDb - 8.7);
  const taps = 2 * halfWidth;
  const table = new Float32Array((phases + 1) * taps);
  for (let phase = 0; phase <= phases; phase++) {
    const row = new Float64Array(taps);
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      const distance = tap - (halfWidth - 1) - phase / phases;
      const inside = 1 - (distance / halfWidth) ** 2;
      const value = inside < 0 ? 0 : sinc(cutoff * distance) * besselI0(beta * Math.sqrt(inside));
      row[tap] = value;
      sum += value;
    }
    for (let tap = 0; tap < taps; tap++) table[phase * taps + tap] = row[tap]! / sum;
  }
  return { table, phases, taps };
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Modified Bessel function of order zero, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
