import { beforeEach, describe, expect, it, vi } from 'vitest';
import { app } from '../fixtures/electron';
import { claimSingleInstance, needsRunning, readLaunch } from './single-instance';

vi.mock('electron', () => import('../fixtures/electron'));

describe('single instance', () => {
  beforeEach(() => void app.removeAllListeners());

  it('[S1] the first launch stays and hears what later ones want, as data or as arguments', () => {
    const onLaterLaunch = vi.fn();
    Object.assign(app, { requestSingleInstanceLock: () => true });
    expect(claimSingleInstance(readLaunch(['utter']), onLaterLaunch)).toBe(true);
    app.emit('second-instance', {}, ['utter'], '/', { command: 'toggle' });
    app.emit('second-instance', {}, ['utter', '--toggle'], '/', undefined);
    app.emit('second-instance', {}, ['utter'], '/', { command: 'format' });
    expect(onLaterLaunch.mock.calls).toEqual([[{ command: 'toggle' }], [{ command: 'toggle' }], [{ command: null }]]);
  });

  it('[S1] a later launch hands over its request and listens to nothing', () => {
    const requestSingleInstanceLock = vi.fn().mockReturnValue(false);
    Object.assign(app, { requestSingleInstanceLock });
    expect(claimSingleInstance(readLaunch(['utter', '--toggle']), () => undefined)).toBe(false);
    expect(requestSingleInstanceLock).toHaveBeenCalledWith({ command: 'toggle' });
    expect(app.listenerCount('second-instance')).toBe(0);
  });

  it.each(['toggle', 'start', 'stop', 'cancel', 'repaste'] as const)('[S56] --%s is a command', (command) => {
    expect(readLaunch(['electron', '.', `--${command}`])).toEqual({ command });
    expect(readLaunch(['electron', '.', `--${command}s`, command])).toEqual({ command: null });
  });

  it('[S56] what ends or repeats something does not start Utter', () => {
    const starts = ['utter', '--toggle', '--start'].map((argument) => needsRunning(readLaunch([argument])));
    const others = ['--stop', '--cancel', '--repaste'].map((argument) => needsRunning(readLaunch([argument])));
    expect([starts, others]).toEqual([
      [false, false, false],
      [true, true, true],
    ]);
  });
});
