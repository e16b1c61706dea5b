import type { HostReply, HostRequest } from './messages';

/*
 * A process of its own for the native input library: it aborts its process without a display, and under
 * XWayland when a Wayland window has the focus, and that must never take the application with it. Runs as
 * an Electron utility process, and as a plain Node child in tests.
 */

interface Port {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  postMessage(message: HostReply): void;
}

function openPort(): Port {
  const electronPort = (process as { parentPort?: Port }).parentPort;
  if (electronPort !== undefined) return electronPort;
  return {
    on: (_event, listener) => process.on('message', (data) => listener({ data })),
    postMessage: (message) => void process.send?.(message),
  };
}

async function pressPaste(): Promise<void> {
  if (process.platform === 'linux' && !process.env['DISPLAY'])
    throw new Error('There is no X display (DISPLAY).');
  const { uIOhook, UiohookKey } = await import('uiohook-napi');
  uIOhook.keyTap(UiohookKey.V, [process.platform === 'darwin' ? UiohookKey.Meta : UiohookKey.Ctrl]);
}

const port = openPort();
port.on('message', ({ data }) => {
  const { id } = data as HostRequest;
  pressPaste().then(
    () => port.postMessage({ type: 'pressed', id }),
    (error: unknown) =>
      port.postMessage({
        type: 'failed',
        id,
        reason: error instanceof Error ? error.message : String(error),
      }),
  );
});
