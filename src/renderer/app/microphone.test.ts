import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from './fixtures/fake-browser';
import { createMicrophone } from './microphone';
import { microphoneError } from './microphone-error';

const named = (name: string): Error => new DOMException('detail', name);

it.each([
  ['NotAllowedError', null, 'microphone-denied', 'not allowed'],
  ['SecurityError', null, 'microphone-denied', 'not allowed'],
  ['NotFoundError', null, 'microphone-missing', 'No microphone'],
  ['OverconstrainedError', null, 'microphone-missing', 'No microphone'],
  ['OverconstrainedError', 'usb', 'microphone-missing', 'you chose'],
  ['NotReadableError', null, 'microphone-missing', 'detail'],
  ['AbortError', null, 'microphone-missing', 'detail'],
])('[S9] %s (chosen: %s) is %s', (name, chosen, code, words) => {
  const error = microphoneError(named(name), chosen);
  expect(error).toMatchObject({ code, message: expect.stringContaining(words) as string });
  expect(error.remedy).not.toBe('');
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('a microphone that comes and goes', () => {
  it('[J12, S65] stays warm between dictations, until devices change: then what is there is opened', async () => {
    const { opened, tracks, commands, change } = fakeBrowser();
    const microphone = createMicrophone('capture.js');
    const first = await microphone.open(null);
    await first.stop(0, 60_000);
    const second = await microphone.open(null);
    expect(opened, 'it was still open').toEqual([null]);
    await second.stop(0, 60_000);
    change();
    await vi.waitFor(() => expect(tracks[0]!.readyState).toBe('ended'));
    expect(commands).toEqual(['connect', 'rest', 'connect', 'rest', 'finish']);
    const third = await microphone.open(null);
    expect(third.label).toBe('microphone 2');
    await third.stop(0, 0);
  });

  it('[S65] one that ended while it was kept warm is not taken for ready', async () => {
    const { opened, tracks } = fakeBrowser();
    const microphone = createMicrophone('capture.js');
    await (await microphone.open(null)).stop(0, 60_000);
    tracks[0]!.unplug();
    await (await microphone.open(null)).stop(0, 0);
    expect(opened).toEqual([null, null]);
  });

  it('[S8] that is unplugged: nothing can be recorded after “stop”, and it is opened anew by the next dictation', async () => {
    const { opened, tracks, refusals } = fakeBrowser();
    const microphone = createMicrophone('capture.js');
    const open = await microphone.open('usb');
    refusals.set('usb', 'NotFoundError');
    tracks[0]!.unplug();
    const timers = vi.spyOn(globalThis, 'setTimeout');
    await open.stop(5000, 60_000);
    expect(timers.mock.calls.map(([, ms]) => ms)).not.toContain(5000);
    refusals.clear();
    await (await microphone.open('usb')).stop(0, 0);
    expect(opened.filter((id) => id === 'usb').length, 'what is gone is not kept warm').toBe(3);
  });
});
