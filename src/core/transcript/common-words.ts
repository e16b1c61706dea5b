/** Where more words than this times this differ at once, the words that occur once in both divide them first. */
const mostCells = 4_000_000;

/**
 * For each word of `after` the place of the same word in `before`, or -1: a longest common subsequence. Of long texts that differ
 * throughout it is nearly the longest.
 */
export function commonWords(before: readonly string[], after: readonly string[]): number[] {
  const match = after.map(() => -1);
  align(before, after, { before: 0, after: 0 }, match);
  return match;
}

interface Place {
  readonly before: number;
  readonly after: number;
}

function align(before: readonly string[], after: readonly string[], at: Place, match: number[]): void {
  let start = 0;
  const most = Math.min(before.length, after.length);
  while (start < most && before[start] === after[start]) {
    match[at.after + start] = at.before + start;
    start++;
  }
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) {
    end++;
    match[at.after + after.length - end] = at.before + before.length - end;
  }
  const inside = { before: at.before + start, after: at.after + start };
  const old = before.slice(start, before.length - end);
  const now = after.slice(start, after.length - end);
  if (old.length === 0 || now.length === 0) return;
  if (old.length * now.length <= mostCells) longest(old, now, inside, match);
  else divide(old, now, inside, match);
}

function longest(old: readonly string[], now: readonly string[], at: Place, match: number[]): void {
  const [rows, columns] = [now.length, old.length];
  // length[i][j]: common words of now[i …] and old[j …]
  const length = new Uint16Array((rows + 1) * (columns + 1));
  const common = (i: number, j: number): number => length[i * (columns + 1) + j]!;
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      length[i * (columns + 1) + j] = now[i] === old[j] ? common(i + 1, j + 1) + 1 : Math.max(common(i + 1, j), common(i, j + 1));
    }
  }
  for (let i = 0, j = 0; i < rows && j < columns;) {
    if (now[i] === old[j]) match[at.after + i++] = at.before + j++;
    else if (common(i + 1, j) >= common(i, j + 1)) i++;
    else j++;
  }
}

/** Aligns what lies between the words that both texts have once, in the same order. */
function divide(old: readonly string[], now: readonly string[], at: Place, match: number[]): void {
  const places = once(old);
  const shared = [...once(now)].flatMap(([word, after]): readonly Place[] => {
    const place = places.get(word);
    return place === undefined ? [] : [{ before: place, after }];
  });
  const anchors = rising(shared);
  // Nothing holds them together: they are told as removed and written anew.
  if (anchors.length === 0) return;
  let from: Place = { before: 0, after: 0 };
  for (const anchor of [...anchors, { before: old.length, after: now.length }]) {
    const inside = { before: at.before + from.before, after: at.after + from.after };
    align(old.slice(from.before, anchor.before), now.slice(from.after, anchor.after), inside, match);
    if (anchor.after < now.length) match[at.after + anchor.after] = at.before + anchor.before;
    from = { before: anchor.before + 1, after: anchor.after + 1 };
  }
}

/** Words that occur once, with their places, in their order. */
function once(words: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const twice = new Set<string>();
  for (const [place, word] of words.entries()) {
    if (places.delete(word)) twice.add(word);
    else if (!twice.has(word)) places.set(word, place);
  }
  return places;
}

/** A longest part of the places in which `before` rises as `after` does. */
function rising(places: readonly Place[]): readonly Place[] {
  const ends: number[] = [];
  const previous: number[] = [];
  for (const [index, { before }] of places.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places[ends[middle]!]!.before < before) low = middle + 1;
      else high = middle;
    }
    previous[index] = low === 0 ? -1 : ends[low - 1]!;
    ends[low] = index;
  }
  const found: Place[] = [];
  for (let index = ends.at(-1) ?? -1; index >= 0; index = previous[index]!) found.push(places[index]!);
  return found.toReversed();
}
