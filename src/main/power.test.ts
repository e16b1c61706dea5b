import { describe, expect, it, vi } from 'vitest';
import { powerMonitor, powerSaveBlocker } from './fixtures/electron';
import { createPower } from './power';

vi.mock('electron', () => import('./fixtures/electron'));

describe('power', () => {
  it('[S58] sleep and a locked screen interrupt dictation', () => {
    const interrupt = vi.fn();
    createPower(interrupt);
    powerMonitor.emit('suspend');
    powerMonitor.emit('lock-screen');
    expect(interrupt).toHaveBeenCalledTimes(2);
  });

  it('[S58] the computer is kept awake exactly while someone dictates', () => {
    const power = createPower(() => undefined);
    for (const phase of ['idle', 'starting', 'listening'] as const) power.phaseChanged(phase);
    expect(powerSaveBlocker.running).toEqual(['prevent-app-suspension']);
    for (const phase of ['finishing', 'idle', 'error'] as const) power.phaseChanged(phase);
    expect(powerSaveBlocker.running).toEqual([]);
  });
});
