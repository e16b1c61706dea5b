import { describe, expect, it, vi } from 'vitest';
import { createMicrophone, microphoneError } from './microphone';

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

/** A browser whose microphones come and go; the worklet only writes down what it is told. */
function browser() {
  const devices = new EventTarget();
  const commands: string[] = [];
  const opened: (string | null)[] = [];
  const tracks: FakeTrack[] = [];
  class FakeTrack extends EventTarget {
    readyState = 'live';
    constructor(readonly label: string) {
      super();
      tracks.push(this);
    }
    stop(): void {
      this.readyState = 'ended';
    }
    unplug(): void {
      this.readyState = 'ended';
      this.dispatchEvent(new Event('ended'));
    }
  }
  const node = { connect: (next: unknown) => next };
  vi.stubGlobal('navigator', {
    mediaDevices: Object.assign(devices, {
      getUserMedia: ({ audio }: { audio: { deviceId?: { exact: string } } }) => {
        opened.push(audio.deviceId?.exact ?? null);
        const track = new FakeTrack(`microphone ${opened.length}`);
        return Promise.resolve({ getAudioTracks: () => [track], getTracks: () => [track] });
      },
      enumerateDevices: () => Promise.resolve([]),
    }),
  });
  vi.stubGlobal(
    'AudioContext',
    class {
      state = 'running';
      readonly sampleRate = 48_000;
      readonly audioWorklet = { addModule: () => Promise.resolve() };
      createMediaStreamSource = () => node;
      resume = () => Promise.resolve();
      close = () => Promise.resolve(void (this.state = 'closed'));
    },
  );
  vi.stubGlobal(
    'AudioWorkletNode',
    class {
      readonly port = { postMessage: ({ type }: { type: string }) => void commands.push(type) };
      connect = (next: unknown) => next;
    },
  );
  return { commands, opened, tracks, change: () => devices.dispatchEvent(new Event('devicechange')) };
}

describe('a microphone that comes and goes', () => {
  it('[J12, S65] stays warm between dictations, until devices change: then what is there is opened', async () => {
    const { opened, tracks, commands, change } = browser();
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

  it('[S8] that is unplugged says so, ends at once, and is opened anew by the next dictation', async () => {
    const { opened, tracks } = browser();
    const microphone = createMicrophone('capture.js');
    const open = await microphone.open('usb');
    tracks[0]!.unplug();
    expect(await open.lost).toMatchObject({
      code: 'microphone-lost',
      message: expect.stringContaining('microphone 1') as string,
    });
    const timers = vi.spyOn(globalThis, 'setTimeout');
    await open.stop(5000, 60_000);
    expect(
      timers.mock.calls.map(([, ms]) => ms),
      'nothing can be recorded after “stop”',
    ).not.toContain(5000);
    const again = await microphone.open('usb');
    expect(opened, 'what is gone is not kept warm').toEqual(['usb', 'usb']);
    await again.stop(0, 0);
  });

  it('[S65] one that ended while it was kept warm is not taken for ready', async () => {
    const { opened, tracks } = browser();
    const microphone = createMicrophone('capture.js');
    await (await microphone.open(null)).stop(0, 60_000);
    tracks[0]!.unplug();
    await (await microphone.open(null)).stop(0, 0);
    expect(opened).toEqual([null, null]);
  });
});
