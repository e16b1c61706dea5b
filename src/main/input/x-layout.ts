import x11, { type Client, type Display, type Extensions } from 'x11';
import { signKeys, type HookKey } from './accelerator';

/** The keyboard as the X server knows it: for each key code from `first` on its symbols, by group and level. */
export interface XKeyboard {
  readonly first: number;
  readonly rows: readonly (readonly number[])[];
  /** The layout in use, of those that the user switches between. */
  readonly group: number;
}

const answerTimeoutMs = 2000;
/** The core protocol's columns: the first two levels of the first two groups, then the rest. */
const levels = 2;
const latinGroups = [0, 1] as const;

const digits = '0123456789'.split('');

/** Latin-1 symbols are their characters (X11/keysymdef.h). */
const nameOf: ReadonlyMap<number, HookKey> = new Map([
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('').map((letter) => [letter.toLowerCase().charCodeAt(0), letter as HookKey] as const),
  ...digits.map((digit) => [digit.charCodeAt(0), digit as HookKey] as const),
  ...Object.entries(signKeys).map(([character, name]) => [character.charCodeAt(0), name] as const),
]);

/** The key that writes a symbol in the layout in use, or else in another one; null where none does. */
export function keycodeOf({ first, rows, group }: XKeyboard, symbol: number): number | null {
  const inUse = rows.findIndex((row) => row[group * levels] === symbol);
  const row = inUse >= 0 ? inUse : rows.findIndex((symbols) => symbols.includes(symbol));
  return row < 0 ? null : first + row;
}

/**
 * What a key is called by what it writes. A layout without Latin letters is used beside one that has them, which shortcuts
 * go by; on some layouts digits are written with Shift. Null for keys that write no Latin character.
 */
export function keyNameAt({ first, rows, group }: XKeyboard, keycode: number): HookKey | null {
  const row = rows[keycode - first] ?? [];
  const [written, shifted] = [row[group * levels], row[group * levels + 1]];
  const digit = digits.find((each) => shifted === each.charCodeAt(0));
  const own = nameOf.get(written ?? 0) ?? (digit as HookKey | undefined);
  if (own !== undefined) return own;
  // Only a layout that writes other letters is left for another one: "ö" stays what it is.
  const isOtherScript = (written ?? 0) > 0xff && (written ?? 0) < 0xfe00;
  if (!isOtherScript) return null;
  for (const other of latinGroups) {
    const name = nameOf.get(row[other * levels] ?? 0);
    if (name !== undefined) return name;
  }
  return null;
}

/** Connects, and calls what is done with the connection off when the server goes away or does not answer. */
export async function withDisplay<Result>(use: (display: Display) => Promise<Result>): Promise<Result> {
  const display = await openDisplay();
  const { client } = display;
  let timer: NodeJS.Timeout | undefined;
  const lost = new Promise<never>((_resolve, reject) => {
    client.on('error', reject);
    client.on('end', () => reject(new Error('The X server closed the connection.')));
    timer = setTimeout(() => reject(new Error('The X server did not answer.')), answerTimeoutMs);
  });
  try {
    return await Promise.race([use(display), lost]);
  } finally {
    clearTimeout(timer);
    lost.catch(() => undefined);
    client.terminate();
  }
}

export async function readKeyboard({ client, min_keycode: first, max_keycode: last }: Display): Promise<XKeyboard> {
  const rows = await answer(client.GetKeyboardMapping.bind(client), first, last - first + 1);
  return { first, rows, group: await groupOf(client) };
}

/** A server without the extension knows one group alone. */
async function groupOf(client: Client): Promise<number> {
  try {
    const xkb = await extension(client, 'xkb');
    await answer(xkb.UseExtension.bind(xkb), 1, 0);
    const { group } = await answer(xkb.GetState.bind(xkb), xkb.UseCoreKbd);
    // The core protocol tells of two groups for certain.
    return group < latinGroups.length ? group : 0;
  } catch {
    return 0;
  }
}

/** Tells of the layout now and of each later one, until it is stopped. */
export async function followKeyboard(tell: (keyboard: XKeyboard) => void): Promise<() => void> {
  const display = await openDisplay();
  const { client } = display;
  client.on('error', () => undefined);
  let later: NodeJS.Timeout | undefined;
  const read = (): void => {
    readKeyboard(display).then(tell, () => undefined);
  };
  client.on('event', () => {
    clearTimeout(later);
    later = setTimeout(read, settleMs);
  });
  tell(await readKeyboard(display));
  const xkb = await extension(client, 'xkb').catch(() => null);
  if (xkb !== null) {
    const { NewKeyboardNotify, MapNotify, StateNotify } = xkb.EventType;
    const kinds = NewKeyboardNotify | MapNotify | StateNotify;
    // Of the state its group alone: modifiers change with every capital.
    xkb.SelectEvents(xkb.UseCoreKbd, kinds, 0, NewKeyboardNotify | MapNotify, 0xff, 0xff, { stateNotify: [0x3fff, groupState] });
  }
  return () => {
    clearTimeout(later);
    client.terminate();
  };
}

const groupState = 0x10;
/** A change of the layout comes in a dozen events. */
const settleMs = 50;

function openDisplay(): Promise<Display> {
  return new Promise((resolve, reject) => {
    const client = x11.createClient((error, display) => (error ? reject(error) : resolve(display)));
    client.on('error', reject);
  });
}

export function extension<Name extends keyof Extensions>(client: Client, name: Name): Promise<Extensions[Name]> {
  return new Promise((resolve, reject) => {
    client.require(name, (error, result) => (error ? reject(error) : resolve(result)));
  });
}

/** A request of the library as a promise: its last argument is the callback. */
export function answer<Args extends readonly unknown[], Result>(
  request: (...args: [...Args, (error: Error | null | undefined, result: Result) => void]) => void,
  ...args: Args
): Promise<Result> {
  return new Promise((resolve, reject) => {
    request(...args, (error, result) => (error ? reject(error) : resolve(result)));
  });
}
