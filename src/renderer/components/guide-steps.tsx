import { useCallback, useState } from 'react';
import { openParagraphs, segmentText, spansText } from '../../core/transcript/text';
import { isMac, keyNames } from '../keys';
import { dictationPage } from '../pages';
import { useSession } from '../session-context';
import { isListenable, useApp } from '../store';
import styles from './guide.module.css';
import { KeyField } from './key-field';
import { MicrophonePicker } from './microphone-picker';
import { MicrophoneTrial } from './microphone-trial';

/** Permission, choice and a test of the microphone. */
export function MicrophoneStep() {
  return (
    <>
      <p>
        Utter listens only while you dictate, and what you say stays on this computer. The first test asks for the
        permission to use the microphone.
      </p>
      <MicrophonePicker />
      <MicrophoneTrial />
    </>
  );
}

/** The key, what it does, and what macOS must allow for it. */
export function HotkeyStep() {
  const session = useSession();
  const hotkey = useApp((state) => state.settings.hotkey);
  const state = useApp(({ hotkeys }) => hotkeys?.dictate ?? null);
  const setHotkey = useCallback(
    (key: string | null) => void (key !== null && session.changeSettings({ hotkey: key })),
    [session],
  );
  return (
    <>
      <p>
        Tap this key in any application to begin, and tap it again to end; or hold it while you speak. The text arrives
        where your cursor is.
      </p>
      {state !== null && (
        <KeyField label="Dictate" accelerator={hotkey} state={state} isOptional={false} onChange={setHotkey} />
      )}
      {state?.state === 'registered' && !state.canHold && <p className={styles.problem}>{state.reason}</p>}
      {isMac() && (
        <>
          <p>
            macOS lets Utter type into other applications, and see when you let the key go, only after you allow it in
            System Settings › Privacy &amp; Security › Accessibility. Without it your text is on the clipboard after each
            dictation.
          </p>
          <button type="button" className={styles.button} onClick={() => void session.refreshHotkeys()}>
            I have allowed it: look again
          </button>
        </>
      )}
    </>
  );
}

/** A real dictation, whose words appear here; they are on the dictation page too. */
export function TryStep() {
  const session = useSession();
  const state = useApp(({ dictation }) => dictation.state);
  const isReady = useApp(({ engine }) => isListenable(engine));
  const isLoading = useApp(({ engine }) => engine.state === 'loading' || engine.state === 'starting');
  const key = useApp(({ hotkeys }) => (hotkeys?.dictate.state === 'registered' ? hotkeys.dictate.accelerator : null));
  const transcript = useApp(({ pages }) => pages.find(({ id }) => id === dictationPage.id)?.transcript);
  const { segments = [], partial = { committed: [], tentative: [] } } = transcript ?? {};
  // What was said before is none of the guide's.
  const [before] = useState(segments.length);
  const isOn = state === 'starting' || state === 'listening';
  const isWaiting = state === 'finishing' || (!isOn && !isReady);
  return (
    <>
      <p>
        Press the button{key !== null && ` or ${keyNames(key, isMac())}`}, say a sentence, and press again.
        {isLoading && ' The model is still loading; what you say meanwhile is kept.'}
      </p>
      <div className={styles.field}>
        <div role="log" aria-label="What you said">
          {segments.slice(before).map((segment) => (
            <p key={segment.startMs}>{segmentText(segment).trim()}</p>
          ))}
        </div>
        {openParagraphs(partial).map(({ committed, tentative }, index) => (
          <p key={index}>
            {spansText(committed)}
            <span className={styles.tentative}>{spansText(tentative)}</span>
          </p>
        ))}
      </div>
      <button
        type="button"
        className={styles.button}
        aria-disabled={isWaiting || undefined}
        onClick={() => !isWaiting && session.toggleDictation('window')}
      >
        {isOn ? 'Stop' : state === 'finishing' ? 'Writing the last words…' : 'Speak'}
      </button>
    </>
  );
}
