import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { HotkeyMode } from '../../core/settings';
import { useApp, useSession } from '../app/desks';
import { languageText } from '../locales/language-names';
import { KeyField } from '../ui/key-field';
import styles from '../ui/panel.module.css';
import { Setting } from '../ui/setting-rows';

/** The keys that work in any application. */
export function HotkeySettings() {
  const { t } = useTranslation();
  const session = useSession();
  const spoken = useApp((state) => state.settings.spokenLanguages);
  const { hotkey, hotkeyMode, cancelHotkey, repasteHotkey } = useApp((state) => state.settings);
  const hotkeys = useApp((state) => state.hotkeys);
  const root = useRef<HTMLDivElement>(null);

  // A key may have become free, or a permission been given, since the panel was open last.
  useEffect(() => {
    const panel = root.current?.closest('[popover]');
    const onToggle = (): void => void session.refreshHotkeys();
    panel?.addEventListener('toggle', onToggle);
    return () => panel?.removeEventListener('toggle', onToggle);
  }, [session]);

  const setDictate = useCallback(
    (key: string | null) => void (key !== null && session.changeSettings({ hotkey: key })),
    [session],
  );
  const setCancel = useCallback((key: string | null) => void session.changeSettings({ cancelHotkey: key }), [session]);
  const setRepaste = useCallback((key: string | null) => void session.changeSettings({ repasteHotkey: key }), [session]);
  if (hotkeys === null) return null;
  const { dictate, cancel, repaste } = hotkeys;
  return (
    <div ref={root}>
      <KeyField label={t('dictating.dictate')} accelerator={hotkey} state={dictate} isOptional={false} onChange={setDictate} />
      {spoken.length > 1 && spoken.map((code) => <LanguageKey key={code} code={code} />)}
      <Setting label={t('dictating.press')}>
        <label className={styles.row}>
          <span>{t('dictating.press')}</span>
          <select
            value={hotkeyMode}
            onChange={(event) => void session.changeSettings({ hotkeyMode: event.target.value as HotkeyMode })}
          >
            <option value="both">{t('dictating.both')}</option>
            <option value="toggle">{t('dictating.toggle')}</option>
            <option value="hold">{t('dictating.hold')}</option>
          </select>
        </label>
        {dictate.state === 'registered' && !dictate.canHold && hotkeyMode !== 'toggle' && (
          <p className={styles.refusal} lang="en" dir="auto">
            {dictate.reason}
          </p>
        )}
      </Setting>
      <KeyField label={t('dictating.cancel')} accelerator={cancelHotkey} state={cancel} isOptional onChange={setCancel} />
      <KeyField label={t('dictating.repaste')} accelerator={repasteHotkey} state={repaste} isOptional onChange={setRepaste} />
    </div>
  );
}

/** The key that starts dictation in one language. */
function LanguageKey({ code }: { readonly code: string }) {
  const { t } = useTranslation();
  const session = useSession();
  const keys = useApp((state) => state.settings.languageHotkeys);
  const state = useApp(({ hotkeys }) => hotkeys?.languages[code]) ?? off;
  const accelerator = keys.find(({ language }) => language === code)?.accelerator ?? null;
  const change = useCallback(
    (key: string | null) => {
      const others = keys.filter(({ language }) => language !== code);
      const languageHotkeys = key === null ? others : [...others, { language: code, accelerator: key }];
      void session.changeSettings({ languageHotkeys });
    },
    [session, keys, code],
  );
  const label = t('dictating.dictateIn', { language: languageText(code, t) });
  return <KeyField label={label} accelerator={accelerator} state={state} isOptional onChange={change} />;
}

const off = { state: 'off' } as const;
