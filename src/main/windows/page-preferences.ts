import type { WebPreferences } from 'electron';

/** What every page of Utter may do: nothing of Node, and only what its preload hands it. */
export function pagePreferences(preload: string): WebPreferences {
  return {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    spellcheck: false,
    // Speech goes on, and is shown, while another application is in front.
    backgroundThrottling: false,
  };
}
