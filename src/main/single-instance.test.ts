import { beforeEach, describe, expect, it, vi } from 'vitest';
import { app } from './fixtures/electron';
import { claimSingleInstance, readLaunch } from './single-instance';

vi.mock('electron', () => import('./fixtures/electron'));

describe('single instance', () => {
  beforeEach(() => void app.removeAllListeners());

  it('[S1] the first launch stays and hears what later ones want, as data or as arguments', () => {
    const onLaterLaunch = vi.fn();
    Object.assign(app, { requestSingleInstanceLock: () => true });
    expect(claimSingleInstance(readLaunch(['utter']), onLaterLaunch)).toBe(true);
    app.emit('second-instance', {}, ['utter'], '/', { toggle: true });
    app.emit('second-instance', {}, ['utter', '--toggle'], '/', undefined);
    app.emit('second-instance', {}, ['utter'], '/', { toggle: 'yes' });
    expect(onLaterLaunch.mock.calls).toEqual([[{ toggle: true }], [{ toggle: true }], [{ toggle: false }]]);
  });

  it('[S1] a later launch hands over its request and listens to nothing', () => {
    const requestSingleInstanceLock = vi.fn().mockReturnValue(false);
    Object.assign(app, { requestSingleInstanceLock });
    expect(claimSingleInstance(readLaunch(['utter', '--toggle']), () => undefined)).toBe(false);
    expect(requestSingleInstanceLock).toHaveBeenCalledWith({ toggle: true });
    expect(app.listenerCount('second-instance')).toBe(0);
  });
});
