import { powerMonitor, powerSaveBlocker } from 'electron';
import type { DictationPhase } from '../platform/platform';

/** Keeps the computer awake while someone speaks, and ends dictation when it sleeps all the same. */
export interface Power {
  phaseChanged(phase: DictationPhase): void;
}

/**
 * A microphone does not survive sleep, and text must not be pasted into a locked screen: `interrupt` keeps it on the
 * page.
 */
export function createPower(interrupt: () => void): Power {
  for (const name of ['suspend', 'lock-screen'] as const) powerMonitor.on(name as 'suspend', interrupt);
  let blocker: number | null = null;
  return {
    phaseChanged(phase) {
      const isDictating = phase === 'starting' || phase === 'listening' || phase === 'finishing';
      if (isDictating && blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension');
      if (isDictating || blocker === null) return;
      powerSaveBlocker.stop(blocker);
      blocker = null;
    },
  };
}
