import type { VoteToken } from './vote-tokens';
import { likeness } from './word-variants';

/** One reading to be aligned. */
export interface NetworkReading {
  readonly tokens: readonly VoteToken[];
  /** Whether the words' times were measured, so that they may help to align them. */
  readonly hasTimes: boolean;
  /** Whether it says nothing of what follows its last token. */
  readonly isCut: boolean;
}

/** One reading's token in a slot. */
export interface Said {
  readonly reading: number;
  readonly token: VoteToken;
}

/** A place of the network: what each reading has there. Readings that are in none of the lists have no word there. */
export interface NetworkSlot {
  readonly said: readonly Said[];
  /** Readings that say nothing of this place, since they were cut before it. */
  readonly abstaining: readonly number[];
}

/** Costs of the alignment, in units of a wrong word. */
const insertion = 0.75;
/** A word that is not in a slot where others have none either. */
const againstNull = 0.2;
const substitution = { base: 0.4, unlikeness: 0.8 };
/** A word that was said at another time than those in a slot, a second away from them. */
const elsewhere = 0.6;
const mostElsewhere = 1.2;

interface OpenSlot {
  readonly said: Said[];
  /** Distinct keys as numbers. */
  readonly keys: number[];
  /** Means of measured times; NaN where there are none. */
  startMs: number;
  endMs: number;
  timed: number;
}

/**
 * Readings aligned word by word into a row of slots (Fiscus 1997: each in turn to all before it, so the first should be the best).
 * Words that are written alike go together, and so do, of those with measured times, words said at the same time.
 * Work grows with the product of the lengths.
 */
export function alignedReadings(readings: readonly NetworkReading[]): readonly NetworkSlot[] {
  const keys = createKeys(readings);
  let slots: OpenSlot[] = [];
  for (const [reading, { tokens, hasTimes }] of readings.entries()) {
    slots = withReading(slots, tokens, reading, hasTimes, keys);
  }
  const lastSlot = readings.map(() => -1);
  for (const [index, { said }] of slots.entries()) for (const { reading } of said) lastSlot[reading] = index;
  return slots.map(({ said }, index) => ({
    said: said.toSorted((a, b) => a.reading - b.reading),
    abstaining: readings.flatMap(({ isCut }, reading) => (isCut && index > lastSlot[reading]! ? [reading] : [])),
  }));
}

function withReading(
  slots: OpenSlot[],
  tokens: readonly VoteToken[],
  reading: number,
  hasTimes: boolean,
  keys: Keys,
): OpenSlot[] {
  const ids = tokens.map(({ key }) => keys.idOf.get(key)!);
  const columns = tokens.length + 1;
  // cost[i][j]: the first i slots with the first j tokens
  const cost = new Float64Array((slots.length + 1) * columns);
  const skips = slots.map(({ said }) => insertion - (insertion - againstNull) * (1 - said.length / Math.max(1, reading)));
  for (let j = 1; j < columns; j++) cost[j] = j * insertion;
  const matches = new Float64Array(slots.length * tokens.length);
  for (const [i, slot] of slots.entries()) {
    cost[(i + 1) * columns] = cost[i * columns]! + skips[i]!;
    for (let j = 0; j < tokens.length; j++) {
      const match = matchCost(slot, ids[j]!, tokens[j]!, hasTimes, keys);
      matches[i * tokens.length + j] = match;
      cost[(i + 1) * columns + j + 1] = Math.min(
        cost[i * columns + j]! + match,
        cost[i * columns + j + 1]! + skips[i]!,
        cost[(i + 1) * columns + j]! + insertion,
      );
    }
  }
  const aligned: OpenSlot[] = [];
  for (let i = slots.length, j = tokens.length; i > 0 || j > 0;) {
    const here = cost[i * columns + j]!;
    if (i > 0 && j > 0 && here === cost[(i - 1) * columns + j - 1]! + matches[(i - 1) * tokens.length + j - 1]!) {
      add(slots[--i]!, ids[--j]!, { reading, token: tokens[j]! }, hasTimes);
      aligned.push(slots[i]!);
    } else if (i > 0 && here === cost[(i - 1) * columns + j]! + skips[i - 1]!) {
      aligned.push(slots[--i]!);
    } else {
      const slot: OpenSlot = { said: [], keys: [], startMs: NaN, endMs: NaN, timed: 0 };
      add(slot, ids[--j]!, { reading, token: tokens[j]! }, hasTimes);
      aligned.push(slot);
    }
  }
  return aligned.reverse();
}

function add(slot: OpenSlot, id: number, said: Said, hasTimes: boolean): void {
  slot.said.push(said);
  if (!slot.keys.includes(id)) slot.keys.push(id);
  if (!hasTimes) return;
  const { startMs, endMs } = spanOf(said.token);
  slot.timed++;
  slot.startMs = slot.timed === 1 ? startMs : slot.startMs + (startMs - slot.startMs) / slot.timed;
  slot.endMs = slot.timed === 1 ? endMs : slot.endMs + (endMs - slot.endMs) / slot.timed;
}

const spanOf = ({ words }: VoteToken): { startMs: number; endMs: number } => ({
  startMs: words[0]!.startMs,
  endMs: words.at(-1)!.endMs,
});

function matchCost(slot: OpenSlot, id: number, token: VoteToken, hasTimes: boolean, keys: Keys): number {
  let likest = slot.keys.includes(id) ? 1 : 0;
  if (likest === 0) for (const key of slot.keys) likest = Math.max(likest, keys.likeness(key, id));
  const wrong = likest === 1 ? 0 : substitution.base + substitution.unlikeness * (1 - likest);
  if (!hasTimes || slot.timed === 0) return wrong;
  const { startMs, endMs } = spanOf(token);
  const apartMs = Math.max(0, startMs - slot.endMs, slot.startMs - endMs);
  return wrong + Math.min(mostElsewhere, (elsewhere * apartMs) / 1000);
}

/** Keys as numbers, and how alike any two are, each pair measured once. */
interface Keys {
  readonly idOf: ReadonlyMap<string, number>;
  likeness(a: number, b: number): number;
}

function createKeys(readings: readonly NetworkReading[]): Keys {
  const texts = [...new Set(readings.flatMap(({ tokens }) => tokens.map(({ key }) => key)))];
  const measured = new Float32Array(texts.length * texts.length).fill(NaN);
  return {
    idOf: new Map(texts.map((text, id) => [text, id])),
    likeness(a, b) {
      const pair = a * texts.length + b;
      const known = measured[pair]!;
      return Number.isNaN(known) ? (measured[pair] = likeness(texts[a]!, texts[b]!)) : known;
    },
  };
}
