import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { anyEntry, type EntryFilter } from '../../history/archive';
import { useApp, useHistory } from '../app/desks';
import tools from '../ui/tools.module.css';
import styles from './history-filters.module.css';

const kinds = ['any', 'dictation', 'recording'] as const;
const kindNames = { any: 'anySource', dictation: 'dictations', recording: 'recordings' } as const;

/** Which entries are listed: of one source, from some days, delivered to one application. */
export function HistoryFilters() {
  const { t } = useTranslation();
  const history = useHistory();
  const filter = useApp((state) => state.history.filter);
  const apps = useApp((state) => state.history.apps);
  const isEmpty = useApp((state) => state.history.isEmpty);
  const [days, setDays] = useState(() => ({ from: dayText(filter.fromMs, 0), until: dayText(filter.untilMs, -1) }));
  const isOn = Object.keys(anyEntry).some((key) => filter[key as keyof EntryFilter] !== anyEntry[key as keyof EntryFilter]);
  const chooseDays = (changed: Partial<typeof days>): void => {
    const next = { ...days, ...changed };
    setDays(next);
    void history.setFilter({ fromMs: dayStartMs(next.from, 0), untilMs: dayStartMs(next.until, 1) });
  };
  if (isEmpty) return null;
  return (
    <details className={styles.filters}>
      <summary>{t(isOn ? 'history.filterOn' : 'history.filter')}</summary>
      <div className={styles.fields}>
        <label>
          <span>{t('history.source')}</span>
          <select
            className={tools.format}
            value={filter.kind}
            onChange={(event) => void history.setFilter({ kind: event.target.value as EntryFilter['kind'] })}
          >
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`history.${kindNames[kind]}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t('history.since')}</span>
          <input type="date" value={days.from} onChange={(event) => chooseDays({ from: event.target.value })} />
        </label>
        <label>
          <span>{t('history.until')}</span>
          <input type="date" value={days.until} onChange={(event) => chooseDays({ until: event.target.value })} />
        </label>
        {apps.length > 0 && (
          <label>
            <span>{t('history.app')}</span>
            <select
              className={tools.format}
              value={filter.app ?? ''}
              onChange={(event) => void history.setFilter({ app: event.target.value === '' ? null : event.target.value })}
            >
              <option value="">{t('history.anyApp')}</option>
              {apps.map((app) => (
                <option key={app} value={app}>
                  {app}
                </option>
              ))}
            </select>
          </label>
        )}
        {isOn && (
          <button
            type="button"
            className={tools.tool}
            onClick={() => {
              setDays({ from: '', until: '' });
              void history.clearFilter();
            }}
          >
            {t('history.clearFilter')}
          </button>
        )}
      </div>
    </details>
  );
}

/** The beginning of a day, or of one some days later, where the user is; null where none is given. */
function dayStartMs(day: string, later: number): number | null {
  const [year, month, date] = day.split('-').map(Number);
  if (year === undefined || month === undefined || date === undefined) return null;
  // Sets years below 100 too, which a year is while it is typed.
  return new Date(0, 0, 1).setFullYear(year, month - 1, date + later);
}

/** A day, or one some days later, as a date field has it. */
function dayText(ms: number | null, later: number): string {
  if (ms === null) return '';
  const day = new Date(ms);
  day.setDate(day.getDate() + later);
  const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');
  return `${pad(day.getFullYear(), 4)}-${pad(day.getMonth() + 1, 2)}-${pad(day.getDate(), 2)}`;
}
