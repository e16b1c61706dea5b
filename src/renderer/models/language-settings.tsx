import { useTranslation } from 'react-i18next';
import { useApp, useSession } from '../app/desks';
import { spokenLanguages } from '../app/hearing';
import { LanguageFacts } from '../app/language-facts';
import { useSortedLanguages } from '../app/sorted-languages';
import { languageText } from '../locales/language-names';
import styles from '../ui/panel.module.css';
import { Row, Setting } from '../ui/setting-rows';

/** The languages that one speaks, the default first. */
export function LanguageSettings() {
  const { t } = useTranslation();
  const session = useSession();
  const all = useSortedLanguages();
  const chosen = useApp((state) => state.settings.spokenLanguages);
  const models = useApp((state) => state.models);
  const settings = useApp((state) => state.settings);
  const spoken = spokenLanguages({ models, settings });
  const others = all.filter(({ code }) => !spoken.includes(code));
  const remove = (code: string): void =>
    void session.changeSettings({
      spokenLanguages: chosen.filter((each) => each !== code),
      languageHotkeys: settings.languageHotkeys.filter(({ language }) => language !== code),
    });
  return (
    <>
      <Setting label={t('languages.title')}>
        <p className={styles.label}>{t('languages.title')}</p>
        <ul className={styles.list} aria-label={t('languages.title')}>
          {spoken.map((code, index) => {
            const language = languageText(code, t);
            return (
              <li key={code}>
                <div className={styles.row}>
                  <span>{index === 0 && spoken.length > 1 ? `${language} (${t('languages.default')})` : language}</span>
                  {spoken.length > 1 && (
                    <span>
                      {index > 0 && (
                        <button
                          type="button"
                          className={styles.button}
                          aria-label={t('languages.makeDefault', { language })}
                          onClick={() => void session.choice.selectLanguage(code)}
                        >
                          {t('languages.use')}
                        </button>
                      )}{' '}
                      <button
                        type="button"
                        className={styles.button}
                        aria-label={t('languages.remove', { language })}
                        onClick={() => remove(code)}
                      >
                        {t('languages.removeShort')}
                      </button>
                    </span>
                  )}
                </div>
                <p className={styles.note}>
                  <LanguageFacts code={code} />
                </p>
              </li>
            );
          })}
        </ul>
      </Setting>
      {others.length > 0 && (
        <Row label={t('languages.add')}>
          <select
            value=""
            onChange={(event) => void session.changeSettings({ spokenLanguages: [...spoken, event.target.value] })}
          >
            <option value="">{t('languages.choose')}</option>
            {others.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </Row>
      )}
      {spoken.length > 1 && (
        <Row label={t('languages.automatic')}>
          <input
            type="checkbox"
            checked={settings.automaticLanguage}
            onChange={(event) => void session.changeSettings({ automaticLanguage: event.target.checked })}
          />
        </Row>
      )}
    </>
  );
}
