import { beforeEach, describe, expect, it, vi } from 'vitest';
import { UtterError } from '../../core/errors';
import { noSystemCapabilities } from '../../platform/system-services';
import type { RecordedClip } from '../../worker/protocol';
import type { Microphone, OpenMicrophone } from '../app/microphone';
import { createAppStore } from '../app/store';
import { MicrophoneCheck, recordedMs } from './microphone-check';

function setup(open?: () => Promise<OpenMicrophone>) {
  const channel = new MessageChannel();
  const stops: unknown[] = [];
  const played: RecordedClip[] = [];
  let lose!: (error: UtterError) => void;
  const device: OpenMicrophone = {
    label: 'Desk',
    sampleRateHz: 1000,
    port: channel.port2,
    journalPort: new MessageChannel().port2,
    onReception: () => {},
    lost: new Promise(() => {}),
    stop: (...args) => Promise.resolve(void stops.push(args)),
  };
  const microphone: Microphone = {
    open: vi.fn(open ?? (() => Promise.resolve({ ...device, lost: new Promise<UtterError>((resolve) => (lose = resolve)) }))),
    coolDown: () => Promise.resolve(),
    devices: () => Promise.resolve([{ id: 'd', label: 'Desk' }]),
    onDevicesChanged: () => {},
  };
  const store = createAppStore({ deliver: false, globalHotkey: false, tray: false, overlay: false, ...noSystemCapabilities });
  const check = new MicrophoneCheck({ microphone, store, play: (clip) => Promise.resolve(void played.push(clip)) });
  const say = (value: number, length = 100): void =>
    channel.port1.postMessage({ type: 'block', samples: new Float32Array(length).fill(value) });
  return {
    check,
    store,
    microphone,
    device,
    stops,
    played,
    say,
    lose: (error: UtterError) => lose(error),
    state: () => store.getState().microphoneCheck,
  };
}

describe('the microphone’s test', () => {
  beforeEach(() => vi.useRealTimers());

  it('[S64] shows the level, and names microphones once they may be named', async () => {
    const { check, store, state, say, stops } = setup();
    const levels: number[] = [];
    check.onLevel((rmsDb) => levels.push(rmsDb));
    await check.begin();
    expect(state()).toEqual({ state: 'hearing', microphone: 'Desk', trouble: null });
    expect(store.getState().microphones).toHaveLength(1);
    say(1);
    say(0);
    await vi.waitFor(() => expect(levels).toEqual([0, -100]));
    await check.end();
    expect([state(), stops]).toEqual([{ state: 'off' }, [[0, 0]]]);
  });

  it('[S64] records three seconds and plays them, and nothing before or after', async () => {
    const { check, say, played, state } = setup();
    let heard = 0;
    check.onLevel(() => heard++);
    await check.begin();
    say(0.1);
    await vi.waitFor(() => expect(heard).toBe(1));
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const recording = check.record();
    expect(state().state).toBe('recording');
    say(0.2);
    say(0.3);
    while (heard < 3) await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(recordedMs);
    await recording;
    expect(state().state).toBe('hearing');
    expect(played).toHaveLength(1);
    expect(played[0]!.sampleRateHz).toBe(1000);
    expect([...new Set(played[0]!.samples)].map((value) => value.toFixed(1))).toEqual(['0.2', '0.3']);
    expect(played[0]!.samples).toHaveLength(200);
  });

  it('[S64] ends when a dictation begins, and does not begin while there is one', async () => {
    const { check, store, state, stops, microphone } = setup();
    await check.begin();
    store.setState({ dictation: { state: 'starting', trigger: 'hotkey' } });
    await vi.waitFor(() => expect(stops).toHaveLength(1));
    expect(state().state).toBe('off');
    await check.begin();
    expect(microphone.open).toHaveBeenCalledOnce();
  });

  it('[S64] hears another microphone as soon as that is chosen', async () => {
    const { check, store, state, stops, microphone } = setup();
    await check.begin();
    store.setState(({ settings }) => ({ settings: { ...settings, microphoneId: 'usb' } }));
    await vi.waitFor(() => expect(state().state).toBe('hearing'));
    expect(stops).toEqual([[0, 0]]);
    expect(vi.mocked(microphone.open).mock.calls).toEqual([[null], ['usb']]);
    await check.end();
    store.setState(({ settings }) => ({ settings: { ...settings, microphoneId: null } }));
    expect(microphone.open).toHaveBeenCalledTimes(2);
  });

  it('[S64] frees a microphone that opens after the test was called off', async () => {
    let opened!: (device: OpenMicrophone) => void;
    const { check, device, stops, state } = setup(() => new Promise((resolve) => (opened = resolve)));
    const beginning = check.begin();
    await vi.waitFor(() => expect(state().state).toBe('opening'));
    await check.end();
    opened(device);
    await beginning;
    expect([state().state, stops]).toEqual(['off', [[0, 0]]]);
  });

  it('[S64] tells why there is nothing to hear, and can be tried again', async () => {
    const denied = new UtterError('microphone-denied', 'Not allowed.', 'Allow it.');
    const refused = setup(() => Promise.reject(denied));
    await refused.check.begin();
    expect(refused.state()).toMatchObject({ state: 'failed', failure: { code: 'microphone-denied', remedy: 'Allow it.' } });

    const { check, lose, state } = setup();
    await check.begin();
    lose(new UtterError('microphone-lost', 'It was unplugged.', 'Connect it again.'));
    await vi.waitFor(() => expect(state()).toMatchObject({ state: 'failed', failure: { code: 'microphone-lost' } }));
    await check.begin();
    expect(state().state).toBe('hearing');
  });
});
