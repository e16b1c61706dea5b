import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { engineFacts } from '../models/engine-facts';
import { SelfTestPanel } from '../models/self-test-panel';
import { clock } from '../ui/clock';
import { useApp, useSession } from './desks';
import styles from './status-line.module.css';

/** One line that says what is going on, exactly; beside it, what the self-test found. */
export function StatusLine() {
  return (
    <div className={styles.line}>
      <output>
        <Status />
      </output>
      <UndoButton />
      <SelfTestPanel />
    </div>
  );
}

function Status() {
  const { t } = useTranslation();
  const engine = useApp((state) => state.engine);
  const final = useApp((state) => state.final);
  const dictation = useApp((state) => state.dictation);
  const remark = useApp((state) => state.remark);
  if (dictation.state === 'starting') return t('status.opening');
  if (dictation.state === 'listening' && dictation.trouble !== null) {
    const { trouble, microphone } = dictation;
    return <span className={styles.trouble}>{t(`trouble.${trouble}`, { microphone })}</span>;
  }
  if (dictation.state === 'listening') {
    return (
      <>
        {t('status.listeningTo', { microphone: dictation.microphone })} · <Elapsed sinceMs={dictation.sinceMs} />
        {!dictation.isLive && ` · ${t('status.atPauses')}`}
        {engine.state === 'loading' && ` · ${t('status.modelLoading')}`}
      </>
    );
  }
  if (dictation.state === 'finishing') return t(dictation.isRefining ? 'status.refining' : 'status.writing');
  return remark ?? engineFacts(engine, final, t);
}

/** Ticks by itself; not read out at each second. */
function Elapsed({ sinceMs }: { readonly sinceMs: number }) {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return <span aria-hidden="true">{clock(Math.max(0, nowMs - sinceMs))}</span>;
}

/** Takes back what was last edited, discarded or cleared. */
function UndoButton() {
  const { t } = useTranslation();
  const session = useSession();
  const what = useApp(({ taken, selectedPageId }) => {
    // An edit is undone where its text is seen.
    const isElsewhere = taken?.what === 'edit' && taken.selectedPageId !== selectedPageId;
    return isElsewhere ? null : (taken?.what ?? null);
  });
  if (what === null) return null;
  return (
    <button type="button" className={styles.undo} onClick={() => session.pages.undo()}>
      {t(`undo.${what}`)}
    </button>
  );
}
