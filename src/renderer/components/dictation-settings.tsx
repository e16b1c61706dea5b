import { useTranslation } from 'react-i18next';
import { editCommands, type EditAction } from '../../core/transcript/edit-commands';
import { formatLocale } from '../language';
import { useSession } from '../session-context';
import { useApp } from '../store';
import { HotkeySettings } from './hotkey-settings';
import { NumberSelect } from './number-select';
import styles from './panel.module.css';
import { Row, SettingsGroup, SettingsSection } from './setting-rows';

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
      <MicrophoneRow />
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

function MicrophoneRow() {
  const { t } = useTranslation();
  const session = useSession();
  const microphoneId = useApp((state) => state.settings.microphoneId);
  const microphones = useApp((state) => state.microphones);
  return (
    <Row label={t('dictating.microphone')}>
      <select
        value={microphoneId ?? ''}
        onChange={(event) => void session.changeSettings({ microphoneId: event.target.value || null })}
      >
        <option value="">{t('dictating.systemDefault')}</option>
        {microphones.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
        {microphoneId !== null && !microphones.some(({ id }) => id === microphoneId) && (
          <option value={microphoneId}>{t('dictating.notConnected')}</option>
        )}
      </select>
    </Row>
  );
}

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
      {editCommands.map(({ action, phrases: [phrase = ''] }) => {
        const label = t('dictating.edit', { phrase, does: t(`dictating.does.${action}`) });
        return (
          <Row key={action} label={label}>
            <input
              type="checkbox"
              checked={!off.includes(action)}
              onChange={(event) => change(action, event.target.checked)}
            />
          </Row>
        );
      })}
    </SettingsGroup>
  );
}
