import { errorText } from '../../core/errors';
import { parseAccelerator, type HookKey } from './accelerator';
import { displayObstacle, openChildPort } from './child-port';
import { ChordTracker, soloSettleMs, type ChordEvent } from './chord-tracker';
import type { HookReply, HookRequest } from './messages';
import type { XKeyboard } from './x-layout';

/*
 * A process of its own that sees every key, and tells main of the bound ones alone: what the user types never leaves
 * it. It is apart from the input host, so that neither's end is the other's.
 */

const port = openChildPort<HookRequest, HookReply>();
const tracker = new ChordTracker();
const tell = (events: readonly ChordEvent[]): void => {
  for (const event of events) port.send(event);
};

async function start(): Promise<void> {
  const obstacle = displayObstacle();
  if (obstacle !== null) throw new Error(obstacle);
  const { uIOhook, UiohookKey } = await import('uiohook-napi');
  const names = new Map(Object.entries(UiohookKey).map(([name, code]) => [code as number, name as HookKey]));
  const layout = await followLayout();
  // Keys that have no name here are still keys: they make a chord larger and count as typing.
  const nameOf = (code: number): HookKey => layout(code) ?? names.get(code) ?? (`Unknown${code}` as HookKey);
  uIOhook.on('keydown', (event) => {
    tell(tracker.keyDown(nameOf(event.keycode), event, performance.now()));
    setTimeout(() => tell(tracker.tick(performance.now())), soloSettleMs + 1);
  });
  uIOhook.on('keyup', ({ keycode }) => tell(tracker.keyUp(nameOf(keycode), performance.now())));
  uIOhook.on('mousedown', () => tell(tracker.mouseDown()));
  uIOhook.start();
}

/** X11's key codes are those of the library, which go by position, and 8; only in the main block is that so. */
const [keycodeOffset, lastMainCode] = [8, 0x58];

/**
 * What a key is called by its layout: the hook hears positions on X11, where the system's shortcuts go by letters. (On
 * Windows both go by letters, on macOS both by position.)
 */
async function followLayout(): Promise<(code: number) => HookKey | null> {
  if (process.platform !== 'linux') return () => null;
  const { followKeyboard, keyNameAt } = await import('./x-layout');
  let keyboard: XKeyboard | null = null;
  await followKeyboard((next) => (keyboard = next)).catch(() => undefined);
  return (code) => (keyboard === null || code > lastMainCode ? null : keyNameAt(keyboard, code + keycodeOffset));
}

port.onRequest((request) => {
  if (request.type === 'arm') {
    tracker.arm(request.ownKey, performance.now());
    return;
  }
  const bindings = request.bindings.flatMap(({ accelerator, ...binding }) => {
    const chord = parseAccelerator(accelerator, process.platform);
    return chord === null ? [] : [{ ...binding, chord }];
  });
  tell(tracker.watch(bindings));
});

start().then(
  () => port.send({ type: 'ready' }),
  (error: unknown) => port.send({ type: 'failed', reason: errorText(error) }),
);
