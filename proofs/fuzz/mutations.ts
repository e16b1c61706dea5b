import type { Random } from './random';

/** Ways to damage bytes and JSON values, each decided by random numbers alone. */

const absurd32 = [0, 1, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
/** Lengths, counts and rates stand in the first bytes of most formats. */
const headerBytes = 160;

type ByteMutation = (bytes: Uint8Array, random: Random) => Uint8Array;

const byteMutations: Readonly<Record<string, ByteMutation>> = {
  cut: (bytes, random) => bytes.slice(0, random.below(bytes.length)),
  'cut in the header': (bytes, random) => bytes.slice(0, random.below(Math.min(headerBytes, bytes.length))),
  empty: () => new Uint8Array(0),
  'flip bits': (bytes, random) => {
    const changed = bytes.slice();
    for (let i = 1 + random.below(30); i > 0 && bytes.length > 0; i--)
      changed[random.below(bytes.length)]! ^= 1 << random.below(8);
    return changed;
  },
  'flip header bits': (bytes, random) => {
    const changed = bytes.slice();
    for (let i = 1 + random.below(6); i > 0 && bytes.length > 0; i--) {
      changed[random.below(Math.min(headerBytes, bytes.length))]! ^= 1 << random.below(8);
    }
    return changed;
  },
  'absurd number': (bytes, random) => {
    const changed = bytes.slice();
    if (bytes.length < 4) return changed;
    const view = new DataView(changed.buffer);
    const end = random.below(4) === 0 ? bytes.length : Math.min(headerBytes, bytes.length);
    for (let i = 1 + random.below(3); i > 0; i--)
      view.setUint32(random.below(end - 3), random.of(absurd32), random.below(2) === 0);
    return changed;
  },
  'random stretch': (bytes, random) => {
    const changed = bytes.slice();
    const start = random.below(bytes.length);
    const end = Math.min(bytes.length, start + 1 + random.below(2000));
    for (let i = start; i < end; i++) changed[i] = random.below(256);
    return changed;
  },
  'zero stretch': (bytes, random) => {
    const start = random.below(bytes.length);
    return bytes.slice().fill(0, start, start + 1 + random.below(4000));
  },
  'stretch left out': (bytes, random) => {
    const start = random.below(bytes.length);
    return joined(bytes.slice(0, start), bytes.slice(start + 1 + random.below(500)));
  },
  'stretch twice': (bytes, random) => {
    const start = random.below(bytes.length);
    const end = start + 1 + random.below(2000);
    return joined(bytes.slice(0, end), bytes.slice(start));
  },
  'only noise': (_, random) => Uint8Array.from({ length: random.below(5000) }, () => random.below(256)),
};

/** One damage, or now and then two on top of each other. */
export function mutatedBytes(bytes: Uint8Array, random: Random): { readonly how: string; readonly bytes: Uint8Array } {
  const names = Object.keys(byteMutations);
  const steps = [random.of(names), ...(random.below(4) === 0 ? [random.of(names)] : [])];
  return { how: steps.join(', '), bytes: steps.reduce((damaged, name) => byteMutations[name]!(damaged, random), bytes) };
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}

/** Values that JSON can hold and nobody expects. */
const oddValues: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => '',
  () => 'x'.repeat(100_000),
  () => '\u202E\u0000\uD800 😀',
  () => '../../etc/passwd',
  () => 0,
  () => -1,
  () => 0.5,
  () => 1e308,
  () => 2 ** 53,
  () => 2 ** 31,
  () => 100_000,
  () => [],
  () => ({}),
  () => [[[[[[[[]]]]]]]],
  () => Array.from({ length: 20_000 }, (_, i) => i),
  () => JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') as unknown,
  () => deep(2_000),
];

/** Values that come between processes and that JSON does not know. */
export const clonedValues: readonly (() => unknown)[] = [
  () => undefined,
  () => NaN,
  () => Infinity,
  () => 10n ** 30n,
  () => new Date(NaN),
  () => new Map([['version', 1]]),
  () => new Set([1]),
  () => new Uint8Array(1000),
  () => /x*/,
  () => new Error('not a value'),
  () => cyclic(),
  () => new Array(1_000_000),
];

function deep(levels: number): unknown {
  let value: unknown = 'bottom';
  for (let i = 0; i < levels; i++) value = { next: value };
  return value;
}

function cyclic(): unknown {
  const value: Record<string, unknown> = { version: 1 };
  value['self'] = value;
  return value;
}

/** A copy of a JSON value with one to three of its parts replaced, removed, repeated or added. */
export function mutatedValue(value: unknown, random: Random, more: readonly (() => unknown)[] = []): unknown {
  const odd = [...oddValues, ...more];
  const holder = { value: structuredClone(value) };
  for (let i = 1 + random.below(3); i > 0; i--) {
    const places = placesIn(holder);
    const { parent, key } = random.of(places);
    const kind = random.below(6);
    if (kind === 0 && parent !== holder) remove(parent, key);
    else if (kind === 1 && Array.isArray(parent)) parent.push(structuredClone(parent[Number(key)]));
    else if (kind === 2) insert(parent, random.of(odd)());
    else if (kind === 3) parent[key] = nudged(parent[key], random);
    else parent[key] = random.of(odd)();
  }
  return holder.value;
}

type Holder = Record<string, unknown>;

/** Where values stand; not inside very large ones, which were put there by an earlier change. */
function placesIn(root: object): { parent: Holder; key: string }[] {
  const places: { parent: Holder; key: string }[] = [];
  const seen = new Set<unknown>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || seen.has(node) || ArrayBuffer.isView(node)) return;
    seen.add(node);
    const keys = Object.keys(node);
    for (const key of keys.slice(0, 200)) {
      if (places.length > 5_000) return;
      places.push({ parent: node as Holder, key });
      visit((node as Holder)[key]);
    }
  };
  visit(root);
  return places;
}

function remove(parent: Holder, key: string): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}

function insert(parent: Holder, value: unknown): void {
  if (Array.isArray(parent)) parent.push(value);
  else parent['unexpected'] = value;
}

function nudged(value: unknown, random: Random): unknown {
  if (typeof value === 'number') return random.of([value + 1, value - 1, -value, value * 1000, value / 3, String(value)]);
  if (typeof value === 'string') return random.of([`${value}x`, value.slice(1), value.toUpperCase(), `${value}\u0000`, [value]]);
  if (typeof value === 'boolean') return !value;
  return value === null ? 0 : [value];
}
