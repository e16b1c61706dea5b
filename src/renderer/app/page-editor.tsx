import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import tools from '../ui/tools.module.css';
import { useApp, useSession } from './desks';
import { shownText } from './export-formats';
import styles from './page-editor.module.css';
import { pageName, type Page } from './pages';
import { speechLanguage } from './store';

/** A text that is written on by hand: a line for each paragraph. Whoever leaves it keeps what was written. */
export function PageEditor({ page, draft }: { readonly page: Page; readonly draft: string }) {
  const { t } = useTranslation();
  const { pages } = useSession();
  const language = useApp(speechLanguage);
  const [area, setArea] = useState<HTMLTextAreaElement | null>(null);
  useEffect(() => area?.focus(), [area]);
  const isChanged = draft.trimEnd() !== shownText(page.transcript);
  return (
    <div className={styles.editor}>
      <textarea
        ref={setArea}
        className={styles.area}
        lang={language}
        dir="auto"
        aria-label={t('page.editor', { name: pageName(page, t) })}
        value={draft}
        onChange={(event) => pages.changeDraft(event.target.value)}
        onKeyDown={(event) => {
          const isDone = event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey));
          if (!isDone || event.nativeEvent.isComposing) return;
          event.preventDefault();
          pages.saveDraft();
        }}
      />
      <div className={styles.actions}>
        <button type="button" className={tools.tool} onClick={() => pages.saveDraft()}>
          {t('page.save')}
        </button>
        {isChanged && (
          <button type="button" className={tools.tool} onClick={() => pages.dropDraft()}>
            {t('confirm.cancel')}
          </button>
        )}
      </div>
    </div>
  );
}
