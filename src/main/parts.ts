import { app, BrowserWindow } from 'electron';
import { uiLanguage } from '../core/ui-language';
import type { Log } from './log';
import { type Messages, messages as messagesIn } from './messages';
import { paths } from './paths';
import { openSettings, type SettingsFile } from './settings-file';
import type { Signals } from './signals';
import { createPage, type Page } from './windows/page';

/** What every feature of main is wired with. */
export interface Parts {
  readonly log: Log;
  readonly signals: Signals;
  readonly settings: SettingsFile;
  readonly page: Page;
  messages(): Messages;
  isOwnWindowFocused(): boolean;
}

export async function openParts(log: Log, signals: Signals): Promise<Parts> {
  const settings = await openSettings(paths.settings, log);
  return {
    log,
    signals,
    settings,
    page: createPage(),
    messages: () => messagesIn[uiLanguage(settings.current().language, app.getPreferredSystemLanguages())],
    isOwnWindowFocused: () => BrowserWindow.getFocusedWindow() !== null,
  };
}
