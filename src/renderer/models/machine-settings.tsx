import { useTranslation } from 'react-i18next';
import { useApp } from '../app/desks';
import styles from '../ui/panel.module.css';
import { Row, Setting, SettingsSection } from '../ui/setting-rows';
import { BackendSelect } from './backend-select';
import { usedSpeed } from './engine-facts';
import { LatencySetting } from './latency-setting';
import { ModelManager } from './model-manager';

/** The models, and how the machine runs them. */
export function MachineSettings() {
  const { t } = useTranslation();
  return (
    <SettingsSection title={t('settings.machine')}>
      <ModelManager />
      <LatencySetting />
      <Row label={t('machine.backend')}>
        <BackendSelect />
      </Row>
      <SelfTestRow />
    </SettingsSection>
  );
}

/** In words; the figures are a click away. */
function SelfTestRow() {
  const { t } = useTranslation();
  const speed = useApp(({ engine }) => (engine.state === 'ready' ? usedSpeed(engine.choice) : null));
  return (
    <Setting label={t('machine.selfTest')}>
      <div className={styles.row}>
        <span>{speed === null ? t('machine.selfTest') : `${t('machine.selfTest')}: ${t(`speed.${speed}`)}`}</span>
        {speed !== null && (
          <button type="button" className={styles.button} popoverTarget="self-test">
            {t('machine.figures')}
          </button>
        )}
      </div>
    </Setting>
  );
}
