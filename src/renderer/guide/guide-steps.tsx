import { useCallback, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { pageLines } from '../../core/transcript/page-lines';
import { goingOn, joinedText, segmentText, spansText } from '../../core/transcript/text';
import { useApp, useSession } from '../app/desks';
import { spokenLanguages } from '../app/hearing';
import { LanguageFacts } from '../app/language-facts';
import { LiveLevel } from '../app/live-level';
import { dictationPage } from '../app/pages';
import { useSortedLanguages } from '../app/sorted-languages';
import { isListenable } from '../app/store';
import { KeyField } from '../ui/key-field';
import { isMac, keyNames } from '../ui/keys';
import { Row } from '../ui/setting-rows';
import styles from './guide.module.css';

/** What is dictated, and what to expect of it. */
export function LanguageStep() {
  const { t } = useTranslation();
  const session = useSession();
  const all = useSortedLanguages();
  const code = useApp((state) => spokenLanguages(state)[0] ?? '');
  return (
    <>
      <p>{t('guide.whichLanguage')}</p>
      <Row label={t('languages.language')}>
        <select value={code} onChange={(event) => void session.choice.selectLanguage(event.target.value, true)}>
          {all.map((language) => (
            <option key={language.code} value={language.code}>
              {language.name}
            </option>
          ))}
        </select>
      </Row>
      <p aria-live="polite">
        <LanguageFacts code={code} />
      </p>
    </>
  );
}

/** Permission, choice and a test of the microphone. */
export function MicrophoneStep({ microphone }: { readonly microphone: ReactNode }) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t('guide.listens')}</p>
      {microphone}
    </>
  );
}

/** The key, what it does, and what macOS must allow for it. */
export function HotkeyStep() {
  const { t } = useTranslation();
  const session = useSession();
  const hotkey = useApp((state) => state.settings.hotkey);
  const state = useApp(({ hotkeys }) => hotkeys?.dictate ?? null);
  const setHotkey = useCallback(
    (key: string | null) => void (key !== null && session.changeSettings({ hotkey: key })),
    [session],
  );
  return (
    <>
      <p>{t('guide.tap')}</p>
      {state !== null && (
        <KeyField label={t('dictating.dictate')} accelerator={hotkey} state={state} isOptional={false} onChange={setHotkey} />
      )}
      {state?.state === 'registered' && !state.canHold && <p className={styles.problem}>{state.reason}</p>}
      {isMac() && (
        <>
          <p>{t('guide.allow')}</p>
          <button type="button" className={styles.button} onClick={() => void session.refreshHotkeys()}>
            {t('guide.allowed')}
          </button>
        </>
      )}
    </>
  );
}

/** A real dictation, whose words appear here; they are on the dictation page too. */
export function TryStep() {
  const { t } = useTranslation();
  const session = useSession();
  const state = useApp(({ dictation }) => dictation.state);
  const isReady = useApp(({ engine }) => isListenable(engine));
  const isLoading = useApp(({ engine }) => engine.state === 'loading' || engine.state === 'starting');
  const key = useApp(({ hotkeys }) => (hotkeys?.dictate.state === 'registered' ? hotkeys.dictate.accelerator : null));
  const transcript = useApp(({ pages }) => pages.find(({ id }) => id === dictationPage.id)?.transcript);
  // What was said before is none of the guide's.
  const [before] = useState(transcript?.segments.length ?? 0);
  const lines = transcript && pageLines({ ...transcript, segments: transcript.segments.slice(before) }, state !== 'idle');
  const isOn = state === 'starting' || state === 'listening';
  const isWaiting = state === 'finishing' || (!isOn && !isReady);
  const isAtPauses = useApp(({ dictation }) => dictation.state === 'listening' && !dictation.isLive);
  return (
    <>
      <p>
        {key === null ? t('guide.press') : t('guide.pressOr', { key: keyNames(key, isMac()) })}
        {isLoading && ` ${t('guide.loading')}`}
      </p>
      <div className={styles.field}>
        <div role="log" aria-label={t('guide.said')}>
          {lines?.finished.map((line) => (
            <p key={line[0]!.startMs}>{joinedText(line.map(segmentText)).trim()}</p>
          ))}
        </div>
        {lines?.open.map(({ segments, committed, tentative }, index) => {
          const dry = joinedText([...segments.map(segmentText), spansText(committed)]);
          return (
            <p key={index}>
              {dry}
              <span className={styles.tentative}>{goingOn(dry.slice(-2), spansText(tentative))}</span>
            </p>
          );
        })}
        {isAtPauses && <LiveLevel />}
      </div>
      <button
        type="button"
        className={styles.button}
        aria-disabled={isWaiting || undefined}
        onClick={() => !isWaiting && session.dictation.toggle('window')}
      >
        {isOn ? t('guide.stop') : state === 'finishing' ? t('status.writing') : t('guide.speak')}
      </button>
    </>
  );
}
