/** A recognised word's evidence (log-odds before calibration), and whether it was said. */
export interface JudgedWord {
  readonly evidence: number;
  readonly isRight: boolean;
}

export interface Calibration {
  readonly scale: number;
  readonly offset: number;
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Logistic regression on one number by Newton's method; targets a little inside 0 and 1, as Platt (1999) has them. */
export function fitCalibration(words: readonly JudgedWord[]): Calibration {
  const right = words.filter(({ isRight }) => isRight).length;
  const targets = [1 / (words.length - right + 2), (right + 1) / (right + 2)] as const;
  let scale = 1;
  let offset = 0;
  for (let step = 0; step < 50; step++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-6, 0, 1e-6];
    for (const { evidence, isRight } of words) {
      const p = sigmoid(scale * evidence + offset);
      const error = p - targets[isRight ? 1 : 0];
      const weight = p * (1 - p);
      g0 += error;
      g1 += error * evidence;
      h00 += weight;
      h01 += weight * evidence;
      h11 += weight * evidence * evidence;
    }
    const determinant = h00 * h11 - h01 * h01;
    offset -= (h11 * g0 - h01 * g1) / determinant;
    scale -= (h00 * g1 - h01 * g0) / determinant;
  }
  return { scale, offset };
}

/** Probability that a right word has more evidence than a wrong one; NaN unless there are both. */
export function areaUnderCurve(words: readonly JudgedWord[]): number {
  const sorted = words.toSorted((a, b) => a.evidence - b.evidence);
  let rankSum = 0;
  let right = 0;
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (to < sorted.length && sorted[to]!.evidence === sorted[from]!.evidence) to++;
    for (let i = from; i < to; i++) {
      if (!sorted[i]!.isRight) continue;
      right++;
      rankSum += (from + to + 1) / 2;
    }
    from = to;
  }
  const wrong = sorted.length - right;
  return right === 0 || wrong === 0 ? NaN : (rankSum - (right * (right + 1)) / 2) / (right * wrong);
}

/** Expected calibration error (Guo et al. 2017): how far confidence is from accuracy, over ten equal intervals. */
export function calibrationError(words: readonly JudgedWord[], { scale, offset }: Calibration): number {
  const bins = Array.from({ length: 10 }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (const { evidence, isRight } of words) {
    const confidence = sigmoid(scale * evidence + offset);
    const bin = bins[Math.min(9, Math.floor(confidence * 10))]!;
    bin.count++;
    bin.confidence += confidence;
    bin.right += isRight ? 1 : 0;
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0) / words.length;
}
