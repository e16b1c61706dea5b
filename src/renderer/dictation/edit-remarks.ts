import { wordsText } from '../../core/transcript/text';
import type { EditEvent } from '../../core/transcript/voice-edits';
import { t } from '../locales/language';

/** Words of the status line that quote the dictation are cut here. */
const quotedCharacters = 48;

/** What a spoken command did, for the status line. */
export function editRemark({ action, words }: EditEvent): string {
  if (action === 'stop') return t('edits.stopped');
  if (words.length === 0) return t(`edits.nothing.${action}`);
  const quoted = { words: excerpt(wordsText(words)) };
  switch (action) {
    case 'scratch':
    case 'delete-last-word':
    case 'delete-last-sentence':
    case 'delete-all':
      return t('edits.tookBack', quoted);
    case 'unselect':
      return t('edits.unselected', quoted);
    case 'undo':
      return t('edits.undone', quoted);
    case 'redo':
      return t('edits.doneAgain', quoted);
    case 'select-last-word':
    case 'select-last-sentence':
    case 'select-all':
    case 'correct':
      return t('edits.selected', quoted);
  }
}

function excerpt(text: string): string {
  return text.length <= quotedCharacters ? text : `…${text.slice(-quotedCharacters)}`;
}
