import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import tools from '../ui/tools.module.css';
import { useApp, useSession } from './desks';
import type { ExportExtension } from './export-formats';
import { FormatSelect } from './format-select';
import { hasText, isPending, type Page } from './pages';
import styles from './rail.module.css';

type Recording = Page & { kind: 'recording' };

function recordings(pages: readonly Page[]): readonly Recording[] {
  return pages.filter((page) => page.kind === 'recording');
}

/** What can be done with all recordings at once; offered as soon as there are several. */
export function AllRecordings() {
  const { t } = useTranslation();
  const session = useSession();
  const [extension, setExtension] = useState<ExportExtension>('txt');
  const pending = useApp(({ pages }) => recordings(pages).filter(isPending).length);
  const ended = useApp(({ pages }) => recordings(pages).filter((page) => !isPending(page)).length);
  const written = useApp(({ pages }) => recordings(pages).filter(({ transcript }) => hasText(transcript)).length);
  if (pending + ended < 2) return null;
  return (
    <fieldset className={styles.all} aria-label={t('rail.all')}>
      {pending > 0 && (
        <button type="button" className={tools.tool} onClick={() => session.recordings.cancelAll()}>
          {t('rail.cancelAll')}
        </button>
      )}
      {written > 0 && (
        <span className={tools.export}>
          <button type="button" className={tools.tool} onClick={() => void session.pages.exportAll(extension)}>
            {t('rail.exportAll')}
          </button>
          <FormatSelect label={t('rail.formatOfAll')} value={extension} onChange={setExtension} />
        </span>
      )}
      {ended > 0 && (
        <button type="button" className={tools.tool} onClick={() => session.pages.clearEnded()}>
          {t('rail.clearEnded')}
        </button>
      )}
    </fieldset>
  );
}
