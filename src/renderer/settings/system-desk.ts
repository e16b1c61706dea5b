import type { Platform } from '../../platform/platform';
import { alertIn, attempt } from '../app/attempt';
import type { AppStore } from '../app/store';
import { t } from '../locales/language';
import type { SystemState } from './settings-slice';

export interface SystemDeskParts {
  readonly platform: Platform;
  readonly store: AppStore;
  /** The status line says this for a moment. */
  say(remark: string): void;
}

/** What the system around Utter does for it. */
export class SystemDesk {
  readonly #parts: SystemDeskParts;

  constructor(parts: SystemDeskParts) {
    this.#parts = parts;
    parts.platform.onUpdateFound((version) => {
      this.#set({ update: { state: 'newer', version } });
      parts.say(t('remarks.newerVersion', { version }));
    });
  }

  /** After the settings were read. */
  async begin(): Promise<void> {
    const { platform, store } = this.#parts;
    if (!store.getState().can.startAtLogin) return;
    await this.#attempt(async () => this.#set({ startsAtLogin: await platform.startsAtLogin() }));
  }

  async setStartsAtLogin(isWanted: boolean): Promise<void> {
    const { platform } = this.#parts;
    await this.#attempt(() => platform.setStartsAtLogin(isWanted));
    // Shown is what the system says, also when it refused.
    await this.#attempt(async () => this.#set({ startsAtLogin: await platform.startsAtLogin() }));
  }

  async lookForUpdate(): Promise<void> {
    await this.#attempt(async () => this.#set({ update: await this.#parts.platform.lookForUpdate() }));
  }

  async openReleases(): Promise<void> {
    await this.#attempt(() => this.#parts.platform.openReleases());
  }

  #set(changed: Partial<SystemState>): void {
    this.#parts.store.setState(({ system }) => ({ system: { ...system, ...changed } }));
  }

  #attempt(action: () => Promise<void>): Promise<void> {
    return attempt(action, alertIn(this.#parts.store));
  }
}
