import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from '../ui/tools.module.css';
import { useApp, useSession } from './desks';
import { shownText, type ExportExtension } from './export-formats';
import { FormatSelect } from './format-select';
import { LongName } from '../ui/long-name';
import { hasText, isPending, pageName, type Page } from './pages';

/** What can be done with the selected text. */
export function PageTools({ page }: { readonly page: Page }) {
  const { t } = useTranslation();
  const session = useSession();
  const [extension, setExtension] = useState<ExportExtension>('txt');
  const isDictating = useApp(({ dictation: { state } }) => state !== 'idle' && state !== 'error');
  const isEmpty = !hasText(page.transcript);
  const isBeingWritten = page.kind === 'dictation' ? isDictating : isPending(page);
  const isEdited = useApp(({ draft }) => draft?.pageId === page.id);
  const isKept = page.kind === 'dictation' && (isDictating || isEmpty);
  return (
    <div className={styles.tools}>
      <h2 className={styles.title}>
        <LongName name={pageName(page, t)} />
      </h2>
      <button
        type="button"
        className={styles.tool}
        disabled={isEmpty || isBeingWritten || isEdited}
        onClick={() => session.pages.edit(shownText(page.transcript))}
      >
        {t('page.edit')}
      </button>
      <button type="button" className={styles.tool} disabled={isEmpty} onClick={() => void session.pages.copy()}>
        {t('page.copy')}
      </button>
      <span className={styles.export}>
        <button type="button" className={styles.tool} disabled={isEmpty} onClick={() => void session.pages.export(extension)}>
          {t('page.export')}
        </button>
        <FormatSelect label={t('page.format')} value={extension} isDisabled={isEmpty} onChange={setExtension} />
      </span>
      <button type="button" className={styles.tool} disabled={isKept} onClick={() => session.pages.clear()}>
        {t('page.clear')}
      </button>
    </div>
  );
}
