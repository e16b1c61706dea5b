import { powerMonitor, powerSaveBlocker } from 'electron';
import type { DictationPhase } from '../../platform/platform';

/** Keeps the computer awake while someone speaks, ends dictation when it sleeps all the same, and knows its battery. */
export interface Power {
  phaseChanged(phase: DictationPhase): void;
  isOnBattery(): boolean;
}

export interface Presence {
  /** The computer sleeps, its screen is locked, or someone else has it. */
  interrupt(): void;
  /** The user is back from that. */
  returned(): void;
}

/**
 * A microphone does not survive sleep, and text must not be pasted into a locked screen: `interrupt` keeps it on the
 * page.
 */
export function createPower({ interrupt, returned }: Presence, batteryChanged: (isOnBattery: boolean) => void): Power {
  for (const name of ['suspend', 'lock-screen', 'user-did-resign-active'] as const) powerMonitor.on(name as 'suspend', interrupt);
  for (const name of ['resume', 'unlock-screen', 'user-did-become-active'] as const) powerMonitor.on(name as 'resume', returned);
  powerMonitor.on('on-battery', () => batteryChanged(true));
  powerMonitor.on('on-ac', () => batteryChanged(false));
  let blocker: number | null = null;
  return {
    phaseChanged(phase) {
      const isDictating = phase === 'starting' || phase === 'listening' || phase === 'finishing';
      if (isDictating && blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension');
      if (isDictating || blocker === null) return;
      powerSaveBlocker.stop(blocker);
      blocker = null;
    },
    isOnBattery: () => powerMonitor.isOnBatteryPower(),
  };
}
