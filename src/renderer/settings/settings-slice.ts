import { defaultSettings, type Settings } from '../../core/settings';
import type { UpdateAnswer } from '../../platform/system-services';

/** What the system around Utter does for it. */
export interface SystemState {
  /** Null where it is not known. */
  readonly startsAtLogin: boolean | null;
  /** What the releases' address said last; null before it was asked. */
  readonly update: UpdateAnswer | null;
}

export interface SettingsSlice {
  readonly settings: Settings;
  readonly system: SystemState;
}

export const settingsSlice: SettingsSlice = {
  settings: defaultSettings,
  system: { startsAtLogin: null, update: null },
};
