/**
 * Fourier transform of real numbers in single precision, to the bit that of kissfft (`kiss_fft.c`, `kiss_fftr.c`, factors 4 and 2) in
 * kaldi-native-fbank's builds for Linux on x86-64. These let the compiler change the order of sums: it takes `a + (b - c)` for `(a + b) - c`
 * and `a - (b - c)` for `(a + c) - b`, so that is the order here. Builds by other compilers differ from it in the last digit.
 */
export interface RealFft {
  /** Writes the power spectrum, `size / 2 + 1` points, of `size` samples. */
  power(samples: Float32Array, out: Float32Array): void;
}

const { fround } = Math;

/** @param size a power of two, 4 at least. */
export function createRealFft(size: number): RealFft {
  const half = size / 2;
  const factors = factorsOf(half);
  const cosines = Float32Array.from({ length: half }, (_, i) => Math.cos((-2 * Math.PI * i) / half));
  const sines = Float32Array.from({ length: half }, (_, i) => Math.sin((-2 * Math.PI * i) / half));
  const splitPhase = (i: number): number => -Math.PI * ((i + 1) / half + 0.5);
  const splitCosines = Float32Array.from({ length: half / 2 }, (_, i) => Math.cos(splitPhase(i)));
  const splitSines = Float32Array.from({ length: half / 2 }, (_, i) => Math.sin(splitPhase(i)));
  const real = new Float32Array(half);
  const imaginary = new Float32Array(half);

  /** Transforms the samples `from`, `from + stride` …, pairs taken for complex numbers, into `count` points from `at` on. */
  function transform(samples: Float32Array, from: number, stride: number, level: number, at: number, count: number): void {
    const factor = factors[level];
    if (factor === undefined) {
      real[at] = samples[2 * from]!;
      imaginary[at] = samples[2 * from + 1]!;
      return;
    }
    const part = count / factor;
    for (let i = 0; i < factor; i++) transform(samples, from + i * stride, stride * factor, level + 1, at + i * part, part);
    if (factor === 4) joinFour(at, part, stride);
    else joinTwo(at, part, stride);
  }

  function joinTwo(at: number, part: number, stride: number): void {
    for (let k = 0; k < part; k++) {
      const [a, b] = [at + k, at + k + part];
      const [c, s] = [cosines[k * stride]!, sines[k * stride]!];
      const re = fround(fround(real[b]! * c) - fround(imaginary[b]! * s));
      const im = fround(fround(real[b]! * s) + fround(imaginary[b]! * c));
      real[b] = real[a]! - re;
      imaginary[b] = imaginary[a]! - im;
      real[a]! += re;
      imaginary[a]! += im;
    }
  }

  function joinFour(at: number, part: number, stride: number): void {
    for (let k = 0; k < part; k++) {
      const [a, b, c, d] = [at + k, at + k + part, at + k + 2 * part, at + k + 3 * part];
      const [cb, sb] = [cosines[k * stride]!, sines[k * stride]!];
      const [cc, sc] = [cosines[2 * k * stride]!, sines[2 * k * stride]!];
      const [cd, sd] = [cosines[3 * k * stride]!, sines[3 * k * stride]!];
      const bIm = fround(fround(real[b]! * sb) + fround(imaginary[b]! * cb));
      const cIm = fround(fround(real[c]! * sc) + fround(imaginary[c]! * cc));
      const dIm = fround(fround(real[d]! * sd) + fround(imaginary[d]! * cd));
      const bRe = fround(fround(real[b]! * cb) - fround(imaginary[b]! * sb));
      const [cRe, cTurned] = [fround(real[c]! * cc), fround(imaginary[c]! * sc)];
      const [dRe, dTurned] = [fround(real[d]! * cd), fround(imaginary[d]! * sd)];
      const moreRe = fround(fround(real[a]! + cRe) - cTurned);
      const moreIm = fround(imaginary[a]! + cIm);
      const lessRe = fround(fround(real[a]! + cTurned) - cRe);
      const lessIm = fround(imaginary[a]! - cIm);
      const sumRe = fround(fround(bRe - dTurned) + dRe);
      const sumIm = fround(bIm + dIm);
      const differenceRe = fround(fround(bRe - dRe) + dTurned);
      real[c] = moreRe - sumRe;
      imaginary[c] = moreIm - sumIm;
      real[a] = moreRe + sumRe;
      imaginary[a] = moreIm + sumIm;
      real[b] = fround(lessRe + bIm) - dIm;
      imaginary[b] = lessIm - differenceRe;
      real[d] = fround(lessRe + dIm) - bIm;
      imaginary[d] = lessIm + differenceRe;
    }
  }

  const squared = (re: number, im: number): number => fround(fround(re * re) + fround(im * im));

  return {
    power(samples, out) {
      transform(samples, 0, 1, 0, 0, half);
      out[0] = squared(fround(real[0]! + imaginary[0]!), 0);
      out[half] = squared(fround(real[0]! - imaginary[0]!), 0);
      // The halves of the spectrum of real numbers, from that of pairs taken for complex ones.
      for (let k = 1; k <= half / 2; k++) {
        const mirror = half - k;
        const evenRe = fround(real[k]! + real[mirror]!);
        const evenIm = fround(imaginary[k]! - imaginary[mirror]!);
        const oddRe = fround(real[k]! - real[mirror]!);
        const oddIm = fround(imaginary[k]! + imaginary[mirror]!);
        const [c, s] = [splitCosines[k - 1]!, splitSines[k - 1]!];
        const [product, crossed] = [fround(oddRe * c), fround(oddIm * s)];
        const turnedIm = fround(fround(oddRe * s) + fround(oddIm * c));
        out[k] = squared(0.5 * fround(fround(evenRe + product) - crossed), 0.5 * fround(evenIm + turnedIm));
        out[mirror] = squared(0.5 * fround(fround(evenRe + crossed) - product), 0.5 * fround(turnedIm - evenIm));
      }
    },
  };
}

/** Fours first, then a two where one is left. */
function factorsOf(count: number): number[] {
  const factors: number[] = [];
  for (let left = count; left > 1;) {
    const factor = left % 4 === 0 ? 4 : 2;
    factors.push(factor);
    left /= factor;
  }
  return factors;
}
