import type { ReactNode } from 'react';
import { MicrophoneButton } from '../dictation/microphone-button';
import styles from './dock.module.css';
import { StatusLine } from './status-line';

/** The microphone button on its thread, the status line below; alerts come above. */
export function Dock({ children }: { readonly children: ReactNode }) {
  return (
    <footer className={styles.dock}>
      {children}
      <MicrophoneButton />
      <StatusLine />
    </footer>
  );
}
