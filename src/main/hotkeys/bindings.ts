import type { Settings } from '../../core/settings';
import type { HotkeyStates } from '../../platform/platform';
import { isSameChord, isSolo, parseAccelerator, typingConflict, type Chord } from '../input/accelerator';

export type KeyId = keyof HotkeyStates;

/** In the order in which they take precedence where two are the same keys. */
export const keyIds: readonly KeyId[] = ['dictate', 'repaste', 'cancel'];

const purposes: Readonly<Record<KeyId, string>> = {
  dictate: 'dictating',
  cancel: 'cancelling',
  repaste: 'pasting the last text again',
};

export type KeyPlan =
  | { readonly state: 'off' }
  | { readonly state: 'refused'; readonly accelerator: string; readonly reason: string }
  /** `isSolo`: a modifier alone, which only the keyboard hook can watch for. */
  | { readonly state: 'wanted'; readonly accelerator: string; readonly isSolo: boolean };

/** What the settings ask for, with each key that can't be had refused for a reason the user can act on. */
export function planKeys(
  settings: Pick<Settings, 'hotkey' | 'cancelHotkey' | 'repasteHotkey'>,
  platform: NodeJS.Platform,
): Readonly<Record<KeyId, KeyPlan>> {
  const accelerators: Readonly<Record<KeyId, string | null>> = {
    dictate: settings.hotkey,
    cancel: settings.cancelHotkey,
    repaste: settings.repasteHotkey,
  };
  const taken = new Map<KeyId, Chord>();
  const plan = (id: KeyId): KeyPlan => {
    const accelerator = accelerators[id];
    if (accelerator === null) return { state: 'off' };
    const refused = (reason: string): KeyPlan => ({ state: 'refused', accelerator, reason });
    const chord = parseAccelerator(accelerator, platform);
    if (chord === null) return refused(`“${accelerator}” is not a key combination. Choose another one in the settings.`);
    const conflict = typingConflict(chord);
    if (conflict !== null) return refused(conflict);
    const owner = [...taken].find(([, other]) => isSameChord(chord, other))?.[0];
    if (owner !== undefined) return refused(`This is already the key for ${purposes[owner]}. Choose another one.`);
    taken.set(id, chord);
    return { state: 'wanted', accelerator, isSolo: isSolo(chord.key) };
  };
  const [dictate, repaste, cancel] = [plan('dictate'), plan('repaste'), plan('cancel')];
  return { dictate, repaste, cancel };
}
