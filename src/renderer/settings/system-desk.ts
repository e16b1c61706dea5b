import { toFailure } from '../../core/errors';
import type { Settings } from '../../core/settings';
import type { Platform } from '../../platform/platform';
import { t } from '../locales/language';
import type { AppStore, SystemState } from '../app/store';
import { WatchDesk, type WatchDeskParts } from '../recordings/watch-desk';

export interface SystemDeskParts extends WatchDeskParts {
  readonly platform: Platform;
  readonly store: AppStore;
  changeSettings(changed: Partial<Settings>): Promise<void>;
  /** The status line says this for a moment. */
  say(remark: string): void;
}

/** What the system around Utter does for it, and the guide that explains Utter at its first start. */
export class SystemDesk {
  readonly #parts: SystemDeskParts;
  readonly #watch: WatchDesk;

  constructor(parts: SystemDeskParts) {
    this.#parts = parts;
    this.#watch = new WatchDesk(parts);
    parts.platform.onUpdateFound((version) => {
      this.#set({ update: { state: 'newer', version } });
      parts.say(t('remarks.newerVersion', { version }));
    });
  }

  /** After the settings were read. */
  async begin(): Promise<void> {
    const { platform, store } = this.#parts;
    const { can, settings } = store.getState();
    store.setState({ isGuideOpen: !settings.isGuideSeen });
    await this.#attempt(async () => {
      if (can.startAtLogin) this.#set({ startsAtLogin: await platform.startsAtLogin() });
      if (can.watchFolder) this.#watch.changed(await platform.watchState());
    });
  }

  openGuide(): void {
    this.#parts.store.setState({ isGuideOpen: true });
  }

  /** Finished or skipped: it does not come again by itself. */
  async closeGuide(): Promise<void> {
    const { store, changeSettings } = this.#parts;
    store.setState({ isGuideOpen: false });
    if (!store.getState().settings.isGuideSeen) await changeSettings({ isGuideSeen: true });
  }

  async setStartsAtLogin(isWanted: boolean): Promise<void> {
    const { platform } = this.#parts;
    await this.#attempt(() => platform.setStartsAtLogin(isWanted));
    // Shown is what the system says, also when it refused.
    await this.#attempt(async () => this.#set({ startsAtLogin: await platform.startsAtLogin() }));
  }

  async chooseWatchFolder(): Promise<void> {
    await this.#attempt(() => this.#parts.platform.chooseWatchFolder());
  }

  async stopWatching(): Promise<void> {
    await this.#attempt(() => this.#parts.platform.stopWatching());
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

  async #attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#parts.store.setState({ problem: toFailure(error) });
    }
  }
}
