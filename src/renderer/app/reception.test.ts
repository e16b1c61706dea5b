import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLimitMs } from './capture';
import { fakeBrowser } from './fixtures/fake-browser';
import { createMicrophone, type OpenMicrophone } from './microphone';
import { giveUpMs } from './reception';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** An open microphone, and all that it has told, with the second in which it did. */
async function listen(deviceId: string | null = 'usb') {
  const browser = fakeBrowser();
  const microphone = createMicrophone('capture.js');
  const open: OpenMicrophone = await microphone.open(deviceId);
  const told: [seconds: number, trouble: string | null, label: string][] = [];
  let seconds = 0;
  open.onReception((trouble, label) => told.push([seconds, trouble, label]));
  let error: { code: string } | null = null;
  void open.lost.then((lost) => (error = lost));
  const pass = async (forSeconds: number): Promise<void> => {
    for (let tenths = 0; tenths < forSeconds * 10; tenths++) {
      seconds = Math.round(seconds * 10 + 1) / 10;
      await vi.advanceTimersByTimeAsync(100);
    }
  };
  const end = async (): Promise<void> => {
    const ended = open.stop(0, 0);
    await vi.advanceTimersByTimeAsync(100);
    await ended;
    await vi.advanceTimersByTimeAsync(100);
  };
  /** Everything that holds the device, or wakes the machine. */
  const held = () => ({
    tracks: browser.tracks.filter(({ readyState }) => readyState === 'live').length,
    timers: vi.getTimerCount(),
  });
  return { ...browser, microphone, open, told, pass, end, held, lost: () => error };
}

describe('an open microphone', () => {
  it('[S125] says within 2 to 4 s that nothing is heard, and that it is heard again', async () => {
    const { tracks, told, pass, end, opened } = await listen();
    await pass(3);
    expect(told).toEqual([[0, null, 'microphone usb']]);
    tracks[0]!.sound = 'zeros';
    await pass(4);
    const [seconds, trouble] = told[1]!;
    expect(trouble).toBe('silent');
    expect(seconds - 3).toBeGreaterThanOrEqual(2);
    expect(seconds - 3).toBeLessThanOrEqual(4);
    tracks[0]!.sound = 'speech';
    await pass(1);
    expect(told.at(-1)![1]).toBeNull();
    expect(opened).toEqual(['usb']);
    await end();
  });

  it('[S125] a device that delivers nothing from the beginning is opened anew, once', async () => {
    const { tracks, told, pass, end, opened } = await listen();
    tracks[0]!.sound = 'zeros';
    await pass(4);
    expect(opened).toEqual(['usb', 'usb']);
    expect(told.map(([, trouble]) => trouble)).toEqual([null, 'silent', null]);
    expect(tracks.map(({ readyState }) => readyState)).toEqual(['ended', 'live']);
    tracks[1]!.sound = 'zeros';
    await pass(20);
    expect(opened).toHaveLength(2);
    await end();
  });

  it('[S126] says that it is too quiet, or too loud', async () => {
    const { tracks, told, pass, end } = await listen();
    tracks[0]!.sound = 'roar';
    await pass(1);
    expect(told.at(-1)![1]).toBe('clipping');
    tracks[0]!.sound = 'speech';
    await pass(4);
    expect(told.at(-1)![1]).toBeNull();
    await end();
    const quiet = await listen();
    for (let words = 0; words < 20; words++) {
      quiet.tracks[0]!.sound = words % 4 === 3 ? 'zeros' : 'whisper';
      await quiet.pass(0.3);
    }
    expect(quiet.told.at(-1)![1]).toBe('quiet');
    await quiet.end();
  });

  it('[S128] says within 2 s that the system has muted it, or that the audio thread stands still, and gets that going', async () => {
    const { tracks, told, pass, end, state } = await listen();
    tracks[0]!.muted = true;
    await pass(2);
    expect(told.at(-1)![1]).toBe('muted');
    tracks[0]!.muted = false;
    await pass(1);
    expect(told.at(-1)![1]).toBeNull();
    state.threadRuns = false;
    await pass(2.2);
    expect(told.at(-1)![1]).toBe('stalled');
    expect(state.sinks, 'it no longer waits for a loudspeaker').toBeGreaterThan(0);
    state.threadRuns = true;
    await pass(0.5);
    expect(told.at(-1)![1]).toBeNull();
    await end();
  });

  it('[S128] a page that was busy takes no report that waits for a standstill', async () => {
    const { told, pass, end, state } = await listen();
    vi.setSystemTime(Date.now());
    const now = performance.now.bind(performance);
    let jumpMs = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now() + jumpMs);
    jumpMs = 5000;
    await pass(1);
    expect(told).toHaveLength(1);
    expect(state.sinks).toBe(0);
    await end();
  });

  it('[S129] a device that another program takes is told at once, opened again by itself, and loses no dictation', async () => {
    const { tracks, told, pass, end, refusals, commands, lost, held } = await listen();
    refusals.set('usb', 'NotReadableError').set(null, 'NotReadableError');
    tracks[0]!.unplug();
    await pass(2);
    expect(told.at(-1)).toEqual([0, 'away', 'microphone usb']);
    await pass(4);
    refusals.clear();
    await pass(1.5);
    expect(told.at(-1)!.slice(1)).toEqual([null, 'microphone usb']);
    expect(lost()).toBeNull();
    expect(commands, 'the same worklet goes on, with the ports it has').toEqual(['connect']);
    await end();
    expect(held()).toEqual({ tracks: 0, timers: 0 });
  });

  it('[S129] a device that comes back is heard as soon as the system tells of it', async () => {
    const { tracks, told, pass, end, refusals, change } = await listen(null);
    refusals.set(null, 'NotFoundError');
    tracks[0]!.unplug();
    await pass(0.3);
    refusals.clear();
    change();
    await pass(0.1);
    expect(told.at(-1)![1]).toBeNull();
    await end();
  });

  it('[S130] a headset that disconnects in the midst of a sentence is replaced by the system’s microphone', async () => {
    const { tracks, told, pass, end, refusals, opened } = await listen('headset');
    refusals.set('headset', 'OverconstrainedError');
    tracks[0]!.unplug();
    await pass(4);
    expect(told.at(-1)!.slice(1)).toEqual([null, 'microphone 2']);
    expect(opened.at(-1)).toBeNull();
    const microphone = tracks.at(-1)!;
    await end();
    expect(microphone.readyState).toBe('ended');
  });

  it('[S8, S130] without any microphone dictation ends after 10 s, and at once where it is no longer allowed', async () => {
    const gone = await listen(null);
    gone.refusals.set(null, 'NotFoundError');
    gone.tracks[0]!.unplug();
    await gone.pass(giveUpMs / 1000 - 1);
    expect(gone.lost()).toBeNull();
    await gone.pass(2);
    expect(gone.lost()).toMatchObject({ code: 'microphone-lost', message: expect.stringContaining('microphone 1') as string });
    await gone.end();
    const forbidden = await listen(null);
    forbidden.refusals.set(null, 'NotAllowedError');
    forbidden.tracks[0]!.unplug();
    await forbidden.pass(0.2);
    expect(forbidden.lost()).toMatchObject({ code: 'microphone-denied' });
    await forbidden.end();
  });

  it('[S131] lets go of everything when it stops, also of a device that opens too late', async () => {
    const { tracks, pass, end, state, held, refusals, microphone } = await listen(null);
    let answer: () => void = () => {};
    state.hangs = new Promise((resolve) => (answer = resolve));
    tracks[0]!.unplug();
    await pass(0.5);
    await end();
    answer();
    await pass(openLimitMs / 1000 + 1);
    expect(tracks).toHaveLength(2);
    expect(held()).toEqual({ tracks: 0, timers: 0 });
    expect(state.closed).toBe(1);
    refusals.set(null, 'NotReadableError');
    await expect(microphone.open(null)).rejects.toMatchObject({ code: 'microphone-missing' });
    await pass(openLimitMs / 1000 + 1);
    expect(held()).toEqual({ tracks: 0, timers: 0 });
  });

  it('[S131] a device that does not answer is reported', async () => {
    const { state, microphone, end, pass } = await listen(null);
    await end();
    state.hangs = new Promise(() => {});
    const failed = expect(microphone.open(null)).rejects.toMatchObject({ code: 'microphone-missing' });
    await pass(openLimitMs / 1000 + 1);
    await failed;
  });
});
