import { useTranslation } from 'react-i18next';
import { finalTiers, refreshModes, type Settings } from '../../core/settings';
import { useApp, useSession } from '../app/desks';
import { finalPair } from '../app/hearing';
import { NumberSelect } from '../ui/number-select';
import styles from '../ui/panel.module.css';
import { Row, Setting, SettingsSection } from '../ui/setting-rows';
import { secondsText } from './final-facts';
import { LanguageSettings } from './language-settings';

const waits = [0, 500, 1000, 1500, 3000, 5000, 10_000];

/** The languages that one speaks, and the models that hear each segment once more. */
export function SpeechSettings() {
  const { t } = useTranslation();
  const hasFinal = useApp(({ finalModels }) => finalModels.length > 0);
  return (
    <SettingsSection title={t('settings.speech')}>
      <LanguageSettings />
      {hasFinal ? (
        <FinalSettings />
      ) : (
        <Setting label={t('finalText.tier')}>
          <p className={styles.note}>{t('finalText.noModels')}</p>
        </Setting>
      )}
    </SettingsSection>
  );
}

function FinalSettings() {
  const { t } = useTranslation();
  const session = useSession();
  const settings = useApp((state) => state.settings);
  const models = useApp((state) => state.finalModels);
  const { small, large } = finalPair(models, settings.finalModelId);
  const thorough = models.filter((model) => model !== small);
  const change = (changed: Partial<Settings>): void => void session.changeSettings(changed);
  return (
    <>
      <Row label={t('finalText.tier')}>
        <TierSelect />
      </Row>
      <Setting label={t('finalText.tier')}>
        <p className={styles.note}>{t('finalText.note')}</p>
      </Setting>
      {thorough.length > 1 && (
        <Row label={t('finalText.model')}>
          <select value={large?.id ?? ''} onChange={(event) => change({ finalModelId: event.target.value })}>
            {thorough.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Row>
      )}
      <Row label={t('finalText.onBattery')}>
        <input
          type="checkbox"
          checked={settings.finalOnBattery}
          onChange={(event) => change({ finalOnBattery: event.target.checked })}
        />
      </Row>
      <Row label={t('finalText.wait')}>
        <NumberSelect
          value={settings.finalWaitMs}
          options={waits}
          label={(ms) => (ms === 0 ? t('finalText.noWait') : t('dictating.seconds', { seconds: secondsText(ms) }))}
          onChange={(finalWaitMs) => change({ finalWaitMs })}
        />
      </Row>
      <Row label={t('finalText.refresh')}>
        <select
          value={settings.refreshLive}
          onChange={(event) => change({ refreshLive: event.target.value as Settings['refreshLive'] })}
        >
          {refreshModes.map((mode) => (
            <option key={mode} value={mode}>
              {t(`finalText.${refreshNames[mode]}`)}
            </option>
          ))}
        </select>
      </Row>
    </>
  );
}

const refreshNames = { auto: 'refreshAuto', on: 'refreshOn', off: 'refreshOff' } as const;

const automaticNames = {
  both: 'finalText.automaticBoth',
  small: 'finalText.automaticSmall',
  none: 'finalText.automaticNone',
} as const;

/** Which models of the final pass are used; automatic says which those are. */
export function TierSelect() {
  const { t } = useTranslation();
  const session = useSession();
  const tier = useApp((state) => state.settings.finalTier);
  const inUse = useApp(({ final }) => (final.state === 'ready' ? final.facts.tier : null));
  const automatic = t(inUse === null ? 'finalText.automatic' : automaticNames[inUse]);
  return (
    <select
      value={tier}
      onChange={(event) => void session.changeSettings({ finalTier: event.target.value as Settings['finalTier'] })}
    >
      {finalTiers.map((each) => (
        <option key={each} value={each}>
          {each === 'auto' ? (tier === 'auto' ? automatic : t('finalText.automatic')) : t(`finalText.${each}`)}
        </option>
      ))}
    </select>
  );
}
