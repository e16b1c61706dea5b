import type { PressedChord } from './messages';
import { answer, extension, keycodeOf, readKeyboard, withDisplay } from './x-layout';

/** Key symbols of the X protocol (X11/keysymdef.h). */
const keySym = { control: 0xffe3, shift: 0xffe1, insert: 0xff63, v: 0x76 } as const;

const chords: Readonly<Record<PressedChord, readonly (keyof typeof keySym)[]>> = {
  paste: ['control', 'v'],
  'paste-terminal': ['control', 'shift', 'v'],
  'paste-selection': ['shift', 'insert'],
};

/** Where evdev keyboards have V, for layouts on which no key writes a Latin one. */
const usualKeycodeOfV = 55;

/**
 * Presses a chord as the keyboard itself would, through the XTEST extension. (uiohook-napi sends events to the window in
 * front instead, which xterm, GTK, Qt and Chromium all ignore.) Resolves when the X server has done it.
 */
export function pressOnX11(chord: PressedChord): Promise<void> {
  return withDisplay(async (display) => {
    const { client, screen } = display;
    const xtest = await extension(client, 'xtest');
    const keyboard = await readKeyboard(display);
    const codes = chords[chord].map((name) => {
      const code = keycodeOf(keyboard, keySym[name]);
      if (code !== null) return code;
      if (name === 'v') return usualKeycodeOfV;
      throw new Error(`The keyboard has no ${name} key.`);
    });
    const root = screen[0]?.root ?? 0;
    for (const code of codes) xtest.FakeInput(xtest.KeyPress, code, 0, root, 0, 0);
    for (const code of codes.toReversed()) xtest.FakeInput(xtest.KeyRelease, code, 0, root, 0, 0);
    // Requests are worked off in order: with this answered, the keys were pressed.
    await answer(client.GetInputFocus.bind(client));
  });
}
