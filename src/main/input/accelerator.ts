import type { UiohookKey } from 'uiohook-napi';

/** An Electron accelerator taken apart, so that two can be compared and the hook can watch for one. */
export interface Chord {
  readonly modifiers: ReadonlySet<Modifier>;
  readonly key: HookKey;
}

export type Modifier = 'Control' | 'Alt' | 'Shift' | 'Super';
/** A key as the hook's library names it. */
export type HookKey = `${keyof typeof UiohookKey}`;

const modifierNames: Readonly<Record<string, Modifier>> = {
  control: 'Control',
  ctrl: 'Control',
  alt: 'Alt',
  option: 'Alt',
  altgr: 'Alt',
  shift: 'Shift',
  super: 'Super',
  meta: 'Super',
  command: 'Super',
  cmd: 'Super',
};

/** A modifier alone on its side of the keyboard; only the hook can watch for these. */
const soloModifiers: Readonly<Record<string, HookKey>> = {
  rightcontrol: 'CtrlRight',
  rightalt: 'AltRight',
  rightshift: 'ShiftRight',
  rightsuper: 'MetaRight',
};

/** Keys by the sign that they write on an American keyboard. */
export const signKeys = {
  ';': 'Semicolon',
  '=': 'Equal',
  ',': 'Comma',
  '-': 'Minus',
  '.': 'Period',
  '/': 'Slash',
  '`': 'Backquote',
  '[': 'BracketLeft',
  '\\': 'Backslash',
  ']': 'BracketRight',
  "'": 'Quote',
} as const satisfies Readonly<Record<string, HookKey>>;

/** Electron's names (https://www.electronjs.org/docs/latest/api/accelerator) that the hook calls otherwise. */
const keyNames: Readonly<Record<string, HookKey>> = {
  esc: 'Escape',
  return: 'Enter',
  up: 'ArrowUp',
  down: 'ArrowDown',
  left: 'ArrowLeft',
  right: 'ArrowRight',
  ...signKeys,
  plus: 'Equal',
  nummult: 'NumpadMultiply',
  numadd: 'NumpadAdd',
  numsub: 'NumpadSubtract',
  numdec: 'NumpadDecimal',
  numdiv: 'NumpadDivide',
  ...Object.fromEntries(Array.from({ length: 10 }, (_, digit) => [`num${digit}`, `Numpad${digit}` as HookKey])),
};

/** Keys that go by one name in both. */
const sameNames: readonly HookKey[] = [
  ...('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.split('') as HookKey[]),
  ...Array.from({ length: 24 }, (_, index) => `F${index + 1}` as HookKey),
  ...(['Backspace', 'Tab', 'Enter', 'CapsLock', 'Escape', 'Space', 'PageUp', 'PageDown', 'End', 'Home', 'Insert'] as const),
  ...(['Delete', 'ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown', 'NumLock', 'ScrollLock', 'PrintScreen'] as const),
];
const keys = new Map<string, HookKey>([
  ...sameNames.map((name): [string, HookKey] => [name.toLowerCase(), name]),
  ...Object.entries(keyNames),
  ...Object.entries(soloModifiers),
]);

/** Null when the text is no key combination. */
export function parseAccelerator(accelerator: string, platform: NodeJS.Platform): Chord | null {
  const parts = accelerator.split('+').map((part) => part.trim().toLowerCase());
  const name = parts.pop() ?? '';
  const key = keys.get(name);
  if (key === undefined) return null;
  const modifiers = new Set<Modifier>(name === 'plus' ? ['Shift'] : []);
  for (const part of parts) {
    const isPlatformKey = part === 'commandorcontrol' || part === 'cmdorctrl';
    const modifier = isPlatformKey ? (platform === 'darwin' ? 'Super' : 'Control') : modifierNames[part];
    if (modifier === undefined) return null;
    modifiers.add(modifier);
  }
  if (isSolo(key) && modifiers.size > 0) return null;
  return { modifiers, key };
}

/** Whether the chord is one modifier key and nothing else. */
export function isSolo(key: HookKey): boolean {
  return Object.values(soloModifiers).includes(key);
}

/** Whether two chords are the same keys. */
export function isSameChord(one: Chord, other: Chord): boolean {
  if (one.key !== other.key || one.modifiers.size !== other.modifiers.size) return false;
  return [...one.modifiers].every((modifier) => other.modifiers.has(modifier));
}

/** Whether a key writes a character. */
export function isCharacter(key: HookKey): boolean {
  return characterKeys.has(key);
}

const characterKeys: ReadonlySet<string> = new Set([
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.split(''),
  'Semicolon',
  'Equal',
  'Comma',
  'Minus',
  'Period',
  'Slash',
  'Backquote',
  'BracketLeft',
  'Backslash',
  'BracketRight',
  'Quote',
  'Space',
]);

/** Why a chord would get in the way of ordinary typing, or null. */
export function typingConflict({ modifiers, key }: Chord, platform: NodeJS.Platform): string | null {
  // Between them, the layouts of Windows use every character key there is; which one is in use changes with a key press.
  const isAltGr = platform === 'win32' && modifiers.has('Control') && modifiers.has('Alt') && !modifiers.has('Super');
  if (isAltGr && isCharacter(key)) {
    return 'On Windows, AltGr is Ctrl and Alt: this combination writes a character on many keyboards. Use another one.';
  }
  if (isSolo(key) || /^(F\d+|Escape|PrintScreen|ScrollLock|CapsLock|NumLock)$/.test(key)) return null;
  const isBare = modifiers.size === 0 || (modifiers.size === 1 && modifiers.has('Shift'));
  if (isBare) return 'That key is needed for typing. Add Ctrl, Alt or the Super key to it.';
  const isOne = modifiers.size === 1 && (modifiers.has('Control') || modifiers.has('Super'));
  if (isOne && 'ACVXZSNWQTFP'.includes(key)) return 'Applications use that combination themselves. Add another modifier to it.';
  return null;
}
