import { app, systemPreferences, type Session, type WebContents } from 'electron';
import { appOrigin } from '../origin';

/** Chromium writes origins with and without the final slash. */
const isOwn = (origin: string | undefined): boolean => origin?.replace(/\/$/, '') === appOrigin;

/** The page may use the microphone, and nothing else that needs permission. */
export function setupPermissions(session: Session): void {
  session.setPermissionCheckHandler(
    (_contents, permission, origin, details) => permission === 'media' && isOwn(origin) && details.mediaType !== 'video',
  );
  session.setPermissionRequestHandler((_contents, permission, decide, details) => {
    const kinds = 'mediaTypes' in details ? details.mediaTypes : undefined;
    const isAudioOnly = kinds?.length === 1 && kinds[0] === 'audio';
    const origin = 'securityOrigin' in details ? details.securityOrigin : details.requestingUrl;
    if (permission !== 'media' || !isAudioOnly || !isOwn(origin)) decide(false);
    else if (process.platform !== 'darwin') decide(true);
    // macOS keeps a permission of its own, and without asking it records silence.
    else void systemPreferences.askForMediaAccess('microphone').then(decide, () => decide(false));
  });
}

/** No page of ours leads anywhere else: no navigation, no second window, no embedded view. */
export function setupNavigation(): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}
