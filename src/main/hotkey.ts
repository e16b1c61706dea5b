import { globalShortcut } from 'electron';
import type { HotkeyState } from '../platform/platform';
import { toggleCommand } from './single-instance';

/** The one global hotkey, and whether the system let Utter have it. */
export interface Hotkey {
  state(): HotkeyState;
  /** Gives up the previous accelerator and asks for this one, again if it was refused before. */
  register(accelerator: string): HotkeyState;
}

export function createHotkey(onPress: () => void): Hotkey {
  let state: HotkeyState = { state: 'unavailable', accelerator: '', reason: 'No hotkey is set.' };
  return {
    state: () => state,
    register(accelerator) {
      if (state.state === 'registered' && state.accelerator === accelerator) return state;
      if (state.state === 'registered') globalShortcut.unregister(state.accelerator);
      const reason = tryRegister(accelerator, onPress);
      state =
        reason === null
          ? { state: 'registered', accelerator }
          : { state: 'unavailable', accelerator, reason };
      return state;
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
