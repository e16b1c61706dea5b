import { useState, type ChangeEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp, useHistory, useSession } from '../app/desks';
import { FileButton } from '../ui/file-button';
import { NumberSelect } from '../ui/number-select';
import panel from '../ui/panel.module.css';
import { Row, Setting, SettingsSection } from '../ui/setting-rows';

const lifetimes = [
  { days: 0, name: 'forever' },
  { days: 1, name: 'day' },
  { days: 7, name: 'week' },
  { days: 30, name: 'month' },
  { days: 365, name: 'year' },
] as const;

/** What is kept of dictations and recordings, and for how long. */
export function HistorySettings() {
  const { t } = useTranslation();
  const session = useSession();
  const { keepHistory, historyDays, audioDays } = useApp((state) => state.settings);
  const keep = (changed: Parameters<typeof session.changeSettings>[0]): void => void session.changeSettings(changed);
  const options = lifetimes.map(({ days }) => days);
  const lifetime = (days: number): string => {
    const known = lifetimes.find((each) => each.days === days);
    return known === undefined ? String(days) : t(`lifetimes.${known.name}`);
  };
  return (
    <SettingsSection title={t('settings.history')}>
      <Row label={t('keeping.keep')}>
        <input type="checkbox" checked={keepHistory} onChange={(event) => keep({ keepHistory: event.target.checked })} />
      </Row>
      <Row label={t('keeping.text')}>
        <NumberSelect value={historyDays} options={options} label={lifetime} onChange={(days) => keep({ historyDays: days })} />
      </Row>
      <Row label={t('keeping.sound')}>
        <NumberSelect value={audioDays} options={options} label={lifetime} onChange={(days) => keep({ audioDays: days })} />
      </Row>
      <p className={panel.note}>{t('keeping.note')}</p>
      <BackupSetting />
    </SettingsSection>
  );
}

/** All texts in one file, and back. */
function BackupSetting() {
  const { t } = useTranslation();
  const history = useHistory();
  const [message, setMessage] = useState('');
  const bringIn = async ({ target }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = target.files?.[0];
    if (file === undefined) return;
    const restored = await history.bringIn(file);
    // The same file can be chosen again.
    target.value = '';
    setMessage(restored === null ? '' : t('keeping.broughtIn', { entries: restored.entries, versions: restored.texts }));
  };
  return (
    <Setting label={[t('keeping.backup'), t('keeping.backUp'), t('keeping.bringIn')].join(' ')}>
      <div className={panel.row}>
        <span>{t('keeping.backup')}</span>
        <button type="button" className={panel.button} onClick={() => void history.backUp()}>
          {t('keeping.backUp')}
        </button>
        <FileButton label={t('keeping.bringIn')} accept=".json,application/json" onChange={(event) => void bringIn(event)} />
      </div>
      <p className={panel.note} aria-live="polite">
        {message === '' ? t('keeping.backupNote') : message}
      </p>
    </Setting>
  );
}
