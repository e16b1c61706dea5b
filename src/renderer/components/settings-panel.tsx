import type { Settings } from '../../core/settings';
import { HistorySettings } from './history-settings';
import { useSession } from '../session-context';
import { useApp } from '../store';
import { AboutSettings } from './about-settings';
import { DeliverySettings } from './delivery-settings';
import { MicrophonePicker } from './microphone-picker';
import { MicrophoneTrial } from './microphone-trial';
import { ModelManager } from './model-manager';
import styles from './panel.module.css';
import { SystemSettings } from './system-settings';
import { UserWordsSection } from './user-words-section';
import { TextSettingsRows } from './text-settings';

/** Microphone, theme, the user's words and how words are written; where the host has them, hotkeys and delivery. */
export function SettingsPanel() {
  const session = useSession();
  const theme = useApp((state) => state.settings.theme);
  return (
    <>
      <button type="button" className={styles.opener} popoverTarget="settings">
        Settings
      </button>
      <section id="settings" popover="auto" className={styles.panel} aria-label="Settings" data-place="top">
        <MicrophonePicker />
        <MicrophoneTrial />
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
        <SystemSettings />
        <AboutSettings />
      </section>
    </>
  );
}
