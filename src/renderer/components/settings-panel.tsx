import type { Settings } from '../../core/settings';
import { HistorySettings } from './history-settings';
import { useSession } from '../session-context';
import { useApp } from '../store';
import { DeliverySettings } from './delivery-settings';
import { ModelManager } from './model-manager';
import styles from './panel.module.css';
import { UserWordsSection } from './user-words-section';
import { TextSettingsRows } from './text-settings';

/** Microphone, theme, the user's words and how words are written; where the host has them, hotkeys and delivery. */
export function SettingsPanel() {
  const session = useSession();
  const { microphoneId, theme } = useApp((state) => state.settings);
  const microphones = useApp((state) => state.microphones);
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
        <DeliverySettings />
        <ModelManager />
        <UserWordsSection />
        <TextSettingsRows />
        <HistorySettings />
      </section>
    </>
  );
}
