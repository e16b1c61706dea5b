import type { WordCursor } from './word-cursor';

interface Node<Value> {
  readonly next: Map<string, Node<Value>>;
  entry: { readonly value: Value } | null;
}

/** Finds which of many phrases begins at a word, in time that does not depend on how many there are. */
export class PhraseTrie<Value> {
  readonly #root: Node<Value> = { next: new Map(), entry: null };

  /** @param words lower case; a phrase that is there already is replaced. */
  add(words: readonly string[], value: Value): void {
    let node = this.#root;
    for (const word of words) {
      let next = node.next.get(word);
      if (next === undefined) node.next.set(word, (next = { next: new Map(), entry: null }));
      node = next;
    }
    if (words.length > 0) node.entry = { value };
  }

  /** The longest phrase that begins at `from`. */
  longest(cursor: WordCursor, from: number): { readonly value: Value; readonly words: number } | null {
    return this.all(cursor, from)[0] ?? null;
  }

  /** All phrases that begin at `from`, the longest first. */
  all(cursor: WordCursor, from: number): readonly { readonly value: Value; readonly words: number }[] {
    let node = this.#root;
    const found: { value: Value; words: number }[] = [];
    for (let at = from; node.next.size > 0; at++) {
      const word = cursor.word(at, from);
      const next = word === null ? undefined : node.next.get(word);
      if (next === undefined) break;
      node = next;
      if (node.entry !== null) found.unshift({ value: node.entry.value, words: at + 1 - from });
    }
    return found;
  }
}
