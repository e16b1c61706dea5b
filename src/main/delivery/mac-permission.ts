import { systemPreferences } from 'electron';

const where = 'System Settings › Privacy & Security › Accessibility';

/** macOS drops synthetic keys silently without this permission, so it is asked about before each paste. */
export function macObstacle(): string | null {
  if (isTrusted(false)) return null;
  return `macOS lets Utter type into other applications only after you allow it in ${where}. The text is on the clipboard.`;
}

/** Starting a keyboard hook without the permission can crash its process. */
export function macHookObstacle(): string | null {
  if (isTrusted(false)) return null;
  return `macOS tells Utter when you let the key go only after you allow it in ${where}. Until then each press toggles.`;
}

let wasAsked = false;

/** Lets macOS show its own question, once: it names the application and opens the right page of the settings. */
export function askForMacPermission(): void {
  if (wasAsked) return;
  wasAsked = true;
  isTrusted(true);
}

function isTrusted(withPrompt: boolean): boolean {
  return process.platform !== 'darwin' || systemPreferences.isTrustedAccessibilityClient(withPrompt);
}
