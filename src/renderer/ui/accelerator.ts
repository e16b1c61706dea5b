/** The parts of a keyboard event that name a key. */
export type KeyPress = Pick<KeyboardEvent, 'type' | 'code' | 'key' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>;

const named: Readonly<Record<string, string>> = {
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Semicolon: ';',
  Equal: '=',
  Comma: ',',
  Minus: '-',
  Period: '.',
  Slash: '/',
  Backquote: '`',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Quote: "'",
};

/** What else Electron calls by what it writes. */
const characters: ReadonlySet<string> = new Set(Object.values(named).filter((name) => name.length === 1));

const sameNames = /^(F\d{1,2}|Space|Tab|Backspace|Delete|Insert|Enter|Home|End|PageUp|PageDown|Escape)$/;

/** Modifiers that can be the key on their own; the left ones are in every other chord. */
const solo: Readonly<Record<string, string>> = {
  ControlRight: 'RightControl',
  AltRight: 'RightAlt',
  ShiftRight: 'RightShift',
  MetaRight: 'RightSuper',
};

/** The Electron accelerator of a key as it is pressed, or null for a modifier and for keys that have no name there. */
export function acceleratorOf(press: KeyPress, isMac: boolean): string | null {
  const key = keyName(press, isMac);
  if (key === null) return null;
  const modifiers = [
    press.ctrlKey && (isMac ? 'Control' : 'CommandOrControl'),
    press.metaKey && (isMac ? 'CommandOrControl' : 'Super'),
    press.altKey && 'Alt',
    press.shiftKey && 'Shift',
  ].filter((name) => name !== false);
  return [...modifiers, key].join('+');
}

/** The accelerator of a modifier that was pressed and let go with no other key, or null. */
export function soloAcceleratorOf(code: string): string | null {
  return solo[code] ?? null;
}

/**
 * The system's shortcuts go by what a key writes in its layout, so that “Z” is the key labelled Z; on macOS by where it is.
 * Layouts without Latin letters are used beside one that has them, usually the American.
 */
function keyName({ code, key }: KeyPress, isMac: boolean): string | null {
  if (!isMac && /^[a-z]$/i.test(key) && /^(Key[A-Z]|Semicolon|Comma|Period|Slash|Quote|Bracket\w+|Minus|Equal)$/.test(code)) {
    return key.toUpperCase();
  }
  if (!isMac && code.startsWith('Key') && characters.has(key)) return key;
  const plain = /^(?:Key([A-Z])|Digit(\d))$/.exec(code);
  if (plain !== null) return plain[1] ?? plain[2] ?? null;
  const digit = /^Numpad(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return `num${digit}`;
  return named[code] ?? (sameNames.test(code) ? code : null);
}
