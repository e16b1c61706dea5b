import type { Settings } from '../../core/settings';
import { isSameChord, isSolo, parseAccelerator, typingConflict, type Chord } from '../input/accelerator';

/** `language:de` starts dictation in German. */
export type KeyId = 'dictate' | 'cancel' | 'repaste' | `language:${string}`;

export type KeySettings = Pick<Settings, 'hotkey' | 'cancelHotkey' | 'repasteHotkey' | 'languageHotkeys'>;

export function languageKey(code: string): KeyId {
  return `language:${code}`;
}

/** The language that a key is for; null for the keys that are for any. */
export function languageOfKey(id: KeyId): string | null {
  return id.startsWith('language:') ? id.slice('language:'.length) : null;
}

/** Null for what is no key of Utter's. */
export function keyIdOf(id: string): KeyId | null {
  return id === 'dictate' || id === 'cancel' || id === 'repaste' || id.startsWith('language:') ? (id as KeyId) : null;
}

function purposeOf(id: KeyId): string {
  if (id === 'dictate') return 'dictating';
  if (id === 'cancel') return 'cancelling';
  if (id === 'repaste') return 'pasting the last text again';
  const code = languageOfKey(id) ?? '';
  return `dictating in ${new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? code}`;
}

export type KeyPlan =
  | { readonly state: 'off' }
  | { readonly state: 'refused'; readonly accelerator: string; readonly reason: string }
  /** `isSolo`: a modifier alone, which only the keyboard hook can watch for. */
  | { readonly state: 'wanted'; readonly accelerator: string; readonly isSolo: boolean };

/**
 * What the settings ask for, with each key that can't be had refused for a reason the user can act on. In the order in
 * which keys take precedence where two are the same.
 */
export function planKeys(settings: KeySettings, platform: NodeJS.Platform): ReadonlyMap<KeyId, KeyPlan> {
  const wanted: readonly (readonly [KeyId, string | null])[] = [
    ['dictate', settings.hotkey],
    ['repaste', settings.repasteHotkey],
    ...settings.languageHotkeys.map(({ language, accelerator }) => [languageKey(language), accelerator] as const),
    ['cancel', settings.cancelHotkey],
  ];
  const taken = new Map<KeyId, Chord>();
  const plan = (id: KeyId, accelerator: string | null): KeyPlan => {
    if (accelerator === null) return { state: 'off' };
    const refused = (reason: string): KeyPlan => ({ state: 'refused', accelerator, reason });
    const chord = parseAccelerator(accelerator, platform);
    if (chord === null) return refused(`“${accelerator}” is not a key combination. Choose another one in the settings.`);
    const conflict = typingConflict(chord, platform);
    if (conflict !== null) return refused(conflict);
    const owner = [...taken].find(([, other]) => isSameChord(chord, other))?.[0];
    if (owner !== undefined) return refused(`This is already the key for ${purposeOf(owner)}. Choose another one.`);
    taken.set(id, chord);
    return { state: 'wanted', accelerator, isSolo: isSolo(chord.key) };
  };
  return new Map(wanted.map(([id, accelerator]) => [id, plan(id, accelerator)]));
}
