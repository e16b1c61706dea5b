import { systemPreferences } from 'electron';

/** macOS drops synthetic keys silently without this permission, so it is asked about before each paste. */
export function macObstacle(): string | null {
  if (process.platform !== 'darwin' || systemPreferences.isTrustedAccessibilityClient(false)) return null;
  return (
    'macOS lets Utter type into other applications only after you allow it in System Settings › ' +
    'Privacy & Security › Accessibility. The text is on the clipboard.'
  );
}
