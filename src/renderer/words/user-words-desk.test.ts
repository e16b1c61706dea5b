import { describe, expect, it, vi } from 'vitest';
import { UtterError } from '../../core/errors';
import type { UserWord } from '../../core/language/user-words';
import type { Platform } from '../../platform/platform';
import { noSystemCapabilities } from '../../platform/system-services';
import type { Microphone } from '../app/microphone';
import type { SpeechClient } from '../app/speech-client';
import { createAppStore } from '../app/store';
import { UserWordsDesk } from './user-words-desk';

const word = (written: string, changes: Partial<UserWord> = {}): UserWord => ({
  written,
  soundsLike: '',
  boost: 0,
  learned: [],
  ...changes,
});

function setup(stored: UserWord[] = []) {
  let words: readonly UserWord[] = stored;
  const told: (readonly UserWord[])[] = [];
  const platform = {
    readUserWords: vi.fn(() => Promise.resolve(words)),
    writeUserWords: vi.fn((next: readonly UserWord[]) => Promise.resolve(void (words = next))),
  };
  const speech = {
    setWords: (next: readonly UserWord[]) => {
      told.push(next);
      return Promise.resolve([{ line: 1, text: 'x', problem: 'hard' }]);
    },
    learn: vi.fn(() => Promise.resolve([['K']])),
  };
  const stops: number[] = [];
  const channel = new MessageChannel();
  const microphone = {
    open: vi.fn(() =>
      Promise.resolve({
        label: 'Desk',
        sampleRateHz: 1000,
        port: channel.port2,
        journalPort: new MessageChannel().port2,
        onReception: () => {},
        lost: new Promise<UtterError>(() => {}),
        stop: (tailMs: number) => Promise.resolve(void stops.push(tailMs)),
      }),
    ),
  };
  const store = createAppStore({ deliver: false, globalHotkey: false, tray: false, overlay: false, ...noSystemCapabilities });
  const desk = new UserWordsDesk({
    platform: platform as unknown as Platform,
    speech: speech as unknown as SpeechClient,
    microphone: microphone as unknown as Microphone,
    store,
    wake: () => Promise.resolve(),
  });
  const inApp = (): string[] => store.getState().userWords.map(({ written }) => written);
  return { desk, store, platform, told, stops, channel, inApp, microphone, stored: () => words };
}

describe('the desk of the user’s words', () => {
  it('[S41] shows and tells the stored words at the start, and each change at once', async () => {
    const { desk, store, told, inApp, stored } = setup([word('old')]);
    await desk.read();
    expect([inApp(), told.length]).toEqual([['old'], 1]);
    expect(await desk.add(word('  Kubernetes '))).toEqual({ ok: true, message: 'Added “Kubernetes”.' });
    expect(await desk.setBoost('old', 3)).toMatchObject({ ok: true });
    expect(await desk.remove('old')).toMatchObject({ ok: true });
    expect(stored()).toEqual([word('Kubernetes')]);
    expect(told.at(-1)).toEqual([word('Kubernetes')]);
    await vi.waitFor(() => expect(store.getState().wordProblems).toHaveLength(1));
  });

  it('[S41] changes what is stored now, not what was when the application began', async () => {
    const { desk, platform, inApp } = setup([word('old')]);
    await desk.read();
    await platform.writeUserWords([word('from the command line')]);
    await desk.add(word('new'));
    expect(inApp()).toEqual(['from the command line', 'new']);
  });

  it('[S43] says why a word or a line of a file is not used, and uses the rest', async () => {
    const { desk, inApp } = setup();
    const refused = await desk.add(word('😀'));
    expect(refused).toMatchObject({ ok: false, message: expect.stringContaining('no letters') as string });
    const outcome = await desk.importFile(new File(['one\n☃\ntwo\n😀\n😀😀\n😀😀😀'], 'list.txt'));
    expect(outcome.ok).toBe(false);
    expect(outcome.message).toMatch(/Added 2 words from list.txt.*line 2.*line 4.*line 5.*and 1 more/);
    expect(inApp()).toEqual(['one', 'two']);
    expect(await desk.importFile(new File(['😀'], 'none.txt'))).toMatchObject({ ok: false });
  });

  it('[S41] a list that can’t be read or written is told', async () => {
    const { desk, platform, store } = setup();
    const failure = new UtterError('words-invalid', 'words.json is not JSON.', 'Correct it.');
    platform.readUserWords.mockRejectedValueOnce(failure);
    await desk.read();
    expect(store.getState().problem).toMatchObject({ message: 'words.json is not JSON.' });
    platform.writeUserWords.mockRejectedValueOnce(failure);
    expect(await desk.add(word('new'))).toEqual({ ok: false, message: 'words.json is not JSON. Correct it.' });
    expect(store.getState().userWords).toEqual([]);
  });

  it('[S42] records a word until it is stopped, every sample of it, and frees the microphone', async () => {
    const { desk, channel, stops, store, microphone } = setup();
    const recording = await desk.record();
    const returned: unknown[] = [];
    channel.port1.onmessage = ({ data }) => returned.push(data);
    for (const start of [0, 100]) {
      channel.port1.postMessage({ type: 'block', samples: Float32Array.from({ length: 100 }, (_, i) => start + i) });
    }
    await vi.waitFor(() => expect(returned).toHaveLength(2));
    recording.stop();
    const { samples, sampleRateHz } = await recording.clip;
    expect([...samples]).toEqual(Array.from({ length: 200 }, (_, i) => i));
    expect([sampleRateHz, stops.length]).toEqual([1000, 1]);
    store.setState({ dictation: { state: 'finishing', trigger: 'window', isRefining: false } });
    await expect(desk.record()).rejects.toMatchObject({ message: expect.stringContaining('in use') as string });
    expect(microphone.open).toHaveBeenCalledTimes(1);
  });
});
