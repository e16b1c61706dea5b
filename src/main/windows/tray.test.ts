import { describe, expect, it, vi } from 'vitest';
import { uiLanguages, type UiLanguage } from '../../core/ui-language';
import { messages } from '../messages';
import { createTray } from './tray';

const shown = vi.hoisted(() => ({ tooltip: '', labels: [] as (string | undefined)[] }));

vi.mock('electron', () => ({
  Menu: { buildFromTemplate: (items: { label?: string }[]) => items.map(({ label }) => label) },
  nativeImage: { createFromPath: (path: string) => path },
  Tray: class {
    on(): void {}
    setImage(): void {}
    setToolTip(tooltip: string): void {
      shown.tooltip = tooltip;
    }
    setContextMenu(labels: (string | undefined)[]): void {
      shown.labels = labels;
    }
  },
}));

describe('tray', () => {
  it('[U63] speaks the language of the window, also when it changes while a dictation runs', () => {
    const nothing = (): void => {};
    let language: UiLanguage = 'en';
    const actions = { toggleDictation: nothing, pasteAgain: nothing, showWindow: nothing, quit: nothing };
    const tray = createTray('/icons', actions, () => messages[language]);
    expect(shown.labels).toEqual(['Start dictation', 'Paste the last text again', 'Show Utter', undefined, 'Quit Utter']);
    tray.show('listening');
    const tooltips = new Set<string>();
    for (language of uiLanguages) {
      tray.refresh();
      expect(shown.labels[0]).toBe(messages[language].stop);
      expect(shown.tooltip).toBe(messages[language].phases.listening);
      tooltips.add(shown.tooltip);
    }
    expect(tooltips.size).toBe(uiLanguages.length);
  });
});
