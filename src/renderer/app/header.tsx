import { useTranslation } from 'react-i18next';
import { inOfferedOrder, isExperimental } from '../../core/model/automatic-model';
import { DictationSettings } from '../dictation/dictation-settings';
import { HistorySettings } from '../history/history-settings';
import { languageText } from '../locales/language-names';
import { BackendSelect } from '../models/backend-select';
import { MachineSettings } from '../models/machine-settings';
import { SpeechSettings, TierSelect } from '../models/speech-settings';
import { ApplicationSettings } from '../settings/application-settings';
import { DeliverySettings } from '../settings/delivery-settings';
import { SettingsPanel } from '../settings/settings-panel';
import { TextSettings } from '../settings/text-settings';
import panel from '../ui/panel.module.css';
import { UserWordsSection } from '../words/user-words-section';
import { useApp, useHistory, useSession } from './desks';
import styles from './header.module.css';
import { ownLiveModel, spokenLanguages } from './hearing';
import { isBusy } from './store';

export function Header() {
  return (
    <header className={styles.header}>
      <h1 className={styles.name}>Utter</h1>
      <LanguagePicker />
      <ModelPicker />
      <FinalPicker />
      <BackendPicker />
      <HistoryButton />
      <SettingsPanel>
        <DictationSettings />
        <SpeechSettings />
        <DeliverySettings />
        <TextSettings />
        <UserWordsSection />
        <HistorySettings />
        <MachineSettings />
        <ApplicationSettings />
      </SettingsPanel>
    </header>
  );
}

function HistoryButton() {
  const { t } = useTranslation();
  const history = useHistory();
  const isShown = useApp((state) => state.history.isShown);
  return (
    <button type="button" className={panel.opener} aria-pressed={isShown} onClick={() => void history.show(!isShown)}>
      {t('header.history')}
    </button>
  );
}

/** No model's id is empty. */
const automaticValue = '';

function ModelPicker() {
  const { t } = useTranslation();
  const session = useSession();
  const models = useApp((state) => state.models);
  const chosen = useApp((state) => ownLiveModel(state)?.id ?? null);
  const loaded = useApp(({ engine }) => ('model' in engine ? engine.model.name : null));
  const busy = useApp(isBusy);
  const usual = inOfferedOrder(models).filter((model) => !isExperimental(model));
  const experimental = models.filter(isExperimental);
  const automatic = loaded === null || chosen !== null ? t('header.automatic') : t('header.automaticModel', { model: loaded });
  return (
    <label className={styles.picker}>
      <span>{t('header.model')}</span>
      <select
        value={chosen ?? automaticValue}
        disabled={busy || models.length === 0}
        onChange={({ target: { value } }) => void session.choice.selectModel(value === automaticValue ? null : value)}
      >
        <option value={automaticValue}>{models.length === 0 ? t('header.noModel') : automatic}</option>
        {usual.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        {experimental.length > 0 && (
          <optgroup label={t('models.experimental')}>
            {experimental.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </optgroup>
        )}
      </select>
    </label>
  );
}

/** Who hears each segment once more; absent where no model can. */
function FinalPicker() {
  const { t } = useTranslation();
  const hasFinal = useApp(({ finalModels }) => finalModels.length > 0);
  if (!hasFinal) return null;
  return (
    <label className={styles.picker}>
      <span>{t('header.final')}</span>
      <TierSelect />
    </label>
  );
}

/** Which of one's languages the next dictation is in. */
function LanguagePicker() {
  const { t } = useTranslation();
  const session = useSession();
  const models = useApp((state) => state.models);
  const settings = useApp((state) => state.settings);
  const busy = useApp(isBusy);
  const spoken = spokenLanguages({ models, settings });
  if (spoken.length < 2) return null;
  const choose = async (code: string): Promise<void> => {
    await session.changeSettings({ automaticLanguage: code === 'auto' });
    if (code !== 'auto') await session.choice.selectLanguage(code);
  };
  return (
    <label className={styles.picker}>
      <span>{t('header.spoken')}</span>
      <select
        value={settings.automaticLanguage ? 'auto' : spoken[0]}
        disabled={busy}
        onChange={(event) => void choose(event.target.value)}
      >
        {spoken.toSorted().map((code) => (
          <option key={code} value={code}>
            {languageText(code, t)}
          </option>
        ))}
        <option value="auto">{t('languages.automaticShort')}</option>
      </select>
    </label>
  );
}

function BackendPicker() {
  const { t } = useTranslation();
  return (
    <label className={styles.picker}>
      <span>{t('header.backend')}</span>
      <BackendSelect />
    </label>
  );
}
