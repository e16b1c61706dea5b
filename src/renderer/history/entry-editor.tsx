import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useHistory } from '../app/desks';
import tools from '../ui/tools.module.css';
import styles from './history-entry.module.css';
import type { Editing } from './history-slice';

/** The text of an entry as it is edited by hand; it is on the disk whenever one leaves it. */
export function EntryEditor({ editing }: { readonly editing: Editing }) {
  const { t } = useTranslation();
  const { edits } = useHistory();
  const { draft, isSaved, canUndo, canRedo } = editing;
  const [area, setArea] = useState<HTMLTextAreaElement | null>(null);
  /** The text before an undo, until it is drawn. */
  const before = useRef<string | null>(null);

  useEffect(() => area?.focus(), [area]);

  useEffect(() => {
    const leave = (): void => edits.leavePage();
    const hide = (): void => {
      if (document.visibilityState === 'hidden') leave();
    };
    window.addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', hide);
    return () => {
      window.removeEventListener('pagehide', leave);
      document.removeEventListener('visibilitychange', hide);
      void edits.flush();
    };
  }, [edits]);

  // The caret goes to where something was undone.
  useLayoutEffect(() => {
    if (before.current === null || area === null) return;
    const end = changeEnd(before.current, draft);
    before.current = null;
    area.setSelectionRange(end, end);
  }, [area, draft]);

  const step = (way: 'undo' | 'redo'): void => {
    before.current = draft;
    void edits[way]();
  };

  // The menus of browser and system have an undo of their own, which knows this visit alone.
  useEffect(() => {
    if (area === null) return;
    const onBeforeInput = (event: InputEvent): void => {
      if (event.inputType !== 'historyUndo' && event.inputType !== 'historyRedo') return;
      event.preventDefault();
      void (event.inputType === 'historyUndo' ? edits.undo() : edits.redo());
    };
    area.addEventListener('beforeinput', onBeforeInput);
    return () => area.removeEventListener('beforeinput', onBeforeInput);
  }, [area, edits]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const isChord = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape' || (event.key === 'Enter' && isChord)) {
      event.preventDefault();
      event.stopPropagation();
      void edits.end();
    } else if (isChord && (key === 'z' || key === 'y')) {
      event.preventDefault();
      step(key === 'y' || event.shiftKey ? 'redo' : 'undo');
    }
  };

  return (
    <div className={styles.editor}>
      <textarea
        ref={setArea}
        className={styles.area}
        dir="auto"
        aria-label={t('history.text')}
        value={draft}
        onChange={(event) => edits.type(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className={styles.editing}>
        <button type="button" className={tools.tool} onClick={() => void edits.end()}>
          {t('history.done')}
        </button>
        <button type="button" className={tools.tool} disabled={!canUndo && isSaved} onClick={() => step('undo')}>
          {t('history.undo')}
        </button>
        <button type="button" className={tools.tool} disabled={!canRedo} onClick={() => step('redo')}>
          {t('history.redo')}
        </button>
        <span className={styles.facts}>{t(isSaved ? 'history.saved' : 'history.saving')}</span>
      </div>
    </div>
  );
}

/** Where the stretch that differs ends, in the later text. */
function changeEnd(before: string, after: string): number {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return after.length - end;
}
