import { describe, expect, it, vi } from 'vitest';
import { powerMonitor, powerSaveBlocker } from '../fixtures/electron';
import { createPower } from './power';

vi.mock('electron', () => import('../fixtures/electron'));

describe('power', () => {
  it('[S58] sleep and a locked screen interrupt dictation', () => {
    const interrupt = vi.fn();
    createPower(interrupt, () => undefined);
    powerMonitor.emit('suspend');
    powerMonitor.emit('lock-screen');
    expect(interrupt).toHaveBeenCalledTimes(2);
  });

  it('[S58] the computer is kept awake exactly while someone dictates', () => {
    const power = createPower(
      () => undefined,
      () => undefined,
    );
    for (const phase of ['idle', 'starting', 'listening'] as const) power.phaseChanged(phase);
    expect(powerSaveBlocker.running).toEqual(['prevent-app-suspension']);
    for (const phase of ['finishing', 'idle', 'error'] as const) power.phaseChanged(phase);
    expect(powerSaveBlocker.running).toEqual([]);
  });

  it('[S98] whether the computer runs on its battery is known, and told when it changes', () => {
    const told: boolean[] = [];
    const power = createPower(
      () => undefined,
      (isOnBattery) => void told.push(isOnBattery),
    );
    expect(power.isOnBattery()).toBe(false);
    powerMonitor.emit('on-battery');
    powerMonitor.emit('on-ac');
    expect(told).toEqual([true, false]);
    vi.spyOn(powerMonitor, 'isOnBatteryPower').mockReturnValue(true);
    expect(power.isOnBattery()).toBe(true);
  });
});
