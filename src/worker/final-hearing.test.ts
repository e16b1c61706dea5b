import { describe, expect, it, vi } from 'vitest';
import type { FinalSegment, FinalText, SpeechSegment } from '../core/final/types';
import { defaultSettings, textSettings } from '../core/settings';
import type { Transcript } from '../core/transcript/types';
import type { LoadedModel } from '../engine/load';
import type { AudioFile } from '../media/open';
import { hurriedHost, type FinalParts } from './final-hearing';
import { followProgress } from './final-progress';
import { FinalWorker, host, liveRecognizer, segmenter, timelyRecognizer } from './fixtures/final-pass';
import { applyUpdate, emptyTranscript, type FinalWish, type HearingRequest, type WorkerReply } from './protocol';
import type { TimelyRecognizer } from './recognition';
import { SpeechService } from './speech-service';

const wish: FinalWish = { models: { small: 'http://u/models/s/', large: 'http://u/models/l/' }, tier: 'auto', languages: ['en'] };
const inTime: HearingRequest = { languages: ['en'], isLive: true, final: { waitMs: 5000, isRefreshed: false } };
const words = [{ written: 'Kubernetes', soundsLike: '', boost: 0, learned: [] }];

function setup(changes: Partial<FinalParts> = {}) {
  const replies: WorkerReply[] = [];
  const workers: FinalWorker[] = [];
  const bias = vi.fn(() => [{ text: 'Kubernetes', weight: 1 }]);
  const createRecognizer = vi.fn(timelyRecognizer);
  const createLive = vi.fn(liveRecognizer);
  const model = {
    manifest: { language: 'en' } as LoadedModel['manifest'],
    choice: { backend: 'cpu', reason: 'test', reports: [] },
    createRecognizer: createLive,
    setUserWords: () => Promise.resolve([]),
    learnPronunciations: () => Promise.resolve([]),
    dispose: () => {},
  } satisfies LoadedModel;
  let audio: AudioFile | null = null;
  const service = new SpeechService({
    load: () => Promise.resolve(model),
    openAudio: () => (audio === null ? Promise.reject(new Error('none')) : Promise.resolve(audio)),
    post: (reply) => replies.push(structuredClone(reply)),
    final: {
      spawn: () => (workers.push(new FinalWorker()), workers.at(-1)!),
      createSegmenter: () => Promise.resolve(segmenter()),
      createRecognizer,
      bias,
      host,
      ...changes,
    },
  });
  const transcript = (id: number): Transcript =>
    replies.reduce(
      (shown, reply) => (reply.type === 'transcript' && reply.id === id ? applyUpdate(shown, reply.update) : shown),
      emptyTranscript,
    );
  const textOf = ({ segments, partial }: Transcript): string[] =>
    [...segments.map((each) => each.words), partial.tentative].map((each) => each.map(({ text }) => text).join(' '));
  const closing = (id: number) =>
    replies.filter((reply) => 'id' in reply && reply.id === id && ['finished', 'cancelled', 'failed'].includes(reply.type));
  const begin = async (): Promise<void> => {
    await service.handle({ type: 'words', id: 90, words });
    await service.handle({ type: 'load', id: 91, modelUrl: 'http://u/models/en/', backend: 'auto' });
    await service.handle({ type: 'final', id: 92, wish });
  };
  /** Dictates; `end` lets go of the key. */
  const dictate = (id: number, hearing: HearingRequest, extra: object = {}) => {
    const { port1, port2 } = new MessageChannel();
    const done = service.handle({ type: 'start', id, sampleRateHz: 1000, port: port2, hearing, ...extra });
    const say = (...said: number[]): void => {
      for (const each of said) port1.postMessage({ type: 'block', samples: new Float32Array(100).fill(each / 10) });
    };
    const end = (): void => port1.postMessage({ type: 'end' });
    return { say, end, done: done.finally(() => port1.close()) };
  };
  const play = (samples: Float32Array): void => {
    audio = {
      durationMs: samples.length,
      sampleRateHz: 1000,
      channels: 1,
      tracks: 1,
      warnings: [],
      async *blocks() {
        for (let at = 0; at < samples.length; at += 100) yield await Promise.resolve(samples.slice(at, at + 100));
      },
      close: () => {},
    };
  };
  return { service, replies, workers, bias, createRecognizer, createLive, transcript, textOf, closing, begin, dictate, play };
}

/** On a machine that is busy with other work. */
const patience = { timeout: 10_000, interval: 70 };

const settle = (ms = 30): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a dictation with the final pass', () => {
  it('[S90, U75] its live words are tentative until their segment’s final words come, also between blocks', async () => {
    const { begin, dictate, workers, transcript, textOf, closing, replies } = setup();
    await begin();
    workers[0]!.isSlow = true;
    const { say, end, done } = dictate(1, inTime);
    say(1, 2);
    // An update may wait for the next block.
    await vi.waitFor(() => {
      say(0);
      expect(textOf(transcript(1))).toEqual(['w1 w2']);
    }, patience);
    expect(transcript(1).partial.committed).toEqual([]);
    await settle(80);
    workers[0]!.held[0]!();
    await vi.waitFor(() => expect(textOf(transcript(1)), 'nothing more was said').toEqual(['W1 W2', '']), patience);
    workers[0]!.isSlow = false;
    say(3);
    end();
    await done;
    expect(textOf(transcript(1))).toEqual(['W1 W2', 'W3', '']);
    expect(closing(1)).toEqual([{ type: 'finished', id: 1, isLate: false }]);
    expect(replies.some(({ type }) => type === 'late')).toBe(false);
  });

  it('[S94, S95] after the wait the best at hand is the text, and the final one comes whole, later', async () => {
    const { begin, dictate, workers, transcript, textOf, closing, replies, createRecognizer } = setup();
    await begin();
    workers[0]!.isSlow = true;
    const { say, end, done } = dictate(1, { ...inTime, final: { waitMs: 20, isRefreshed: false } });
    say(1, 2);
    end();
    await done;
    expect(textOf(transcript(1))).toEqual(['w1 w2', '']);
    expect(closing(1)).toEqual([{ type: 'finished', id: 1, isLate: true }]);
    const recognizer = createRecognizer.mock.results[0]!.value as TimelyRecognizer;
    expect(recognizer.dispose).not.toHaveBeenCalled();
    await vi.waitFor(() => workers[0]!.held[0]!(), patience);
    await vi.waitFor(() => expect(replies.at(-1)!.type).toBe('late'), patience);
    const late = replies.at(-1)!;
    expect(late).toMatchObject({ type: 'late', id: 1, text: { modelIds: ['s', 'l'] } });
    expect(late.type === 'late' && textOf(late.text!.transcript)).toEqual(['W1 W2', '']);
    expect(textOf(transcript(1)), 'what was delivered stays').toEqual(['w1 w2', '']);
    await vi.waitFor(() => expect(recognizer.dispose).toHaveBeenCalledOnce(), patience);
  });

  it('[S95] the late text is written as the first one was', async () => {
    const { begin, dictate, workers, replies } = setup();
    await begin();
    workers[0]!.isSlow = true;
    const text = { settings: textSettings(defaultSettings), preceding: '' };
    const { say, end, done } = dictate(1, { ...inTime, final: { waitMs: 0, isRefreshed: false } }, { text });
    say(1, 2);
    end();
    await done;
    await vi.waitFor(() => workers[0]!.held[0]!(), patience);
    await vi.waitFor(() => expect(replies.at(-1)!.type).toBe('late'), patience);
    const late = replies.at(-1)!;
    expect(
      late.type === 'late' && late.text!.transcript.segments.map(({ written }) => written!.map((span) => span.text).join('')),
    ).toEqual(['W1 W2.']);
  });

  it('[S96] “hurry” ends the wait: the best at hand is the text at once', async () => {
    const { begin, dictate, workers, service, transcript, textOf, closing } = setup();
    await begin();
    workers[0]!.isSlow = true;
    const { say, end, done } = dictate(1, { ...inTime, final: { waitMs: 10_000, isRefreshed: false } });
    say(4);
    end();
    await vi.waitFor(() => expect(workers[0]!.held).toHaveLength(1), patience);
    expect(closing(1)).toEqual([]);
    await service.handle({ type: 'hurry', id: 1 });
    await done;
    expect(textOf(transcript(1))).toEqual(['w4', '']);
    expect(closing(1)).toEqual([{ type: 'finished', id: 1, isLate: true }]);
  });

  it('[S96] “cancel” during the wait ends it at once, and what was being heard is dropped', async () => {
    const { begin, dictate, workers, service, closing, replies } = setup();
    await begin();
    workers[0]!.isSlow = true;
    const { say, end, done } = dictate(1, { ...inTime, final: { waitMs: 10_000, isRefreshed: false } });
    say(4);
    end();
    await vi.waitFor(() => expect(workers[0]!.held).toHaveLength(1), patience);
    await service.handle({ type: 'cancel', id: 1 });
    await done;
    expect(closing(1)).toEqual([{ type: 'cancelled', id: 1 }]);
    await vi.waitFor(() => expect(workers[0]!.requests.at(-1)).toMatchObject({ type: 'abort' }), patience);
    expect(replies.at(-1)).toEqual({ type: 'cancelled', id: 1 });
  });

  it('[S92] with a final worker that dies twice, the live words are the text, and the page is told', async () => {
    const { begin, dictate, workers, transcript, textOf, closing, replies } = setup();
    await begin();
    workers[0]!.isSlow = true;
    const { say, end, done } = dictate(1, inTime);
    say(1);
    end();
    await vi.waitFor(() => expect(workers[0]!.held).toHaveLength(1), patience);
    const die = (worker: FinalWorker): void =>
      worker.onerror?.({ message: 'out of memory', preventDefault: () => {} } as ErrorEvent);
    die(workers[0]!);
    workers[1]!.isSlow = true;
    await vi.waitFor(() => expect(workers[1]!.held).toHaveLength(1), patience);
    die(workers[1]!);
    await done;
    expect(textOf(transcript(1))).toEqual(['w1', '']);
    expect(closing(1)).toEqual([{ type: 'finished', id: 1, isLate: false }]);
    expect(replies).toContainEqual({ type: 'finalLost', failure: expect.objectContaining({ code: 'device-lost' }) as unknown });
  });

  it('[S102] without a live model of the language there are no live words, and the final ones come at each pause', async () => {
    const { begin, dictate, transcript, textOf, createLive, createRecognizer, workers } = setup();
    await begin();
    const text = { settings: textSettings(defaultSettings), preceding: '' };
    const { say, end, done } = dictate(1, { ...inTime, languages: ['de'], isLive: false }, { text });
    say(1, 2, 0, 3);
    await vi.waitFor(() => {
      say(0);
      expect(textOf(transcript(1))[0]).toBe('W1 W2');
    }, patience);
    end();
    await done;
    expect(textOf(transcript(1))).toEqual(['W1 W2', 'W3', '']);
    expect(createLive).not.toHaveBeenCalled();
    expect(createRecognizer.mock.calls[0]![1].languages).toEqual(['de']);
    expect(workers[0]!.requests[1]).toMatchObject({ segment: { languages: ['de'] } });
    expect(transcript(1).segments[0]!.written, '[S103] English formatting stays out of the way').toBeUndefined();
  });

  it('[S102] a language that nobody hears is refused with the way out, also when the pass dies under it', async () => {
    const { service, dictate, begin, closing, workers } = setup();
    const german = { ...inTime, languages: ['de'], isLive: false };
    const refused = dictate(1, german);
    await refused.done;
    expect(closing(1)).toEqual([
      {
        type: 'failed',
        id: 1,
        error: expect.objectContaining({
          code: 'model-not-found',
          message: expect.stringContaining('German') as unknown,
        }) as unknown,
      },
    ]);

    await begin();
    workers[0]!.isSlow = true;
    const { say, done } = dictate(2, german);
    say(1, 0);
    await vi.waitFor(() => expect(workers[0]!.held).toHaveLength(1), patience);
    await service.handle({ type: 'final', id: 3, wish: null });
    await done;
    expect(closing(2)).toMatchObject([{ type: 'failed', id: 2 }]);
  });

  it('[S98] without models for it live words are the text, as they are when they are all that is asked for', async () => {
    const { service, begin, dictate, createRecognizer, closing, transcript, textOf } = setup();
    await begin();
    for (const [id, hearing] of [
      [1, { ...inTime, final: null }],
      [2, inTime],
    ] as const) {
      if (id === 2) await service.handle({ type: 'final', id: 3, wish: null });
      const { say, end, done } = dictate(id, hearing);
      say(1);
      end();
      await done;
      expect(textOf(transcript(id))).toEqual(['w1', '']);
      expect(closing(id)).toEqual([{ type: 'finished', id, isLate: false }]);
    }
    expect(createRecognizer).not.toHaveBeenCalled();
  });

  it('[S92] without its speech detector live words are the text', async () => {
    const { begin, dictate, transcript, textOf } = setup({ createSegmenter: () => Promise.reject(new Error('no file')) });
    await begin();
    const { say, end, done } = dictate(1, inTime);
    say(1);
    end();
    await done;
    expect(textOf(transcript(1))).toEqual(['w1', '']);
  });

  it('[S90] the search leans towards the user’s words, made ready once', async () => {
    const { begin, dictate, bias, workers } = setup();
    await begin();
    const text = { settings: { ...textSettings(defaultSettings), commandsOff: ['comma'] }, preceding: '' };
    const { say, end, done } = dictate(1, inTime, { text });
    say(1, 0, 2);
    end();
    await done;
    expect(bias.mock.calls).toEqual([[words, 'en', ['comma']]]);
    expect(workers[0]!.requests.slice(1)).toMatchObject([{ segment: { bias: [{ text: 'Kubernetes' }] } }, { segment: {} }]);
  });
});

describe('a recording with the final pass', () => {
  const sound = Float32Array.from({ length: 2000 }, (_, at) =>
    Math.floor(at / 100) % 4 === 3 ? 0 : (Math.floor(at / 100) % 4) / 10 + 0.1,
  );

  it('[S97] has the final text throughout, however long that takes', async () => {
    const { begin, service, play, workers, transcript, textOf, closing, createRecognizer } = setup();
    await begin();
    play(sound);
    workers[0]!.isSlow = true;
    const job = service.handle({
      type: 'transcribe',
      id: 1,
      file: new File(['x'], 'a.wav'),
      hearing: { ...inTime, final: { waitMs: 0, isRefreshed: true } },
    });
    await vi.waitFor(
      () => {
        workers[0]!.held.shift()?.();
        expect(closing(1)).toHaveLength(1);
      },
      { timeout: 20_000, interval: 20 },
    );
    await job;
    expect(textOf(transcript(1))).toEqual([...Array.from({ length: 5 }, () => 'W1 W2 W3'), '']);
    expect(closing(1)).toEqual([{ type: 'finished', id: 1, isLate: false }]);
    expect(createRecognizer.mock.calls[0]![1]).toMatchObject({ mostPending: 2, refresh: false });
  });

  it('[S97] its progress counts sound whose words are final', async () => {
    const closed: SpeechSegment[][] = [[], [{ startMs: 100, endMs: 600 }], [{ startMs: 900, endMs: 1500 }], []];
    let openSinceMs: number | null = null;
    const heard: (() => void)[] = [];
    const text: FinalText = { words: [], language: 'en', heard: [] };
    const followed = followProgress(
      {
        ...segmenter(),
        accept: () => Promise.resolve(closed.shift()!),
        get openSinceMs() {
          return openSinceMs;
        },
      },
      {
        tier: 'both',
        modelIds: [],
        hear: () => new Promise((resolve) => heard.push(() => resolve(text))),
        refresh: () => Promise.resolve(null),
        dispose: () => Promise.resolve(),
      },
    );
    const request = (startMs: number, endMs: number): FinalSegment => ({
      startMs,
      endMs,
      samples: new Float32Array(0),
      streamed: [],
      languages: [],
      bias: [],
    });
    const accept = (): Promise<unknown> => followed.segmenter.accept(new Float32Array(0));
    expect(followed.finalUntilMs(50)).toBe(50);
    openSinceMs = 100;
    await accept();
    expect(followed.finalUntilMs(500), 'someone is speaking').toBe(100);
    openSinceMs = null;
    await accept();
    const first = followed.pass.hear(request(100, 600));
    await accept();
    expect(followed.finalUntilMs(2000)).toBe(100);
    heard[0]!();
    await first;
    expect(followed.finalUntilMs(2000), 'the second waits').toBe(900);
    const second = followed.pass.hear(request(900, 1500));
    heard[1]!();
    await second;
    expect(followed.finalUntilMs(2000), 'silence is done at once').toBe(2000);
  });
});

describe('a host in a hurry', () => {
  it('[S96] ends its delays, those to come too, once each', () => {
    vi.useFakeTimers();
    const hurry = new AbortController();
    const { after } = hurriedHost(host, hurry.signal);
    const ended: string[] = [];
    after(100, () => ended.push('in time'));
    vi.advanceTimersByTime(100);
    after(5000, () => ended.push('hurried'));
    after(5000, () => ended.push('called off'))();
    hurry.abort();
    expect(ended).toEqual(['in time', 'hurried']);
    after(5000, () => ended.push('later'));
    vi.advanceTimersByTime(10_000);
    expect(ended).toEqual(['in time', 'hurried', 'later']);
    vi.useRealTimers();
  });
});
