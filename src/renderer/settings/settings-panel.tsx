import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from '../ui/panel.module.css';
import { SettingSearch } from '../ui/setting-rows';
import { synonymsByLabel } from '../ui/setting-search';

/** Sections of settings, with a search above them. */
export function SettingsPanel({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const [found, setFound] = useState(0);
  const panel = useRef<HTMLElement>(null);
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- they are of the language of the moment, which `t` stands for
  const synonyms = useMemo(() => synonymsByLabel(), [t]);
  const search = useMemo(() => ({ query, path: '', synonyms }), [query, synonyms]);
  const isSearching = query.trim() !== '';

  useLayoutEffect(() => {
    setFound(panel.current?.querySelectorAll('[data-setting]:not([hidden])').length ?? 0);
  }, [query, t]);

  /** The first Escape takes the search back, the next one closes the panel. */
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || query === '' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    setQuery('');
  };

  return (
    <>
      <button type="button" className={styles.opener} popoverTarget="settings">
        {t('settings.title')}
      </button>
      <section
        ref={panel}
        id="settings"
        popover="auto"
        className={styles.panel}
        aria-label={t('settings.title')}
        data-place="top"
        data-searching={isSearching || undefined}
        onToggle={({ target, currentTarget, newState }) => {
          if (target === currentTarget && newState === 'closed') setQuery('');
        }}
      >
        <div className={styles.search}>
          <input
            type="search"
            // Empty it reads as the window does, as its placeholder must.
            dir={query === '' ? undefined : 'auto'}
            aria-label={t('settings.search')}
            placeholder={t('settings.search')}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={onKeyDown}
          />
          <p aria-live="polite">
            {isSearching && (found === 0 ? t('settings.nothingFound') : t('settings.found', { count: found }))}
          </p>
        </div>
        <SettingSearch value={search}>{children}</SettingSearch>
      </section>
    </>
  );
}
