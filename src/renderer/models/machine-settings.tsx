import { useTranslation } from 'react-i18next';
import { SettingsSection } from '../ui/setting-rows';
import { LatencySetting } from './latency-setting';
import { ModelManager } from './model-manager';

/** The models, and how the machine runs them. */
export function MachineSettings() {
  const { t } = useTranslation();
  return (
    <SettingsSection title={t('settings.machine')}>
      <ModelManager />
      <LatencySetting />
    </SettingsSection>
  );
}
