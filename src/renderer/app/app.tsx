import { useEffect, useLayoutEffect } from 'react';
import { MicrophonePicker } from '../dictation/microphone-picker';
import { MicrophoneTrial } from '../dictation/microphone-trial';
import { Guide } from '../guide/guide';
import { HistoryView } from '../history/history-view';
import { RecoveryNotice } from '../history/recovery-notice';
import { RemovedNotice } from '../history/removed-notice';
import { speak } from '../locales/language';
import { DropTarget } from '../recordings/drop-target';
import { Alert } from './alert';
import styles from './app.module.css';
import { useApp, useAppStore, useSession } from './desks';
import { Dock } from './dock';
import { Header } from './header';
import { PageView } from './page-view';
import { Rail } from './rail';

export function App() {
  useTheme();
  useLanguage();
  useDictationKeys();
  const isHistoryShown = useApp((state) => state.history.isShown);
  return (
    <DropTarget className={styles.app}>
      <Header />
      {isHistoryShown ? (
        <HistoryView />
      ) : (
        <>
          <Rail />
          <PageView />
        </>
      )}
      <Dock>
        <RecoveryNotice />
        <RemovedNotice />
        <Alert />
      </Dock>
      <Guide
        microphone={
          <>
            <MicrophonePicker />
            <MicrophoneTrial />
          </>
        }
      />
    </DropTarget>
  );
}

function useTheme(): void {
  const theme = useApp((state) => state.settings.theme);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
}

function useLanguage(): void {
  const language = useApp((state) => state.settings.language);
  useLayoutEffect(() => speak(language), [language]);
}

/**
 * Ctrl+D or Cmd+D anywhere in the window; Space and Enter where no control has the focus. Escape cancels where it is the cancel key, or where
 * the host has no such key, unless it closes something else.
 */
function useDictationKeys(): void {
  const session = useSession();
  const store = useAppStore();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.repeat || event.defaultPrevented || event.isComposing) return;
      if (event.key === 'Escape') {
        const { can, settings } = store.getState();
        const isCancel = !can.globalHotkey || settings.cancelHotkey === 'Escape';
        if (isCancel && document.querySelector(':popover-open, dialog[open]') === null) session.dictation.cancel();
        return;
      }
      const isChord = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key === 'd';
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && (event.key === ' ' || event.key === 'Enter');
      const isUnclaimed = event.target === document.body;
      if (!isChord && !(isPlain && isUnclaimed)) return;
      event.preventDefault();
      session.dictation.toggle('window');
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [session, store]);
}
