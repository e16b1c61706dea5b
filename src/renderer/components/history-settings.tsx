import { editCommands } from '../../core/transcript/edit-commands';
import { useHistory } from '../history-store';
import { useSession } from '../session-context';
import { useApp } from '../store';
import styles from './panel.module.css';

const lifetimes: readonly (readonly [days: number, label: string])[] = [
  [0, 'For good'],
  [1, 'For a day'],
  [7, 'For a week'],
  [30, 'For a month'],
  [365, 'For a year'],
];

const warmTimes: readonly (readonly [minutes: number, label: string])[] = [
  [0, 'No'],
  [1, 'For a minute'],
  [10, 'For 10 minutes'],
  [60, 'For an hour'],
];

/** What is kept of dictations, the microphone between them, and the commands that edit by voice. */
export function HistorySettings() {
  const session = useSession();
  const history = useHistory();
  const { keepHistory, historyDays, audioDays, microphoneWarmMinutes, editCommandsOff } = useApp((state) => state.settings);
  const keep = (changed: Parameters<typeof session.changeSettings>[0]): void =>
    void session.changeSettings(changed).then(() => history.applyRetention());
  return (
    <fieldset className={styles.group}>
      <legend>History</legend>
      <label className={styles.row}>
        <span>Keep what is dictated and transcribed</span>
        <input type="checkbox" checked={keepHistory} onChange={(event) => keep({ keepHistory: event.target.checked })} />
      </label>
      <Choice label="Keep text" value={historyDays} options={lifetimes} onChange={(days) => keep({ historyDays: days })} />
      <Choice label="Keep sound" value={audioDays} options={lifetimes} onChange={(days) => keep({ audioDays: days })} />
      <Choice
        label="Keep the microphone ready after a dictation"
        value={microphoneWarmMinutes}
        options={warmTimes}
        onChange={(minutes) => keep({ microphoneWarmMinutes: minutes })}
      />
      <details className={styles.details}>
        <summary>Commands that edit by voice</summary>
        <p className={styles.note}>Said alone, between two pauses.</p>
        {editCommands.map(({ action, phrases, does }) => (
          <label key={action} className={styles.row}>
            <span>
              “{phrases[0]}” {does}
            </span>
            <input
              type="checkbox"
              checked={!editCommandsOff.includes(action)}
              onChange={(event) =>
                void session.changeSettings({
                  editCommandsOff: event.target.checked
                    ? editCommandsOff.filter((each) => each !== action)
                    : [...editCommandsOff, action],
                })
              }
            />
          </label>
        ))}
      </details>
    </fieldset>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: number;
  readonly options: readonly (readonly [value: number, label: string])[];
  onChange(value: number): void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <label className={styles.row}>
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(Number(event.target.value))}>
        {options.map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
        {!options.some(([each]) => each === value) && <option value={value}>{value}</option>}
      </select>
    </label>
  );
}
