import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '../../core/settings';
import type { DictationPhase, HotkeyStates } from '../../platform/platform';
import type { ChordEvent } from '../input/chord-tracker';
import { createKeyHook, type HookProcess, type OwnKey } from '../input/key-hook';
import type { Log } from '../log';
import { keyIdOf, languageOfKey, type KeyId } from './bindings';
import { Gesture, type GestureOptions } from './gesture';
import { createHotkeys } from './hotkeys';

/** Everything Utter hears of the keyboard while another application has the focus. */
export interface Keyboard {
  states(): HotkeyStates;
  configure(settings: Settings): void;
  phaseChanged(phase: DictationPhase): void;
  /** Nobody is at the keyboard any more: the releases of what is held go elsewhere. */
  left(): void;
  /** Somebody is back: what is pressed now the system knows, and neither Utter nor its hook. */
  returned(): void;
  /** True as soon as no modifier key is held (as far as is known), false after `limitMs`. */
  modifiersReleased(limitMs: number): Promise<boolean>;
  /** Asks for one `onActivity` at the next thing typed or clicked. */
  arm(ownKey: OwnKey): void;
  dispose(): void;
}

export interface KeyboardOptions {
  readonly log: Log;
  startHook(): HookProcess;
  /** Why the keyboard hook can't run in this session, or null. */
  hookObstacle(): string | null;
  command: GestureOptions['command'];
  repaste(): void;
  onActivity(): void;
}

export function createKeyboard(options: KeyboardOptions): Keyboard {
  let mode: Settings['hotkeyMode'] = 'both';
  let areModifiersDown = false;
  const modifierListeners = new Set<() => void>();
  const gesture = new Gesture({ mode: () => mode, command: options.command });

  const press = (id: KeyId): void => {
    if (id === 'cancel') options.command('cancel');
    else if (id === 'repaste') options.repaste();
    else gesture.pressed(performance.now(), languageOfKey(id));
  };
  const setModifiers = (areDown: boolean): void => {
    areModifiersDown = areDown;
    for (const listener of modifierListeners) listener();
  };
  const releaseAll = (): void => {
    gesture.releaseLost();
    setModifiers(false);
  };
  const onEvent = (event: ChordEvent): void => {
    if (event.type === 'activity') options.onActivity();
    else if (event.type === 'modifiers') setModifiers(event.areDown);
    else {
      const id = keyIdOf(event.id);
      if (id === null) return;
      const language = languageOfKey(id);
      const isDictation = id === 'dictate' || language !== null;
      if (event.type === 'pressed') press(id);
      else if (isDictation && event.type === 'released') gesture.released(performance.now(), language);
      else if (isDictation) gesture.abandoned(language);
    }
  };

  const hook = createKeyHook({
    start: () => options.startHook(),
    obstacle: () => options.hookObstacle(),
    onEvent,
    onStateChanged(state) {
      if (state.state === 'ready') return;
      // Whatever was held when the hook went away will not be seen going up.
      releaseAll();
      if (state.state === 'unavailable') options.log.info(`no keyboard hook: ${state.reason}`);
    },
    log: options.log,
  });
  const hotkeys = createHotkeys(hook, press);

  return {
    states: () => hotkeys.states(),
    configure(settings) {
      mode = settings.hotkeyMode;
      hotkeys.configure(settings);
      hook.start();
    },
    phaseChanged(phase) {
      gesture.phaseChanged(phase);
      // While the last words are written there is still something to cancel.
      hotkeys.setDictating(phase === 'starting' || phase === 'listening' || phase === 'finishing');
      // What stood in the way (a permission, say) may be gone by now.
      if (phase === 'starting') hook.start();
    },
    left: releaseAll,
    returned: () => hook.restart(),
    async modifiersReleased(limitMs) {
      if (!areModifiersDown) return true;
      const giveUp = new AbortController();
      const released = new Promise<void>((resolve) => {
        const listener = (): void => {
          if (!areModifiersDown) resolve();
        };
        modifierListeners.add(listener);
        giveUp.signal.addEventListener('abort', () => modifierListeners.delete(listener));
      });
      const late = sleep(limitMs, undefined, { signal: giveUp.signal }).catch(() => undefined);
      await Promise.race([released, late]);
      giveUp.abort();
      return !areModifiersDown;
    },
    arm: (ownKey) => hook.arm(ownKey),
    dispose() {
      hotkeys.dispose();
      hook.dispose();
    },
  };
}
