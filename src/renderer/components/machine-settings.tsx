import { useTranslation } from 'react-i18next';
import { ModelManager } from './model-manager';
import { SettingsSection } from './setting-rows';

/** The models, and the machine that runs them. */
export function MachineSettings() {
  const { t } = useTranslation();
  return (
    <SettingsSection title={t('settings.machine')}>
      <ModelManager />
    </SettingsSection>
  );
}
