import { contextBridge, ipcRenderer } from 'electron';
import { overlayChannel, type OverlayFrame, type OverlayHost } from '../platform/overlay';

/** The latest frame is kept for a page that is still loading; older ones are of no use to it. */
let latest: OverlayFrame | null = null;
const listeners = new Set<(frame: OverlayFrame) => void>();
ipcRenderer.on(overlayChannel, (_event, frame: OverlayFrame) => {
  latest = frame;
  for (const listener of listeners) listener(frame);
});

const host = {
  onFrame(listener) {
    listeners.add(listener);
    if (latest !== null) listener(latest);
    return () => void listeners.delete(listener);
  },
} satisfies OverlayHost;

contextBridge.exposeInMainWorld('utterOverlay', host);
