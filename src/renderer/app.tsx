import { useEffect, useLayoutEffect } from 'react';
import styles from './app.module.css';
import { Alert } from './components/alert';
import { Dock } from './components/dock';
import { DropTarget } from './components/drop-target';
import { Header } from './components/header';
import { HistoryView } from './components/history-view';
import { PageView } from './components/page-view';
import { Rail } from './components/rail';
import { RecoveryNotice } from './components/recovery-notice';
import { useHistoryState } from './history-store';
import { speak } from './language';
import { useSession } from './session-context';
import { useApp } from './store';

export function App() {
  useTheme();
  useLanguage();
  useDictationKeys();
  const isHistoryShown = useHistoryState((state) => state.isShown);
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
        <Alert />
      </Dock>
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

/** Ctrl+D or Cmd+D anywhere in the window; Space and Enter where no control has the focus. */
function useDictationKeys(): void {
  const session = useSession();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.repeat || event.defaultPrevented) return;
      const isChord = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key === 'd';
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && (event.key === ' ' || event.key === 'Enter');
      const isUnclaimed = event.target === document.body;
      if (!isChord && !(isPlain && isUnclaimed)) return;
      event.preventDefault();
      session.toggleDictation('window');
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [session]);
}
