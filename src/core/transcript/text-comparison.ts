import { solidLetters } from '../language/unspaced-script';
import { commonWords } from './common-words';

/** A stretch of two texts that both have, or only the earlier or the later one. */
export interface Stretch {
  readonly kind: 'same' | 'removed' | 'added';
  /** With the white space that belongs to it: all but the removed ones are the later text, all but the added ones the earlier. */
  readonly text: string;
}

/** Two texts word by word; case and marks count, white space does not. In scripts without spaces each letter is a word. */
export function compareTexts(before: string, after: string): readonly Stretch[] {
  const old = pieces(before);
  const now = pieces(after);
  const match = commonWords(old.map(word), now.map(word));
  const stretches: { kind: Stretch['kind']; text: string }[] = [];
  const add = (kind: Stretch['kind'], text: string): void => {
    const last = stretches.at(-1);
    if (last?.kind === kind) last.text += text;
    else stretches.push({ kind, text });
  };
  let next = 0;
  let added = '';
  // Of what is replaced, the earlier words come first.
  const changeUntil = (place: number): void => {
    while (next < place) add('removed', old[next++]!);
    if (added !== '') add('added', added);
    added = '';
  };
  for (const [index, piece] of now.entries()) {
    const place = match[index]!;
    if (place < 0) {
      added += piece;
      continue;
    }
    changeUntil(place);
    add('same', piece);
    next = place + 1;
  }
  changeUntil(old.length);
  return stretches;
}

/** Words with the white space that follows them. */
function pieces(text: string): readonly string[] {
  return (text.match(/\S+\s*/gu) ?? []).flatMap((each) => {
    const letters = solidLetters(each.trimEnd());
    const space = each.slice(each.trimEnd().length);
    return letters.map((letter, index) => (index === letters.length - 1 ? letter + space : letter));
  });
}

function word(piece: string): string {
  return piece.trimEnd();
}
