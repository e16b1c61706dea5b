import { describe, expect, it, vi } from 'vitest';
import { powerMonitor, powerSaveBlocker } from '../fixtures/electron';
import { createPower } from './power';

vi.mock('electron', () => import('../fixtures/electron'));

describe('power', () => {
  const nothing = { interrupt: () => undefined, returned: () => undefined };

  it.each(['suspend', 'lock-screen', 'user-did-resign-active'])('[S58] %s interrupts dictation', (event) => {
    const presence = { interrupt: vi.fn(), returned: vi.fn() };
    createPower(presence, () => undefined);
    powerMonitor.emit(event);
    expect([presence.interrupt, presence.returned].map(({ mock }) => mock.calls.length)).toEqual([1, 0]);
  });

  it.each(['resume', 'unlock-screen', 'user-did-become-active'])('[H61] %s tells that the user is back', (event) => {
    const presence = { interrupt: vi.fn(), returned: vi.fn() };
    createPower(presence, () => undefined);
    powerMonitor.emit(event);
    expect([presence.interrupt, presence.returned].map(({ mock }) => mock.calls.length)).toEqual([0, 1]);
  });

  it('[S58] the computer is kept awake exactly while someone dictates', () => {
    const power = createPower(nothing, () => undefined);
    for (const phase of ['idle', 'starting', 'listening'] as const) power.phaseChanged(phase);
    expect(powerSaveBlocker.running).toEqual(['prevent-app-suspension']);
    for (const phase of ['finishing', 'idle', 'error'] as const) power.phaseChanged(phase);
    expect(powerSaveBlocker.running).toEqual([]);
  });

  it('[S98] whether the computer runs on its battery is known, and told when it changes', () => {
    const told: boolean[] = [];
    const power = createPower(nothing, (isOnBattery) => void told.push(isOnBattery));
    expect(power.isOnBattery()).toBe(false);
    powerMonitor.emit('on-battery');
    powerMonitor.emit('on-ac');
    expect(told).toEqual([true, false]);
    vi.spyOn(powerMonitor, 'isOnBatteryPower').mockReturnValue(true);
    expect(power.isOnBattery()).toBe(true);
  });
});
