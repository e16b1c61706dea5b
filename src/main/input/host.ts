import { errorText } from '../../core/errors';
import { displayObstacle, openChildPort } from './child-port';
import type { HostReply, HostRequest, PressedChord } from './messages';

/*
 * A process of its own for pressing keys: the native library (macOS, Windows) may abort its process, and that must never
 * take the application with it. Runs as an Electron utility process, and as a plain Node child in tests.
 */

async function press(chord: PressedChord): Promise<void> {
  const obstacle = displayObstacle();
  if (obstacle !== null) throw new Error(obstacle);
  if (process.platform === 'linux') {
    const { pressOnX11 } = await import('./x-keys');
    await pressOnX11(chord);
    return;
  }
  const { uIOhook, UiohookKey: key } = await import('uiohook-napi');
  if (process.platform === 'darwin') uIOhook.keyTap(key.V, [key.Meta]);
  else if (chord === 'paste') uIOhook.keyTap(key.V, [key.Ctrl]);
  else if (chord === 'paste-terminal') uIOhook.keyTap(key.V, [key.Ctrl, key.Shift]);
  else uIOhook.keyTap(key.Insert, [key.Shift]);
}

const port = openChildPort<HostRequest, HostReply>();
port.onRequest(({ id, chord }) => {
  press(chord).then(
    () => port.send({ type: 'pressed', id }),
    (error: unknown) => port.send({ type: 'failed', id, reason: errorText(error) }),
  );
});
