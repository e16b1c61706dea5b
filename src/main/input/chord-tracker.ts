import { isCharacter, isSolo, type Chord, type HookKey, type Modifier } from './accelerator';

/** What the tracker tells of the keyboard: never which other keys were pressed. */
export type ChordEvent =
  | { readonly type: 'pressed' | 'released'; readonly id: string }
  /** What looked like a press turned out to be part of a larger chord. */
  | { readonly type: 'abandoned'; readonly id: string }
  | { readonly type: 'modifiers'; readonly areDown: boolean }
  /** Something else was typed or clicked; told once after each `arm`. */
  | { readonly type: 'activity' };

export interface Binding {
  readonly id: string;
  readonly chord: Chord;
  /** Pressed whatever else is down; its release is not told. */
  readonly isLoose?: true;
}

export interface KeyFlags {
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

const modifierOf: Readonly<Partial<Record<HookKey, Modifier>>> = {
  Ctrl: 'Control',
  CtrlRight: 'Control',
  Alt: 'Alt',
  AltRight: 'Alt',
  Shift: 'Shift',
  ShiftRight: 'Shift',
  Meta: 'Super',
  MetaRight: 'Super',
};

/** A modifier alone counts as pressed after so long without company: until then it may begin a larger chord. */
export const soloSettleMs = 150;
/** A key that has been down for so long without a sign was let go while nobody saw it (a locked screen, say). */
const staleKeyMs = 5000;
/** A modifier repeats only until the next key is pressed: it is held longer, but not without a sign for so long. */
export const staleModifierMs = 15_000;
/** Utter's own key, if it comes round at all after `arm`, has done so by then. */
const ownKeyMs = 2000;

/**
 * Turns raw key events into presses and releases of the bound chords. A chord is pressed when its key goes down with
 * exactly its modifiers and nothing else, and released when any of its keys goes up. (A loose one is pressed whatever
 * else is down.)
 */
export class ChordTracker {
  #bindings: readonly Binding[] = [];
  /** Keys that are down, with the time of their last event. */
  readonly #down = new Map<HookKey, number>();
  #held: Binding | null = null;
  #settling: { readonly binding: Binding; readonly sinceMs: number } | null = null;
  #armed: { readonly ownKey: HookKey | null; readonly sinceMs: number } | null = null;
  #hadModifiers = false;
  /** Modifiers whose release was missed: flags that still count them are as old. */
  readonly #distrusted = new Set<Modifier>();
  readonly #hasAltGr: boolean;

  /** @param hasAltGr whether the right Alt key may be AltGr, which writes characters */
  constructor(hasAltGr = process.platform !== 'darwin') {
    this.#hasAltGr = hasAltGr;
  }

  /** Replaces the bindings; one that is held and stays bound stays held. */
  watch(bindings: readonly Binding[]): ChordEvent[] {
    this.#bindings = bindings;
    this.#settling = null;
    const held = this.#held;
    if (held === null || bindings.some(({ id }) => id === held.id)) return [];
    this.#held = null;
    return [{ type: 'released', id: held.id }];
  }

  /**
   * Asks to be told of the next thing typed or clicked that is not bound. Utter itself presses `ownKey` now, which comes
   * round soon, on a busy machine much later.
   */
  arm(ownKey: HookKey | null, timeMs: number): void {
    this.#armed = { ownKey, sinceMs: timeMs };
  }

  keyDown(key: HookKey, flags: KeyFlags, timeMs: number): ChordEvent[] {
    const isRepeat = this.#down.has(key);
    this.#down.set(key, timeMs);
    const own = modifierOf[key];
    if (own !== undefined) this.#distrusted.delete(own);
    if (isRepeat) return [];
    this.#dropStale(timeMs);
    const events: ChordEvent[] = this.#joinedByAnother();
    if (modifierOf[key] === undefined) this.#reconcile(flags, timeMs);
    const loose = this.#bindings.find(({ chord, isLoose }) => isLoose === true && chord.key === key);
    const binding = this.#bindings.find(({ chord }) => this.#matches(chord, key, timeMs));
    if (loose !== undefined) events.push({ type: 'pressed', id: loose.id });
    else if (binding !== undefined && this.#held === null) {
      if (isSolo(key)) this.#settling = { binding, sinceMs: timeMs };
      else events.push(this.#press(binding));
    } else if (modifierOf[key] === undefined) events.push(...this.#activity(key, timeMs));
    return [...events, ...this.#modifierChange()];
  }

  keyUp(key: HookKey, timeMs: number): ChordEvent[] {
    this.#down.delete(key);
    const events: ChordEvent[] = this.tick(timeMs);
    const settling = this.#settling;
    if (settling?.binding.chord.key === key) {
      this.#settling = null;
      events.push({ type: 'pressed', id: settling.binding.id }, { type: 'released', id: settling.binding.id });
    }
    const held = this.#held;
    const modifier = modifierOf[key];
    const isPart = held?.chord.key === key || (modifier !== undefined && held?.chord.modifiers.has(modifier));
    if (held !== null && isPart === true) {
      this.#held = null;
      events.push({ type: 'released', id: held.id });
    }
    return [...events, ...this.#modifierChange()];
  }

  mouseDown(): ChordEvent[] {
    return [...this.#joinedByAnother(), ...this.#activity(null, 0)];
  }

  /** To be called at the latest `soloSettleMs` after a key event. */
  tick(timeMs: number): ChordEvent[] {
    const settling = this.#settling;
    if (settling === null || timeMs - settling.sinceMs < soloSettleMs) return [];
    this.#settling = null;
    return [this.#press(settling.binding)];
  }

  #press(binding: Binding): ChordEvent {
    this.#held = binding;
    return { type: 'pressed', id: binding.id };
  }

  /** Another key beside a modifier that was watched for alone: it was meant for a larger chord. */
  #joinedByAnother(): ChordEvent[] {
    this.#settling = null;
    const held = this.#held;
    if (held === null || !isSolo(held.chord.key)) return [];
    this.#held = null;
    return [{ type: 'abandoned', id: held.id }];
  }

  #matches(chord: Chord, key: HookKey, timeMs: number): boolean {
    if (chord.key !== key) return false;
    for (const [other, sinceMs] of this.#down) {
      if (other === key) continue;
      const modifier = modifierOf[other];
      if (modifier === undefined && timeMs - sinceMs < staleKeyMs) return false;
      if (modifier !== undefined && !chord.modifiers.has(modifier)) return false;
    }
    const isWriting = this.#hasAltGr && isCharacter(chord.key);
    const down = new Set([...this.#down.keys()].map((each) => (isWriting && each === 'AltRight' ? undefined : modifierOf[each])));
    return [...chord.modifiers].every((modifier) => down.has(modifier));
  }

  /** The system knows better which modifiers are down: their releases may have been missed. */
  #reconcile({ ctrlKey, altKey, shiftKey, metaKey }: KeyFlags, timeMs: number): void {
    const isDown: Readonly<Record<Modifier, boolean>> = { Control: ctrlKey, Alt: altKey, Shift: shiftKey, Super: metaKey };
    const usual: Readonly<Record<Modifier, HookKey>> = { Control: 'Ctrl', Alt: 'Alt', Shift: 'Shift', Super: 'Meta' };
    for (const modifier of Object.keys(isDown) as Modifier[]) {
      const known = [...this.#down.keys()].filter((key) => modifierOf[key] === modifier);
      if (isDown[modifier] && known.length === 0 && !this.#distrusted.has(modifier)) this.#down.set(usual[modifier], timeMs);
      if (isDown[modifier]) continue;
      this.#distrusted.delete(modifier);
      for (const key of known) this.#down.delete(key);
    }
  }

  #dropStale(timeMs: number): void {
    for (const [key, sinceMs] of this.#down) {
      const modifier = modifierOf[key];
      if (modifier === undefined || timeMs - sinceMs < staleModifierMs) continue;
      this.#down.delete(key);
      this.#distrusted.add(modifier);
    }
  }

  #activity(key: HookKey | null, timeMs: number): ChordEvent[] {
    const armed = this.#armed;
    if (armed === null) return [];
    if (key !== null && key === armed.ownKey && timeMs - armed.sinceMs < ownKeyMs) {
      this.#armed = { ...armed, ownKey: null };
      return [];
    }
    this.#armed = null;
    return [{ type: 'activity' }];
  }

  #modifierChange(): ChordEvent[] {
    const areDown = [...this.#down.keys()].some((key) => modifierOf[key] !== undefined);
    if (areDown === this.#hadModifiers) return [];
    this.#hadModifiers = areDown;
    return [{ type: 'modifiers', areDown }];
  }
}
