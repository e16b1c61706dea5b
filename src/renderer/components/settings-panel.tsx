import type { Settings } from '../../core/settings';
import { isMac, keyNames } from '../keys';
import { HistorySettings } from './history-settings';
import { useSession } from '../session-context';
import { useApp } from '../store';
import styles from './panel.module.css';

/** Microphone and theme; where the host has them, delivery and the hotkey. */
export function SettingsPanel() {
  const session = useSession();
  const { microphoneId, theme, deliverText } = useApp((state) => state.settings);
  const microphones = useApp((state) => state.microphones);
  const can = useApp((state) => state.can);
  return (
    <>
      <button type="button" className={styles.opener} popoverTarget="settings">
        Settings
      </button>
      <section id="settings" popover="auto" className={styles.panel} aria-label="Settings" data-place="top">
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
        <label className={styles.row}>
          <span>Theme</span>
          <select
            value={theme}
            onChange={(event) => void session.changeSettings({ theme: event.target.value as Settings['theme'] })}
          >
            <option value="system">As the system</option>
            <option value="light">Light</option>
            <option value="dark">Dark</option>
          </select>
        </label>
        {can.deliver && (
          <label className={styles.row}>
            <span>Paste into the application you were using</span>
            <input
              type="checkbox"
              checked={deliverText}
              onChange={(event) => void session.changeSettings({ deliverText: event.target.checked })}
            />
          </label>
        )}
        {can.globalHotkey && <HotkeyRow />}
        <HistorySettings />
      </section>
    </>
  );
}

function HotkeyRow() {
  const hotkey = useApp((state) => state.hotkey);
  if (hotkey === null) return null;
  return (
    <p className={styles.row}>
      <span>Hotkey</span>
      <span>
        {hotkey.state === 'registered' ? <kbd>{keyNames(hotkey.accelerator, isMac())}</kbd> : `Not available: ${hotkey.reason}`}
      </span>
    </p>
  );
}
