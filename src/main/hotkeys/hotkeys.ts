import { globalShortcut } from 'electron';
import type { HotkeyState, HotkeyStates } from '../../platform/platform';
import type { KeyHook } from '../input/key-hook';
import { toggleCommand } from '../launches/single-instance';
import { languageOfKey, planKeys, type KeyId, type KeyPlan, type KeySettings } from './bindings';

/** The global keys, and whether the system let Utter have them. */
export interface Hotkeys {
  states(): HotkeyStates;
  /** Gives up the keys that changed and asks for the new ones, again if they were refused before. */
  configure(settings: KeySettings): void;
  /** The cancel key is Utter's only while there is something to cancel. */
  setDictating(isDictating: boolean): void;
  dispose(): void;
}

const off: KeyPlan = { state: 'off' };

/** While a key is held the system repeats its shortcut, after up to 660 ms the first time. */
const repeatMs = 700;

/**
 * The system's own shortcut keeps the keys from the application in front, but tells of presses alone, and again while
 * they are held; the keyboard hook tells of both, once. Where the hook runs its word counts.
 */
export function createHotkeys(hook: Pick<KeyHook, 'state' | 'watch'>, onPress: (id: KeyId) => void): Hotkeys {
  const registered = new Map<KeyId, string>();
  const refusals = new Map<KeyId, string>();
  const lastPressMs = new Map<KeyId, number>();
  let plans: ReadonlyMap<KeyId, KeyPlan> = new Map();
  const planOf = (id: KeyId): KeyPlan => plans.get(id) ?? off;
  let isDictating = false;

  const shortcutPressed = (id: KeyId): void => {
    if (hook.state().state === 'ready') return;
    const nowMs = performance.now();
    const isRepeat = nowMs - (lastPressMs.get(id) ?? -Infinity) < repeatMs;
    lastPressMs.set(id, nowMs);
    if (!isRepeat) onPress(id);
  };

  const apply = (id: KeyId): void => {
    const plan = planOf(id);
    const isWanted = plan.state === 'wanted' && !plan.isSolo && (id !== 'cancel' || isDictating);
    const accelerator = isWanted ? plan.accelerator : null;
    const before = registered.get(id);
    if (before !== undefined && before !== accelerator) {
      globalShortcut.unregister(before);
      registered.delete(id);
    }
    if (plan.state !== 'wanted' || isWanted) refusals.delete(id);
    if (accelerator === null || before === accelerator) return;
    const refusal = tryRegister(accelerator, () => shortcutPressed(id));
    if (refusal === null) registered.set(id, accelerator);
    else refusals.set(id, refusal);
  };

  const applyAll = (): void => {
    // What one key gives up another may take, so all give up first.
    for (const [id, before] of registered) {
      const plan = planOf(id);
      if (plan.state === 'wanted' && plan.accelerator === before) continue;
      globalShortcut.unregister(before);
      registered.delete(id);
    }
    for (const id of plans.keys()) apply(id);
    watch();
  };

  const watch = (): void => {
    hook.watch(
      [...plans].flatMap(([id, plan]) => {
        const isHeard = plan.state === 'wanted' && !refusals.has(id) && (id !== 'cancel' || isDictating);
        if (!isHeard) return [];
        const key = { id, accelerator: plan.accelerator };
        return [id === 'cancel' ? { ...key, isLoose: true } : key];
      }),
    );
  };

  const stateOf = (id: KeyId): HotkeyState => {
    const plan = planOf(id);
    if (plan.state === 'off') return plan;
    const { accelerator } = plan;
    const hooked = hook.state();
    const noHook = hooked.state === 'unavailable' ? hooked.reason : 'The keyboard hook is starting.';
    const refusal = plan.state === 'refused' ? plan.reason : refusals.get(id);
    if (refusal !== undefined) return { state: 'unavailable', accelerator, reason: refusal };
    if (hooked.state === 'ready') return { state: 'registered', accelerator, canHold: true };
    if (plan.state === 'wanted' && plan.isSolo) return { state: 'unavailable', accelerator, reason: noHook };
    return { state: 'registered', accelerator, canHold: false, reason: noHook };
  };

  return {
    states() {
      const languages = [...plans.keys()].flatMap((id) => {
        const code = languageOfKey(id);
        return code === null ? [] : [[code, stateOf(id)] as const];
      });
      const [dictate, cancel, repaste] = [stateOf('dictate'), stateOf('cancel'), stateOf('repaste')];
      return { dictate, cancel, repaste, languages: Object.fromEntries(languages) };
    },
    configure(settings) {
      plans = planKeys(settings, process.platform);
      refusals.clear();
      applyAll();
    },
    setDictating(next) {
      if (next === isDictating) return;
      isDictating = next;
      apply('cancel');
      watch();
    },
    dispose() {
      for (const accelerator of registered.values()) globalShortcut.unregister(accelerator);
      registered.clear();
    },
  };
}

/** Why the system refused, or null when it did not. */
function tryRegister(accelerator: string, onPress: () => void): string | null {
  try {
    if (globalShortcut.register(accelerator, onPress)) return null;
  } catch {
    return `“${accelerator}” is not a key combination. Choose another one in the settings.`;
  }
  const isWayland = process.platform === 'linux' && process.env['XDG_SESSION_TYPE'] === 'wayland';
  return isWayland
    ? `This desktop does not give “${accelerator}” to applications. ` +
        `Bind a key to this command in its settings: ${toggleCommand()}`
    : `Another application has taken “${accelerator}”. Choose another one in the settings.`;
}
