import { useTranslation } from 'react-i18next';
import type { Settings } from '../../core/settings';
import { uiLanguageNames, uiLanguages } from '../../core/ui-language';
import { useApp, useSession } from '../app/desks';
import { Row, SettingsSection } from '../ui/setting-rows';
import { AboutSettings } from './about-settings';
import { SystemSettings } from './system-settings';

/** How the application looks, and its language. */
export function ApplicationSettings() {
  const { t } = useTranslation();
  const session = useSession();
  const { theme, language } = useApp((state) => state.settings);
  return (
    <SettingsSection title={t('settings.application')}>
      <Row label={t('application.theme')}>
        <select
          value={theme}
          onChange={(event) => void session.changeSettings({ theme: event.target.value as Settings['theme'] })}
        >
          <option value="system">{t('application.system')}</option>
          <option value="light">{t('application.light')}</option>
          <option value="dark">{t('application.dark')}</option>
        </select>
      </Row>
      <Row label={t('application.language')}>
        <select
          value={language}
          onChange={(event) => void session.changeSettings({ language: event.target.value as Settings['language'] })}
        >
          <option value="system">{t('application.system')}</option>
          {uiLanguages.map((each) => (
            <option key={each} value={each} lang={each}>
              {uiLanguageNames[each]}
            </option>
          ))}
        </select>
      </Row>
      <SystemSettings />
      <AboutSettings />
    </SettingsSection>
  );
}
