import x11, { type Display } from 'x11';
import type { PressedChord } from './messages';

/** Key symbols of the X protocol (X11/keysymdef.h). */
const keySym = { control: 0xffe3, shift: 0xffe1, insert: 0xff63, v: 0x76 } as const;

const chords: Readonly<Record<PressedChord, readonly (keyof typeof keySym)[]>> = {
  paste: ['control', 'v'],
  'paste-terminal': ['control', 'shift', 'v'],
  'paste-selection': ['shift', 'insert'],
};

/** Where evdev keyboards have V, for layouts on which no key writes a Latin one. */
const usualKeycodeOfV = 55;

const answerTimeoutMs = 2000;

/**
 * Presses a chord as the keyboard itself would, through the XTEST extension. (uiohook-napi sends events to the window in
 * front instead, which xterm, GTK, Qt and Chromium all ignore.) Resolves when the X server has done it.
 */
export async function pressOnX11(chord: PressedChord): Promise<void> {
  const { client, min_keycode: first, max_keycode: last, screen } = await openDisplay();
  const lost = new Promise<never>((_resolve, reject) => {
    client.on('error', reject);
    client.on('end', () => reject(new Error('The X server closed the connection.')));
    setTimeout(() => reject(new Error('The X server did not answer.')), answerTimeoutMs).unref();
  });
  try {
    const xtest = await Promise.race([answer(client.require.bind(client), 'xtest' as const), lost]);
    const rows = await Promise.race([answer(client.GetKeyboardMapping.bind(client), first, last - first + 1), lost]);
    const codes = chords[chord].map((name) => {
      const row = rows.findIndex((symbols) => symbols.includes(keySym[name]));
      if (row >= 0) return first + row;
      if (name === 'v') return usualKeycodeOfV;
      throw new Error(`The keyboard has no ${name} key.`);
    });
    const root = screen[0]?.root ?? 0;
    for (const code of codes) xtest.FakeInput(xtest.KeyPress, code, 0, root, 0, 0);
    for (const code of codes.toReversed()) xtest.FakeInput(xtest.KeyRelease, code, 0, root, 0, 0);
    // Requests are worked off in order: with this answered, the keys were pressed.
    await Promise.race([answer(client.GetInputFocus.bind(client)), lost]);
  } finally {
    lost.catch(() => undefined);
    client.terminate();
  }
}

function openDisplay(): Promise<Display> {
  return new Promise((resolve, reject) => {
    const client = x11.createClient((error, display) => (error ? reject(error) : resolve(display)));
    client.on('error', reject);
  });
}

/** A request of the library as a promise: its last argument is the callback. */
function answer<Args extends readonly unknown[], Result>(
  request: (...args: [...Args, (error: Error | null | undefined, result: Result) => void]) => void,
  ...args: Args
): Promise<Result> {
  return new Promise((resolve, reject) => {
    request(...args, (error, result) => (error ? reject(error) : resolve(result)));
  });
}
