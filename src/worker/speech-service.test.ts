import { describe, expect, it, vi } from 'vitest';
import { UtterError } from '../core/errors';
import type { Recognizer, RecognizerOptions } from '../core/recognizer';
import { defaultSettings, textSettings } from '../core/settings';
import type { Transcript } from '../core/transcript/types';
import type { LoadedModel, LoadOptions } from '../engine/load';
import type { AudioFile } from '../media/open';
import { applyUpdate, emptyTranscript, type WorkerReply } from './protocol';
import { SpeechService } from './speech-service';

/** "Recognises" each full second of samples as one word that spells their sum, so that lost samples show. */
function summingRecognizer(): Recognizer {
  let samples: number[] = [];
  const transcript = (isFinal: boolean): Transcript => {
    const words = [];
    for (let start = 0; start + 100 <= samples.length; start += 100) {
      const sum = samples.slice(start, start + 100).reduce((a, b) => a + b, 0);
      words.push({ text: sum.toFixed(3), startMs: start, endMs: start + 100, confidence: 1 });
    }
    if (isFinal) words.push({ text: `of ${samples.length}`, startMs: 0, endMs: 0, confidence: 1 });
    return isFinal
      ? { segments: [{ words, startMs: 0, endMs: samples.length }], partial: emptyTranscript.partial, durationMs: samples.length }
      : { segments: [], partial: { committed: words, tentative: [] }, durationMs: samples.length };
  };
  return {
    acceptWaveform: async (block) => {
      await Promise.resolve();
      samples.push(...block);
      return transcript(false);
    },
    inputFinished: () => Promise.resolve(transcript(true)),
    reset: () => (samples = []),
    dispose: () => {},
  };
}

const choice = { backend: 'cpu', reason: 'test', reports: [] } as const;

function model() {
  return {
    manifest: { language: 'en' } as LoadedModel['manifest'],
    choice,
    createRecognizer: summingRecognizer,
    setUserWords: vi.fn<LoadedModel['setUserWords']>(() => Promise.resolve([])),
    learnPronunciations: () => Promise.resolve([['K', 'UW']]),
    dispose: vi.fn<() => void>(),
  } satisfies LoadedModel;
}

interface Setup {
  load?(url: string, options: LoadOptions): Promise<LoadedModel>;
  openAudio?(file: File): Promise<AudioFile>;
}

function setup({ load = () => Promise.resolve(model()), openAudio = () => Promise.reject(new Error('none')) }: Setup) {
  const replies: WorkerReply[] = [];
  const service = new SpeechService({ load, openAudio, post: (reply) => replies.push(structuredClone(reply)) });
  const text = (id: number): string => {
    const transcript = replies.reduce(
      (shown, reply) => (reply.type === 'transcript' && reply.id === id ? applyUpdate(shown, reply.update) : shown),
      emptyTranscript,
    );
    return transcript.segments.flatMap(({ words }) => words.map((word) => word.text)).join(' ');
  };
  const ends = (id: number): string[] =>
    replies
      .filter((reply) => 'id' in reply && reply.id === id)
      .map(({ type }) => type)
      .filter((type) => type === 'finished' || type === 'cancelled' || type === 'failed');
  return { service, replies, text, ends };
}

const sound = Float32Array.from({ length: 1234 }, (_, index) => Math.sin(index) / 2);

function recording(samples: Float32Array, blockLength = 300, beforeBlock: () => Promise<void> = async () => {}): AudioFile {
  return {
    durationMs: samples.length,
    sampleRateHz: 1000,
    channels: 1,
    tracks: 1,
    warnings: [],
    async *blocks() {
      for (let start = 0; start < samples.length; start += blockLength) {
        await beforeBlock();
        yield samples.slice(start, start + blockLength);
      }
    },
    close: vi.fn(),
  };
}

/** Plays `samples` as the capture worklet would. */
function speak(port: MessagePort, samples: Float32Array, blockLength = 128): void {
  for (let start = 0; start < samples.length; start += blockLength) {
    const block = samples.slice(start, start + blockLength);
    port.postMessage({ type: 'block', samples: block }, [block.buffer]);
  }
}

const file = new File(['x'], 'a.wav');
const turnOver = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe('SpeechService', () => {
  const own = [{ written: 'Kubernetes', soundsLike: '', boost: 0, learned: [] }];
  it('[S41] tells the user’s words to the model that is loaded, and to each that is loaded later', async () => {
    const problems = [{ line: 1, text: 'Kubernetes', problem: 'too hard' }];
    const models = [model(), model()];
    for (const each of models) each.setUserWords.mockImplementation(() => Promise.resolve(problems));
    let loads = 0;
    const { service, replies } = setup({ load: () => Promise.resolve(models[loads++]!) });
    await service.handle({ type: 'words', id: 1, words: own });
    expect(replies).toEqual([]);
    await service.handle({ type: 'load', id: 2, modelUrl: 'm', backend: 'auto' });
    expect(models[0]!.setUserWords).toHaveBeenLastCalledWith(own);
    expect(replies).toContainEqual({ type: 'wordsSet', id: 1, problems });
    await service.handle({ type: 'words', id: 3, words: [] });
    expect(models[0]!.setUserWords).toHaveBeenLastCalledWith([]);
    expect(replies).toContainEqual({ type: 'wordsSet', id: 3, problems });
    await service.handle({ type: 'load', id: 4, modelUrl: 'n', backend: 'auto' });
    expect(models[1]!.setUserWords).toHaveBeenLastCalledWith([]);
  });

  it('[S42] learns how a word sounds with the model that is loaded, and fails without one', async () => {
    const { service, replies } = setup({});
    const clips = [{ samples: new Float32Array(8), sampleRateHz: 16000 }];
    await service.handle({ type: 'learn', id: 1, word: own[0]!, clips });
    expect(replies).toContainEqual({
      type: 'failed',
      id: 1,
      error: expect.objectContaining({ code: 'model-not-found' }) as unknown,
    });
    await service.handle({ type: 'load', id: 2, modelUrl: 'm', backend: 'auto' });
    await service.handle({ type: 'learn', id: 3, word: own[0]!, clips });
    expect(replies).toContainEqual({ type: 'learned', id: 3, pronunciations: [['K', 'UW']] });
  });

  it('[S19] gives the same text for the same samples from the microphone and from a recording', async () => {
    const { service, text, ends } = setup({ openAudio: () => Promise.resolve(recording(sound)) });
    await service.handle({ type: 'load', id: 1, modelUrl: 'm', backend: 'auto' });
    await service.handle({ type: 'transcribe', id: 2, file });
    const { port1, port2 } = new MessageChannel();
    const dictation = service.handle({ type: 'start', id: 3, sampleRateHz: 1000, port: port2 as unknown as MessagePort });
    speak(port1 as unknown as MessagePort, sound);
    port1.postMessage({ type: 'end' });
    await dictation;
    expect(text(2)).toContain('of 1234');
    expect(text(3)).toBe(text(2));
    expect([ends(2), ends(3)]).toEqual([['finished'], ['finished']]);
    port1.close();
  });

  it('[U87] hears the track or channel that is asked for, and says what there is', async () => {
    const openAudio = vi.fn((_file: File, _sound?: object) =>
      Promise.resolve({ ...recording(sound), tracks: 3, channels: 2 } satisfies AudioFile),
    );
    const { service, replies, ends } = setup({ openAudio });
    await service.handle({ type: 'load', id: 1, modelUrl: 'm', backend: 'auto' });
    await service.handle({ type: 'transcribe', id: 2, file, sound: { track: 2, channel: 1 } });
    expect(openAudio).toHaveBeenCalledWith(file, { track: 2, channel: 1 });
    expect(replies).toContainEqual({ type: 'sound', id: 2, facts: { tracks: 3, channels: 2 } });
    await service.handle({ type: 'transcribe', id: 3, file, sound: { track: 0 } });
    expect(ends(3), '[S80]').toEqual(['failed']);
  });

  it('[K33] tells the recogniser what the text goes on from', async () => {
    const loaded = model();
    const createRecognizer = vi.fn<LoadedModel['createRecognizer']>(summingRecognizer);
    const { service, ends } = setup({
      load: () => Promise.resolve({ ...loaded, createRecognizer }),
      openAudio: () => Promise.resolve(recording(sound)),
    });
    await service.handle({ type: 'load', id: 1, modelUrl: 'm', backend: 'auto' });
    const text = { settings: textSettings(defaultSettings), preceding: 'We met in' };
    for (const [index, request] of [{ text }, {}].entries()) {
      await service.handle({ type: 'transcribe', id: 2 + index, file, ...request });
      expect(ends(2 + index)).toEqual(['finished']);
    }
    expect(createRecognizer.mock.calls).toEqual([[{ context: 'We met in' }], [{ context: '' }]]);
  });

  it('[S21] keeps what is said while the model loads', async () => {
    let finishLoading = (): void => {};
    const load = (): Promise<LoadedModel> => new Promise((resolve) => (finishLoading = () => resolve(model())));
    const { service, text, ends } = setup({ load });
    void service.handle({ type: 'load', id: 1, modelUrl: 'm', backend: 'auto' });
    const { port1, port2 } = new MessageChannel();
    const dictation = service.handle({ type: 'start', id: 2, sampleRateHz: 1000, port: port2 as unknown as MessagePort });
    speak(port1 as unknown as MessagePort, sound);
    port1.postMessage({ type: 'end' });
    await turnOver();
    expect(ends(2)).toEqual([]);
    finishLoading();
    await dictation;
    expect(text(2)).toContain('of 1234');
    port1.close();
  });

  it('[S6] ends a stopped dictation whose device fell silent without a word', async () => {
    const { service, text, ends } = setup({});
    await service.handle({ type: 'load', id: 1, modelUrl: 'm', backend: 'auto' });
    const { port1, port2 } = new MessageChannel();
    const dictation = service.handle({ type: 'start', id: 2, sampleRateHz: 1000, port: port2 as unknown as MessagePort });
    speak(port1 as unknown as MessagePort, sound);
    await turnOver();
    await service.handle({ type: 'stop', id: 2 });
    await dictation;
    expect(text(2)).toContain('of 1234');
    expect(ends(2)).toEqual(['finished']);
    port1.close();
  });

  const chunking = {
    streaming: { chunkFrames: 24, chunkFramesChoices: [12, 24, 96] },
    featurizer: { frameShiftMs: 10 },
    encoder: { architecture: 'causal-conv' },
  };

  it('[E15] dictates in chunks of the length that is asked for, and leaves what the model does not offer to the model', async () => {
    const asked: (number | undefined)[] = [];
    const loaded = (format: string): LoadedModel => ({
      ...model(),
      manifest: { language: 'en', format, ...chunking } as unknown as LoadedModel['manifest'],
      createRecognizer: (options) => (asked.push(options?.chunkFrames), summingRecognizer()),
    });
    const { service, replies } = setup({
      load: (format) => Promise.resolve(loaded(format)),
      openAudio: () => Promise.resolve(recording(sound)),
    });
    const dictate = async (request: { chunkMs?: number }): Promise<void> => {
      const { port1, port2 } = new MessageChannel();
      const dictation = service.handle({ type: 'start', id: 3, sampleRateHz: 1000, port: port2, ...request });
      port1.postMessage({ type: 'end' });
      await dictation;
      port1.close();
    };
    await service.handle({ type: 'load', id: 1, modelUrl: 'utter-model', backend: 'auto' });
    expect(replies.at(-1)).toEqual({
      type: 'loaded',
      id: 1,
      choice,
      liveLengths: { offeredMs: [120, 240, 960], defaultMs: 240, isDefaultBest: false },
    });
    for (const request of [{ chunkMs: 960 }, { chunkMs: 120 }, { chunkMs: 300 }, {}]) await dictate(request);
    await service.handle({ type: 'transcribe', id: 4, file });
    expect(asked.splice(0)).toEqual([96, 12, 24, undefined, 96]);

    await service.handle({ type: 'load', id: 5, modelUrl: 'onnx-model', backend: 'auto' });
    expect(replies.at(-1)).toEqual({ type: 'loaded', id: 5, choice, liveLengths: null });
    await dictate({ chunkMs: 960 });
    expect(asked).toEqual([undefined]);
  });

  it('[E14] encodes recordings in long chunks on a processor, and in the tested ones on a GPU', async () => {
    const asked: (RecognizerOptions | undefined)[] = [];
    const manifest = { language: 'en', format: 'utter-model', ...chunking };
    for (const backend of ['wasm', 'webgl'] as const) {
      const loaded: LoadedModel = {
        ...model(),
        manifest: manifest as unknown as LoadedModel['manifest'],
        choice: { ...choice, backend },
        createRecognizer: (options) => (asked.push(options), summingRecognizer()),
      };
      const { service } = setup({ load: () => Promise.resolve(loaded), openAudio: () => Promise.resolve(recording(sound)) });
      await service.handle({ type: 'load', id: 1, modelUrl: 'm', backend: 'auto' });
      await service.handle({ type: 'transcribe', id: 2, file });
      const { port1, port2 } = new MessageChannel();
      const dictation = service.handle({ type: 'start', id: 3, sampleRateHz: 1000, port: port2 as unknown as MessagePort });
      port1.postMessage({ type: 'end' });
      await dictation;
      port1.close();
    }
    expect(asked.map((options) => options?.chunkFrames)).toEqual([96, undefined, undefined, undefined]);
  });

  it('[S6] says nothing more about a cancelled recording, and closes it', async () => {
    // Its blocks come without a turn of the event loop, as from a file in memory.
    const audio = recording(new Float32Array(1_000_000), 100);
    const { service, replies, ends } = setup({ openAudio: () => Promise.resolve(audio) });
    await service.handle({ type: 'load', id: 1, modelUrl: 'm', backend: 'auto' });
    const job = service.handle({ type: 'transcribe', id: 2, file });
    await turnOver();
    await service.handle({ type: 'cancel', id: 2 });
    await job;
    expect(ends(2)).toEqual(['cancelled']);
    expect(replies.at(-1)).toEqual({ type: 'cancelled', id: 2 });
    expect(audio.close).toHaveBeenCalledOnce();
  });

  it('[S6] reports a file that can not be decoded with its own message', async () => {
    const error = new UtterError('audio-undecodable', 'a.wav is no recording.', 'Convert it.');
    const { service, replies } = setup({ openAudio: () => Promise.reject(error) });
    await service.handle({ type: 'load', id: 1, modelUrl: 'm', backend: 'auto' });
    await service.handle({ type: 'transcribe', id: 2, file });
    const { code, message, remedy } = error;
    expect(replies.at(-1)).toEqual({ type: 'failed', id: 2, error: { code, message, remedy } });
  });

  it('[S7] lets a recording wait while someone dictates', async () => {
    const { service, ends, text } = setup({ openAudio: () => Promise.resolve(recording(sound, 100)) });
    await service.handle({ type: 'load', id: 1, modelUrl: 'm', backend: 'auto' });
    const { port1, port2 } = new MessageChannel();
    const dictation = service.handle({ type: 'start', id: 2, sampleRateHz: 1000, port: port2 as unknown as MessagePort });
    const job = service.handle({ type: 'transcribe', id: 3, file });
    await turnOver();
    expect([text(3), ends(3)]).toEqual(['', []]);
    port1.postMessage({ type: 'end' });
    await dictation;
    await job;
    expect(text(3)).toContain('of 1234');
    port1.close();
  });

  it('[S7] lets a recording that waits be cancelled', async () => {
    const { service, ends } = setup({ openAudio: () => Promise.resolve(recording(sound, 100)) });
    await service.handle({ type: 'load', id: 1, modelUrl: 'm', backend: 'auto' });
    const { port1, port2 } = new MessageChannel();
    void service.handle({ type: 'start', id: 2, sampleRateHz: 1000, port: port2 as unknown as MessagePort });
    const job = service.handle({ type: 'transcribe', id: 3, file });
    await turnOver();
    await service.handle({ type: 'cancel', id: 3 });
    await job;
    expect(ends(3)).toEqual(['cancelled']);
    await service.handle({ type: 'cancel', id: 2 });
    port1.close();
  });

  it('[S14] disposes the old model before the new one is used, and drops a load that another overtook', async () => {
    const models: ReturnType<typeof model>[] = [];
    const load = async (_url: string, { signal }: LoadOptions): Promise<LoadedModel> => {
      await turnOver();
      signal?.throwIfAborted();
      const loaded = model();
      models.push(loaded);
      return loaded;
    };
    const { service, replies } = setup({ load });
    await service.handle({ type: 'load', id: 1, modelUrl: 'a', backend: 'auto' });
    const second = service.handle({ type: 'load', id: 2, modelUrl: 'b', backend: 'auto' });
    const third = service.handle({ type: 'load', id: 3, modelUrl: 'c', backend: 'wasm' });
    await Promise.all([second, third]);
    expect(replies).toEqual([
      { type: 'loaded', id: 1, choice, liveLengths: null },
      { type: 'cancelled', id: 2 },
      { type: 'loaded', id: 3, choice, liveLengths: null },
    ]);
    expect(models.map(({ dispose }) => dispose.mock.calls.length)).toEqual([1, 0]);
  });

  it.each([
    ['nothing', null, 0],
    ['a request without a type', { id: 5 }, 5],
    ['a request that there is none of', { type: 'sing', id: 5 }, 5],
    ['an id that is none', { type: 'stop', id: 'five' }, 0],
    ['a port that is none', { type: 'start', id: 5, sampleRateHz: 1000, port: {} }, 5],
    [
      'a rate that sound does not have',
      { type: 'learn', id: 5, word: own[0], clips: [{ samples: new Float32Array(8), sampleRateHz: 1e9 }] },
      5,
    ],
    ['chunks that last no time', { type: 'start', id: 5, sampleRateHz: 1000, port: new MessageChannel().port1, chunkMs: 0 }, 5],
    ['words without letters', { type: 'words', id: 5, words: [{ written: '' }] }, 5],
  ])('[S80] refuses %s and goes on', async (_what, message, id) => {
    const { service, replies } = setup({});
    await service.handle(message);
    expect(replies).toEqual([
      {
        type: 'failed',
        id,
        error: expect.objectContaining({ code: 'internal', message: expect.stringContaining('Refused') as unknown }) as unknown,
      },
    ]);
    await service.handle({ type: 'load', id: 9, modelUrl: 'm', backend: 'auto' });
    expect(replies.at(-1)).toMatchObject({ type: 'loaded', id: 9 });
  });

  it('[S80] ends a dictation whose microphone sends what is no sound', async () => {
    const { service, replies, ends } = setup({});
    await service.handle({ type: 'load', id: 1, modelUrl: 'm', backend: 'auto' });
    const { port1, port2 } = new MessageChannel();
    const done = service.handle({ type: 'start', id: 2, sampleRateHz: 1000, port: port2 });
    port1.postMessage({ type: 'block', samples: [0.1, 0.2] });
    await done;
    expect(ends(2)).toEqual(['failed']);
    expect(replies.at(-1)).toMatchObject({ error: { code: 'audio-invalid' } });
    port1.close();
  });
});
