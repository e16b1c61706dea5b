import type { HotkeyMode } from '../../core/settings';
import type { DictationCommand, DictationPhase } from '../../platform/platform';

/** A press at least so long was for talking, a shorter one switches dictation on. */
export const holdMs = 350;

export interface GestureOptions {
  mode(): HotkeyMode;
  command(command: Extract<DictationCommand, 'start' | 'stop' | 'cancel'>): void;
}

/**
 * What presses and releases of the dictation key mean. Dictation starts with the press, whatever it turns out to be,
 * so that the first word is heard; without releases (no keyboard hook) every press toggles.
 */
export class Gesture {
  readonly #options: GestureOptions;
  /** When the press that began the dictation came, while that key is still down. */
  #beganMs: number | null = null;
  #isOn = false;

  constructor(options: GestureOptions) {
    this.#options = options;
  }

  /** The page's word counts: dictation also ends by itself, and starts from the window. */
  phaseChanged(phase: DictationPhase): void {
    this.#isOn = phase === 'starting' || phase === 'listening';
  }

  pressed(timeMs: number): void {
    this.#beganMs = this.#isOn ? null : timeMs;
    this.#isOn = !this.#isOn;
    this.#options.command(this.#isOn ? 'start' : 'stop');
  }

  released(timeMs: number): void {
    const beganMs = this.#beganMs;
    this.#beganMs = null;
    if (beganMs === null) return;
    const mode = this.#options.mode();
    if (mode === 'toggle' || (mode === 'both' && timeMs - beganMs < holdMs)) return;
    this.#isOn = false;
    this.#options.command('stop');
  }

  /** The press belonged to a larger chord. */
  abandoned(): void {
    if (this.#beganMs === null) return;
    this.#beganMs = null;
    this.#isOn = false;
    this.#options.command('cancel');
  }

  /** The release will never be seen: what was held goes on until the next press. */
  releaseLost(): void {
    this.#beganMs = null;
  }
}
