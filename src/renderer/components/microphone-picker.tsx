import { useSession } from '../session-context';
import { useApp } from '../store';
import styles from './panel.module.css';

/** Which microphone is listened to; one that is not connected stays chosen. */
export function MicrophonePicker() {
  const session = useSession();
  const microphoneId = useApp((state) => state.settings.microphoneId);
  const microphones = useApp((state) => state.microphones);
  return (
    <label className={styles.row}>
      <span>Microphone</span>
      <select
        value={microphoneId ?? ''}
        onChange={(event) => void session.changeSettings({ microphoneId: event.target.value || null })}
      >
        <option value="">System default</option>
        {microphones.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
        {microphoneId !== null && !microphones.some(({ id }) => id === microphoneId) && (
          <option value={microphoneId}>Not connected</option>
        )}
      </select>
    </label>
  );
}
