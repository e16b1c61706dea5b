import type { Parts } from '../parts';
import { paths } from '../paths';
import { createOverlayPresenter } from './presenter';
import { createOverlayWindow } from './window';

/** The small window above all others that shows the words while they are said. */
export function wireOverlay({ log, signals, settings, messages, isOwnWindowFocused }: Parts): void {
  const overlay = createOverlayPresenter({
    window: createOverlayWindow(paths.overlayPreload, log),
    settings: () => settings.current(),
    messages,
    isOwnWindowFocused,
    after(delayMs, callback) {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  });
  signals.phase.on((phase) => overlay.phaseChanged(phase));
  signals.live.on((live) => overlay.liveChanged(live));
  signals.delivering.on((delivery) => overlay.delivering(delivery));
  signals.settingsWritten.on(() => overlay.refresh());
}
