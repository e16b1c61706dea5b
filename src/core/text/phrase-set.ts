import type { WordCursor } from './word-cursor';

/** Phrases that a condition asks for before or after a place. */
export interface PhraseSet {
  /** Whether one of them ends just before `index`. */
  endsAt(cursor: WordCursor, index: number): boolean;
  /** Whether one of them begins at `index`, in the phrase that began at `from`. */
  beginsAt(cursor: WordCursor, index: number, from: number): boolean;
}

/** Those made already: a language's sets are the same for every text. */
const known = new WeakMap<readonly string[], PhraseSet>();

export function phraseSet(phrases: readonly string[]): PhraseSet {
  const made = known.get(phrases) ?? createPhraseSet(phrases);
  known.set(phrases, made);
  return made;
}

function createPhraseSet(phrases: readonly string[]): PhraseSet {
  const split = phrases.map((phrase) => phrase.split(' '));
  const byFirst = groupBy(split, (words) => words[0]!);
  const byLast = groupBy(split, (words) => words.at(-1)!);
  return {
    endsAt(cursor, index) {
      const last = cursor.word(index - 1, index - 1) ?? '';
      return (byLast.get(last) ?? []).some((words) =>
        words.every((word, offset) => cursor.word(index - words.length + offset, index - words.length) === word),
      );
    },
    beginsAt(cursor, index, from) {
      const first = cursor.word(index, from) ?? '';
      return (byFirst.get(first) ?? []).some((words) =>
        words.every((word, offset) => cursor.word(index + offset, from) === word),
      );
    },
  };
}

function groupBy<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
