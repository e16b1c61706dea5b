import type { Settings } from '../../core/settings';
import type { AppStore } from '../app/store';

export interface GuideDeskParts {
  readonly store: AppStore;
  changeSettings(changed: Partial<Settings>): Promise<void>;
}

/** Opens the guide, by itself at the first start only. */
export class GuideDesk {
  readonly #parts: GuideDeskParts;

  constructor(parts: GuideDeskParts) {
    this.#parts = parts;
  }

  /** After the settings were read. */
  begin(): void {
    const { store } = this.#parts;
    store.setState({ isGuideOpen: !store.getState().settings.isGuideSeen });
  }

  open(): void {
    this.#parts.store.setState({ isGuideOpen: true });
  }

  /** Finished or skipped: it does not come again by itself. */
  async close(): Promise<void> {
    const { store, changeSettings } = this.#parts;
    store.setState({ isGuideOpen: false });
    if (!store.getState().settings.isGuideSeen) await changeSettings({ isGuideSeen: true });
  }
}
