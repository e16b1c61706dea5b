import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntryRow } from '../../history/records';
import { useApp, useHistory } from '../app/desks';
import { joined } from '../locales/language';
import { clock } from '../ui/clock';
import { ConfirmButton } from '../ui/confirm-button';
import tools from '../ui/tools.module.css';
import { entryName, entryTime, focusEntry, timeText } from './entry-names';
import styles from './trash-view.module.css';

/** What was deleted in the last thirty days: taken back, or deleted for good. */
export function TrashView() {
  const { t } = useTranslation();
  const history = useHistory();
  const entries = useApp((state) => state.history.trash);
  const back = useRef<HTMLButtonElement>(null);
  // What had the focus is gone with its entry.
  const focusBack = (): void => back.current?.focus();
  useEffect(focusBack, []);
  return (
    <section className={styles.trash} aria-label={t('trash.title')}>
      <div className={styles.tools}>
        <h2 className={styles.title}>{t('trash.title')}</h2>
        <button
          ref={back}
          type="button"
          className={tools.tool}
          onClick={() => void history.trash.show(false).then(() => focusEntry(null))}
        >
          {t('trash.back')}
        </button>
        {entries.length > 0 && (
          <ConfirmButton
            label={t('trash.emptyAll')}
            className={tools.tool}
            question={t('trash.askAll', { count: entries.length })}
            answer={t('trash.remove')}
            onConfirm={() => void history.trash.removeForGood(entries.map(({ id }) => id)).then(focusBack)}
          />
        )}
      </div>
      <p className={styles.note}>{t(entries.length === 0 ? 'trash.empty' : 'trash.note')}</p>
      {entries.length > 0 && (
        <ul className={styles.list} aria-label={t('trash.title')}>
          {entries.map((entry) => (
            <TrashItem key={entry.id} entry={entry} onGone={focusBack} />
          ))}
        </ul>
      )}
    </section>
  );
}

function TrashItem({ entry, onGone }: { readonly entry: EntryRow; onGone(): void }) {
  const { t } = useTranslation();
  const history = useHistory();
  const [name, when] = [entryName(entry, t), entryTime(entry)];
  const facts = [name, when, clock(entry.durationMs), t('trash.deletedAt', { when: timeText(entry.trashed?.atMs ?? 0) })];
  return (
    <li className={styles.item}>
      <p className={styles.facts}>{joined(facts)}</p>
      <p className={styles.text} dir={entry.text === '' ? undefined : 'auto'}>
        {entry.text === '' ? t('history.noWords') : entry.text}
      </p>
      <div className={styles.actions}>
        <button
          type="button"
          className={tools.tool}
          aria-label={t('trash.restoreName', { name, when })}
          onClick={() => void history.trash.takeBack([entry.id]).then(onGone)}
        >
          {t('trash.restore')}
        </button>
        <ConfirmButton
          label={t('trash.remove')}
          name={t('trash.removeName', { name, when })}
          className={tools.tool}
          question={t('trash.askOne', { name: `${name}, ${when}` })}
          answer={t('trash.remove')}
          onConfirm={() => void history.trash.removeForGood([entry.id]).then(onGone)}
        />
      </div>
    </li>
  );
}
