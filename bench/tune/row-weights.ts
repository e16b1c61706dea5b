/** A word with the scores that it has anyway, the row of weights that its evidence adds, and the class that is right. */
export interface Judged {
  readonly own: readonly number[];
  readonly row: number;
  readonly right: number;
}

export interface RowFit {
  /** What the words' own scores are multiplied with. */
  readonly own: number;
  readonly rows: readonly (readonly number[])[];
  /** Mean negative log-likelihood in nats, without and with the fit. */
  readonly before: number;
  readonly after: number;
}

const steps = 600;
const rate = 0.05;

/** Multinomial logistic regression by Adam, each weight with a Gaussian prior around none. */
export function fitRows(words: readonly Judged[], rows: number, classes: number, prior: number): RowFit {
  // The factor of the own scores comes last.
  const weights = new Float64Array(rows * classes + 1);
  weights[rows * classes] = 1;
  const [mean, square] = [new Float64Array(weights.length), new Float64Array(weights.length)];
  const before = loss(words, weights, classes);
  for (let step = 1; step <= steps; step++) {
    const gradient = new Float64Array(weights.length);
    for (const word of words) {
      const chances = chancesOf(word, weights, classes);
      for (const [c, chance] of chances.entries()) {
        const error = chance - (c === word.right ? 1 : 0);
        gradient[word.row * classes + c]! += error;
        gradient[rows * classes]! += error * word.own[c]!;
      }
    }
    for (let i = 0; i < weights.length; i++) {
      const g = gradient[i]! + prior * (weights[i]! - (i === rows * classes ? 1 : 0));
      mean[i] = 0.9 * mean[i]! + 0.1 * g;
      square[i] = 0.999 * square[i]! + 0.001 * g * g;
      weights[i]! -= (rate * (mean[i]! / (1 - 0.9 ** step))) / (Math.sqrt(square[i]! / (1 - 0.999 ** step)) + 1e-8);
    }
  }
  return {
    own: weights[rows * classes]!,
    rows: Array.from({ length: rows }, (_, row) => Array.from(weights.subarray(row * classes, (row + 1) * classes))),
    before,
    after: loss(words, weights, classes),
  };
}

function chancesOf({ own, row }: Judged, weights: Float64Array, classes: number): number[] {
  const scores = own.map((score, c) => weights.at(-1)! * score + weights[row * classes + c]!);
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function loss(words: readonly Judged[], weights: Float64Array, classes: number): number {
  const sum = words.reduce((total, word) => total - Math.log(Math.max(1e-12, chancesOf(word, weights, classes)[word.right]!)), 0);
  return sum / Math.max(1, words.length);
}
