import type { HotkeyMode } from '../../core/settings';
import type { DictationCommand, DictationPhase } from '../../platform/platform';

/** A press at least so long was for talking, a shorter one switches dictation on. */
export const holdMs = 350;

export interface GestureOptions {
  mode(): HotkeyMode;
  /** @param language of the key that started it; absent for the key that is for any */
  command(command: Extract<DictationCommand, 'start' | 'stop' | 'cancel'>, language?: string): void;
}

/**
 * What presses and releases of a dictation key mean: the one for any language, or those of languages. Dictation starts
 * with the press, whatever it turns out to be, so that the first word is heard; without releases (no keyboard hook)
 * every press toggles. Each of the keys ends what another has begun.
 */
export class Gesture {
  readonly #options: GestureOptions;
  /** The press that began the dictation, while its key is still down. */
  #began: { readonly timeMs: number; readonly language: string | null } | null = null;
  #isOn = false;

  constructor(options: GestureOptions) {
    this.#options = options;
  }

  /** The page's word counts: dictation also ends by itself, and starts from the window. */
  phaseChanged(phase: DictationPhase): void {
    this.#isOn = phase === 'starting' || phase === 'listening';
  }

  pressed(timeMs: number, language: string | null = null): void {
    this.#began = this.#isOn ? null : { timeMs, language };
    this.#isOn = !this.#isOn;
    if (!this.#isOn) this.#options.command('stop');
    else if (language === null) this.#options.command('start');
    else this.#options.command('start', language);
  }

  released(timeMs: number, language: string | null = null): void {
    const began = this.#began;
    if (began === null || began.language !== language) return;
    this.#began = null;
    const mode = this.#options.mode();
    if (mode === 'toggle' || (mode === 'both' && timeMs - began.timeMs < holdMs)) return;
    this.#isOn = false;
    this.#options.command('stop');
  }

  /** The press belonged to a larger chord. */
  abandoned(language: string | null = null): void {
    if (this.#began === null || this.#began.language !== language) return;
    this.#began = null;
    this.#isOn = false;
    this.#options.command('cancel');
  }

  /** The release will never be seen: what was held goes on until the next press. */
  releaseLost(): void {
    this.#began = null;
  }
}
