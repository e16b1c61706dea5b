/** The few parts of the X11 protocol library that are used (https://github.com/sidorares/node-x11). */
declare module 'x11' {
  type Callback<Result> = (error: Error | null | undefined, result: Result) => void;

  export interface XTest {
    readonly KeyPress: number;
    readonly KeyRelease: number;
    /** `timeMs` 0: at once. */
    FakeInput(type: number, keycode: number, timeMs: number, window: number, x: number, y: number): void;
  }

  /** The keyboard extension (https://www.x.org/releases/current/doc/kbproto/xkbproto.html). */
  export interface Xkb {
    readonly UseCoreKbd: number;
    readonly EventType: Readonly<Record<'NewKeyboardNotify' | 'MapNotify' | 'StateNotify', number>>;
    UseExtension(major: number, minor: number, callback: Callback<unknown>): void;
    GetState(device: number, callback: Callback<{ readonly group: number }>): void;
    SelectEvents(
      device: number,
      affected: number,
      cleared: number,
      all: number,
      affectedMap: number,
      map: number,
      details: { readonly stateNotify: readonly [affected: number, selected: number] },
    ): void;
  }

  export interface Extensions {
    readonly xtest: XTest;
    readonly xkb: Xkb;
  }

  export interface Client {
    require<Name extends keyof Extensions>(extension: Name, callback: Callback<Extensions[Name]>): void;
    /** For each key code from `first` on, its key symbols by layout and level. */
    GetKeyboardMapping(first: number, count: number, callback: Callback<readonly (readonly number[])[]>): void;
    GetInputFocus(callback: Callback<unknown>): void;
    on(event: 'error' | 'end', listener: (error: Error) => void): void;
    on(event: 'event', listener: () => void): void;
    terminate(): void;
  }

  export interface Display {
    readonly client: Client;
    readonly min_keycode: number;
    readonly max_keycode: number;
    readonly screen: readonly { readonly root: number }[];
  }

  const x11: { createClient(callback: Callback<Display>): Client };
  export default x11;
}
