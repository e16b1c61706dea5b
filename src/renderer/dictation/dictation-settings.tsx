import { useTranslation } from 'react-i18next';
import { type EditAction, editActions, editCommands } from '../../core/transcript/edit-commands';
import { useApp, useSession } from '../app/desks';
import { formatLocale } from '../locales/language';
import { NumberSelect } from '../ui/number-select';
import styles from '../ui/panel.module.css';
import { Row, Setting, SettingsGroup, SettingsSection } from '../ui/setting-rows';
import { HotkeySettings } from './hotkey-settings';
import { MicrophonePicker } from './microphone-picker';
import { MicrophoneTrial } from './microphone-trial';

const oneDecimal = { minimumFractionDigits: 1 } as const;

const warmTimes = [
  { minutes: 0, name: 'never' },
  { minutes: 1, name: 'minute' },
  { minutes: 10, name: 'tenMinutes' },
  { minutes: 60, name: 'hour' },
] as const;

/** The microphone, the keys, how long is listened, and the commands that edit by voice. */
export function DictationSettings() {
  const { t } = useTranslation();
  const session = useSession();
  const hasHotkeys = useApp((state) => state.can.globalHotkey);
  const { tailMs, microphoneWarmMinutes } = useApp((state) => state.settings);
  const warmTime = (minutes: number): string => {
    const known = warmTimes.find((each) => each.minutes === minutes);
    return known === undefined ? String(minutes) : t(`warmTimes.${known.name}`);
  };
  return (
    <SettingsSection title={t('settings.dictation')}>
      <MicrophonePicker />
      <Setting label={t('dictating.microphoneTest')}>
        <MicrophoneTrial />
      </Setting>
      {hasHotkeys && <HotkeySettings />}
      <Row label={t('dictating.tail')}>
        <NumberSelect
          value={tailMs}
          options={[0, 200, 400, 600, 1000]}
          label={(ms) => t('dictating.seconds', { seconds: (ms / 1000).toLocaleString(formatLocale(), oneDecimal) })}
          onChange={(ms) => void session.changeSettings({ tailMs: ms })}
        />
      </Row>
      <Row label={t('dictating.keepReady')}>
        <NumberSelect
          value={microphoneWarmMinutes}
          options={warmTimes.map(({ minutes }) => minutes)}
          label={warmTime}
          onChange={(minutes) => void session.changeSettings({ microphoneWarmMinutes: minutes })}
        />
      </Row>
      <EditCommands />
    </SettingsSection>
  );
}

/** Other ways to say a command that are shown with it. */
const shownPhrases = 12;

function EditCommands() {
  const { t } = useTranslation();
  const session = useSession();
  const off = useApp((state) => state.settings.editCommandsOff);
  const change = (action: EditAction, isOn: boolean): void => {
    const others = off.filter((each) => each !== action);
    void session.changeSettings({ editCommandsOff: isOn ? others : [...others, action] });
  };
  return (
    <SettingsGroup title={t('dictating.edits')}>
      <p className={styles.note}>{t('dictating.editsNote')}</p>
      {editActions.map((action) => {
        const phrases = editCommands.filter((each) => each.action === action).flatMap((each) => each.phrases);
        const label = t(`dictating.edit.${action}`, { phrase: phrases[0] ?? '' });
        return (
          // Found by all that can be said for it.
          <Setting key={action} label={`${label} ${phrases.join(' ')}`}>
            <label className={styles.row}>
              <span title={phrases.slice(0, shownPhrases).join(', ')}>{label}</span>
              <input type="checkbox" checked={!off.includes(action)} onChange={(event) => change(action, event.target.checked)} />
            </label>
          </Setting>
        );
      })}
    </SettingsGroup>
  );
}
