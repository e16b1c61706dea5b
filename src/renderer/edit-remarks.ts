import type { EditEvent } from '../core/transcript/voice-edits';
import { wordsText } from '../core/transcript/text';

/** Words of the status line that quote the dictation are cut here. */
const quotedCharacters = 48;

/** What a spoken command did, for the status line. */
export function editRemark({ action, words }: EditEvent): string {
  if (action === 'stop') return 'Stopped.';
  if (words.length === 0) return nothingTo[action];
  const quoted = quote(wordsText(words));
  switch (action) {
    case 'scratch':
    case 'delete-last-word':
      return `Took back ${quoted}. “Undo that” brings it back.`;
    case 'undo':
      return `Undone: ${quoted}. “Redo that” does it again.`;
    case 'redo':
      return `Done again: ${quoted}.`;
    case 'select-last-word':
    case 'correct':
      return `Selected ${quoted}: what you say next takes its place.`;
  }
}

const nothingTo: Readonly<Record<Exclude<EditEvent['action'], 'stop'>, string>> = {
  scratch: 'There is nothing to take back.',
  'delete-last-word': 'There is no word to delete.',
  undo: 'There is nothing to undo.',
  redo: 'There is nothing to do again.',
  'select-last-word': 'There is no word to select.',
  correct: 'There is nothing to correct.',
};

function quote(text: string): string {
  return `“${text.length <= quotedCharacters ? text : `…${text.slice(-quotedCharacters)}`}”`;
}
