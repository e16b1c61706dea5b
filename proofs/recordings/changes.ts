import { joined } from '../fuzz/mutations';
import type { Random } from '../fuzz/random';

/** What happens to recordings: transfers that end early, damaged disks, parts in the wrong order, files put together with `cat`. */
export const changes: Readonly<Record<string, (bytes: Uint8Array, random: Random) => Uint8Array>> = {
  cut: (bytes, random) => bytes.slice(0, random.below(bytes.length)),
  flip: (bytes, random) => {
    const changed = bytes.slice();
    for (let i = 1 + random.below(20); i > 0; i--) changed[random.below(bytes.length)]! ^= 1 << random.below(8);
    return changed;
  },
  hole: (bytes, random) => {
    const start = random.below(bytes.length);
    return bytes.slice().fill(0, start, start + 1 + random.below(3000));
  },
  swap: (bytes, random) => {
    const length = 1 + random.below(Math.min(1500, bytes.length / 4));
    const [a, b] = [random.below(bytes.length - length), random.below(bytes.length - length)];
    const changed = bytes.slice();
    changed.set(bytes.subarray(a, a + length), b);
    changed.set(bytes.subarray(b, b + length), a);
    return changed;
  },
  /** Two recordings, of which either may have lost its end. */
  join: (bytes, random) => {
    const part = (): Uint8Array => (random.below(3) === 0 ? bytes.slice(0, random.below(bytes.length)) : bytes);
    return joined(part(), part());
  },
};
