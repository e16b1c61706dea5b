/** Prefix trees of a user's words, grown word by word and then laid out as arrays after a lexicon's own. */
export interface OverlayTree {
  /** Where further words of an entry begin: a root of its own. */
  addJunction(): number;
  /** A pronunciation that begins at a root. @param next where to go on after it: a junction, or -1 for the end of the entry */
  add(root: number, phones: readonly number[], ending: Ending): void;
  layOut(firstNode: number, firstEnding: number, best: (word: number) => number): OverlayArrays;
}

export interface Ending {
  readonly word: number;
  readonly cost: number;
  /** Junction, or -1. */
  readonly next: number;
}

/** As in `Lexicon`, for nodes from `firstNode` on. The first node leads nowhere; then come the junctions, then the entries' first phones. */
export interface OverlayArrays {
  readonly phone: Uint8Array;
  /** One more than nodes. */
  readonly child: Uint32Array;
  readonly wordStart: Uint32Array;
  readonly word: Uint32Array;
  readonly wordCost: Float32Array;
  readonly lookahead: Float32Array;
  /** By ending: node of the junction where it goes on, 0 where the entry ends. */
  readonly next: Uint32Array;
  readonly junctions: number;
  /** Arcs of the entries' root. */
  readonly firstArc: number;
  readonly endArc: number;
}

/** The root of all entries. */
export const overlayRoot = 0;

export function createOverlayTree(): OverlayTree {
  const phoneOf: number[] = [0];
  const firstChild: number[] = [-1];
  const sibling: number[] = [-1];
  const endings: (Ending[] | undefined)[] = [undefined];
  const junctions: number[] = [];

  function node(phone: number): number {
    phoneOf.push(phone);
    firstChild.push(-1);
    sibling.push(-1);
    endings.push(undefined);
    return phoneOf.length - 1;
  }

  function childBy(parent: number, phone: number): number {
    let last = -1;
    for (let at = firstChild[parent]!; at !== -1; at = sibling[at]!) {
      if (phoneOf[at] === phone) return at;
      last = at;
    }
    const made = node(phone);
    if (last === -1) firstChild[parent] = made;
    else sibling[last] = made;
    return made;
  }

  return {
    addJunction() {
      const junction = node(0);
      junctions.push(junction);
      return junction;
    },
    add(root, phones, ending) {
      let at = root;
      for (const phone of phones) at = childBy(at, phone);
      const there = (endings[at] ??= []);
      const isKnown = there.some(({ word, next }) => word === ending.word && next === ending.next);
      if (!isKnown) there.push(ending);
    },
    layOut(firstNode, firstEnding, best) {
      // In place of the root there is a node that nothing leads to: it takes itself, the junctions and the root's children as its own.
      const order = [overlayRoot, ...junctions];
      const child = [firstNode];
      const pushChildren = (parent: number): void => {
        for (let at = firstChild[parent]!; at !== -1; at = sibling[at]!) order.push(at);
      };
      const firstArc = order.length;
      pushChildren(overlayRoot);
      const endArc = order.length;
      for (let i = 1; i < order.length; i++) {
        child.push(firstNode + order.length);
        pushChildren(order[i]!);
      }
      child.push(firstNode + order.length);
      const placeOf = new Map(junctions.map((junction, i) => [junction, firstNode + 1 + i]));
      const wordStart = new Uint32Array(order.length + 1);
      const all: Ending[] = [];
      for (const [i, at] of order.entries()) {
        wordStart[i] = firstEnding + all.length;
        if (endings[at] !== undefined) all.push(...endings[at]);
      }
      wordStart[order.length] = firstEnding + all.length;
      const lookahead = new Float32Array(order.length).fill(-Infinity);
      for (let i = order.length - 1; i > junctions.length; i--) {
        for (const { word } of endings[order[i]!] ?? []) lookahead[i] = Math.max(lookahead[i]!, best(word));
        for (let c = child[i]!; c < child[i + 1]!; c++) lookahead[i] = Math.max(lookahead[i]!, lookahead[c - firstNode]!);
      }
      // As at the lexicon's root, nothing has been looked ahead to before an entry or its next word begins.
      lookahead.fill(0, 0, junctions.length + 1);
      return {
        phone: Uint8Array.from(order, (at) => phoneOf[at]!),
        child: Uint32Array.from(child),
        wordStart,
        word: Uint32Array.from(all, ({ word }) => word),
        wordCost: Float32Array.from(all, ({ cost }) => cost),
        lookahead,
        next: Uint32Array.from(all, ({ next }) => placeOf.get(next) ?? 0),
        junctions: junctions.length,
        firstArc: firstNode + firstArc,
        endArc: firstNode + endArc,
      };
    },
  };
}
