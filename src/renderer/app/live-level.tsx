import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { levelShare } from '../ui/level';
import { useSession } from './desks';
import styles from './live-level.module.css';

/** Stands where words would, in a language without live words: that Utter listens, and how loud it is. */
export function LiveLevel() {
  const { t, i18n } = useTranslation();
  const session = useSession();
  const bar = useRef<HTMLSpanElement>(null);
  // Levels come too often for React.
  useEffect(
    () => session.dictation.onLevel((rmsDb) => bar.current?.style.setProperty('--level', String(levelShare(rmsDb)))),
    [session],
  );
  return (
    <p className={styles.listening} lang={i18n.language} dir={i18n.dir()}>
      <span ref={bar} className={styles.level} aria-hidden />
      {t('page.atPauses')}
    </p>
  );
}
