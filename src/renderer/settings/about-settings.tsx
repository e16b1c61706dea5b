import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { version } from '../../../package.json';
import { errorText } from '../../core/errors';
import { useSession } from '../app/desks';
import styles from '../ui/panel.module.css';
import { Setting } from '../ui/setting-rows';
import row from './system-settings.module.css';

/** Which Utter this is, the guide once more, and the licences of everything in it. */
export function AboutSettings() {
  const { t } = useTranslation();
  const { guide } = useSession();
  return (
    <Setting label={t('about.title')}>
      <div className={styles.row}>
        <span>{`Utter ${version}`}</span>
        <button type="button" className={row.button} onClick={() => guide.open()}>
          {t('about.showGuide')}
        </button>
      </div>
      <Licences />
    </Setting>
  );
}

/** A long text, read when it is asked for. */
function Licences() {
  const { t } = useTranslation();
  const [text, setText] = useState<string | null>(null);
  const read = async (): Promise<void> => {
    try {
      const response = await fetch(new URL('licences.txt', document.baseURI));
      if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
      setText(await response.text());
    } catch (error) {
      const reason = errorText(error);
      setText(t('about.notRead', { file: 'licences.txt', reason }));
    }
  };
  return (
    <details className={styles.details} onToggle={(event) => event.currentTarget.open && text === null && void read()}>
      <summary>{t('about.licencesOf')}</summary>
      {/* Scrollable, so it must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section aria-label={t('about.licences')} tabIndex={0} className={row.licences}>
        {text ?? t('about.reading')}
      </section>
    </details>
  );
}
