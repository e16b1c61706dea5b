/** Which words of a hypothesis are right, by the cheapest alignment with the reference (Levenshtein). */
export function rightWords(reference: readonly string[], hypothesis: readonly string[]): boolean[] {
  const right = hypothesis.map(() => false);
  for (const [i, j] of alignedWords(reference, hypothesis)) right[j] = reference[i] === hypothesis[j];
  return right;
}

/** Places in the reference and in the hypothesis of words that are the same, or stand for each other, in order. */
export function alignedWords(reference: readonly string[], hypothesis: readonly string[]): (readonly [number, number])[] {
  const columns = hypothesis.length + 1;
  const cost = new Uint32Array((reference.length + 1) * columns);
  for (let i = 0; i <= reference.length; i++) {
    for (let j = 0; j <= hypothesis.length; j++) {
      if (i === 0 || j === 0) cost[i * columns + j] = i + j;
      else {
        const diagonal = cost[(i - 1) * columns + j - 1]! + (reference[i - 1] === hypothesis[j - 1] ? 0 : 1);
        cost[i * columns + j] = Math.min(diagonal, cost[(i - 1) * columns + j]! + 1, cost[i * columns + j - 1]! + 1);
      }
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let i = reference.length, j = hypothesis.length; i > 0 && j > 0;) {
    const here = cost[i * columns + j]!;
    const isSame = reference[i - 1] === hypothesis[j - 1];
    if (here === cost[(i - 1) * columns + j - 1]! + (isSame ? 0 : 1)) {
      pairs.push([i - 1, j - 1]);
      i--;
      j--;
    } else if (here === cost[(i - 1) * columns + j]! + 1) i--;
    else j--;
  }
  return pairs.toReversed();
}
