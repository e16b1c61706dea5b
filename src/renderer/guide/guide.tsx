import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp, useSession } from '../app/desks';
import { hearableLanguages } from '../app/hearing';
import { currentProblem } from '../app/store';
import { HotkeyStep, LanguageStep, MicrophoneStep, TryStep } from './guide-steps';
import styles from './guide.module.css';

interface GuideProps {
  /** To choose and to test a microphone. */
  readonly microphone: ReactNode;
}

/** What someone needs to know at the first start; it can be left at any moment, and comes back from the settings. */
export function Guide(props: GuideProps) {
  return useApp((state) => state.isGuideOpen) ? <GuideDialog {...props} /> : null;
}

const language = { title: 'guide.language', Step: LanguageStep } as const;
const listening = { title: 'guide.microphone', Step: MicrophoneStep } as const;
const hotkey = { title: 'guide.hotkey', Step: HotkeyStep } as const;
const tryIt = { title: 'guide.tryIt', Step: TryStep } as const;

function GuideDialog({ microphone }: GuideProps) {
  const { t } = useTranslation();
  const session = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const hasHotkey = useApp((state) => state.can.globalHotkey);
  const problem = useApp(currentProblem);
  const hasLanguages = useApp((state) => hearableLanguages(state).length > 1);
  const steps = [...(hasLanguages ? [language] : []), listening, ...(hasHotkey ? [hotkey] : []), tryIt];
  // By its name: a step that turns up before it, once the models are known, must not move anybody.
  const [current, setCurrent] = useState<string>(steps[0]!.title);
  const index = Math.max(
    0,
    steps.findIndex((step) => step.title === current),
  );
  const setIndex = (next: number): void => setCurrent(steps[next]!.title);
  const { title, Step } = steps[index]!;
  const isLast = index === steps.length - 1;

  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  // Whoever listens hears where they are.
  useEffect(() => heading.current?.focus(), [title]);

  return (
    <dialog ref={dialog} className={styles.guide} aria-labelledby="guide-title" onClose={() => void session.guide.close()}>
      <p className={styles.count}>{t('guide.count', { step: index + 1, steps: steps.length })}</p>
      <h2 id="guide-title" ref={heading} className={styles.title} tabIndex={-1}>
        {t(title)}
      </h2>
      <Step microphone={microphone} />
      {/* The window's own alert lies under the dialog. */}
      {problem !== null && (
        <p role="alert" dir="auto" className={styles.problem}>
          {`${problem.message} ${problem.remedy}`}
        </p>
      )}
      <div className={styles.buttons}>
        {!isLast && (
          <button type="button" className={styles.quiet} onClick={() => dialog.current?.close()}>
            {t('guide.skip')}
          </button>
        )}
        {index > 0 && (
          <button type="button" className={styles.button} onClick={() => setIndex(index - 1)}>
            {t('guide.back')}
          </button>
        )}
        <button type="button" className={styles.main} onClick={() => (isLast ? dialog.current?.close() : setIndex(index + 1))}>
          {isLast ? t('guide.done') : t('guide.next')}
        </button>
      </div>
    </dialog>
  );
}
