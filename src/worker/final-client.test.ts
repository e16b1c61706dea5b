import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FinalPass, FinalSegment, FinalText } from '../core/final/types';
import type { Word } from '../core/transcript/types';
import { FinalClient, type FinalWorkerLike } from './final-client';
import type { FinalFacts, FinalReply, FinalRequest, FinalWish } from './final-protocol';
import { urgencies } from './final-queue';

class FakeWorker implements FinalWorkerLike {
  onmessage: FinalWorkerLike['onmessage'] = null;
  onerror: FinalWorkerLike['onerror'] = null;
  readonly requests: FinalRequest[] = [];
  isTerminated = false;
  postMessage(message: FinalRequest, transfer: Transferable[] = []): void {
    this.requests.push(structuredClone(message, { transfer }));
  }
  terminate(): void {
    this.isTerminated = true;
  }
  reply(data: FinalReply): void {
    this.onmessage?.({ data } as MessageEvent<FinalReply>);
  }
  die(message = 'out of memory'): void {
    this.onerror?.({ message, preventDefault: () => {} } as ErrorEvent);
  }
  /** What it was asked to hear last. */
  get last(): FinalRequest {
    return this.requests.at(-1)!;
  }
}

const word = (text: string): Word => ({ text, startMs: 0, endMs: 100, confidence: 0.5 });
const facts: FinalFacts = { tier: 'both', reason: 'Fast enough.', modelIds: ['s', 'l'], reports: [], threads: 1 };
const wish: FinalWish = { models: { small: 'http://u/s/', large: null }, tier: 'auto', languages: ['en'] };
const segment = (text: string, startMs = 0): FinalSegment => ({
  startMs,
  endMs: startMs + 1000,
  samples: new Float32Array(16_000).fill(0.1),
  streamed: [word(text)],
  languages: ['en'],
  bias: [],
});
const finalText = (text: string): FinalText => ({ words: [word(text)], language: 'en', heard: [] });

function setup() {
  const workers: FakeWorker[] = [];
  const lost = vi.fn();
  const client = new FinalClient({ spawn: () => (workers.push(new FakeWorker()), workers.at(-1)!), lost });
  const load = (changes: Partial<FinalFacts> = {}): Promise<FinalFacts> => {
    const loaded = client.load(wish, () => {});
    workers.at(-1)!.reply({ type: 'loaded', id: workers.at(-1)!.requests[0]!.id, facts: { ...facts, ...changes } });
    return loaded;
  };
  const controller = new AbortController();
  const passFor = (kind: keyof typeof urgencies, hasLiveWords = true): FinalPass =>
    client.passFor({ urgency: urgencies[kind], hasLiveWords, signal: controller.signal });
  const answer = (text: string): void =>
    workers.at(-1)!.reply({ type: 'heard', id: workers.at(-1)!.last.id, text: finalText(text) });
  const asked = (): string[] =>
    workers
      .at(-1)!
      .requests.map((request) =>
        request.type === 'hear' || request.type === 'refresh'
          ? `${request.type} ${request.segment.streamed[0]!.text}`
          : request.type,
      );
  const heard = async (text: Promise<FinalText>): Promise<string> => (await text).words.map((each) => each.text).join(' ');
  return { client, workers, lost, load, passFor, answer, asked, heard, controller };
}

describe('FinalClient', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('[S90] hands segments to the worker one at a time, in order, and keeps their sound', async () => {
    const { load, passFor, answer, asked, heard } = setup();
    await load();
    const pass = passFor('dictation');
    expect([pass.tier, pass.modelIds]).toEqual(['both', ['s', 'l']]);
    const first = segment('one');
    const texts = [pass.hear(first), pass.hear(segment('two'))];
    await vi.advanceTimersByTimeAsync(0);
    expect(asked()).toEqual(['load', 'hear one']);
    answer('ONE');
    await vi.advanceTimersByTimeAsync(0);
    expect(asked()).toEqual(['load', 'hear one', 'hear two']);
    answer('TWO');
    expect(await Promise.all(texts.map(heard))).toEqual(['ONE', 'TWO']);
    expect(first.samples.length, 'a copy was sent').toBe(16_000);
  });

  it('[S99] what comes while the models load is heard afterwards; the same wish loads them once', async () => {
    const { client, workers, load, passFor, answer, heard } = setup();
    void client.load(wish, () => {});
    expect(client.isUsable).toBe(true);
    const text = passFor('dictation').hear(segment('early'));
    await vi.advanceTimersByTimeAsync(0);
    expect(await load()).toEqual(facts);
    expect(workers).toHaveLength(1);
    answer('EARLY');
    expect(await heard(text)).toBe('EARLY');
    expect(await client.load(wish, () => {})).toEqual(facts);
    expect(workers).toHaveLength(1);
    void client.load({ ...wish, tier: 'small' }, () => {});
    expect([workers.length, workers[0]!.isTerminated]).toEqual([2, true]);
  });

  it('[S99] the models are loaded after what comes first, and what is said meanwhile waits for them', async () => {
    const { client, workers, passFor, answer, heard } = setup();
    let ready = (): void => {};
    void client.load(wish, () => {}, new Promise<void>((resolve) => (ready = resolve)));
    const text = passFor('dictation').hear(segment('early'));
    await vi.advanceTimersByTimeAsync(1000);
    expect(workers).toHaveLength(0);
    ready();
    await vi.advanceTimersByTimeAsync(0);
    workers[0]!.reply({ type: 'loaded', id: workers[0]!.requests[0]!.id, facts });
    answer('EARLY');
    expect(await heard(text)).toBe('EARLY');
  });

  it('[S99] models that are no longer wanted before their turn are not loaded', async () => {
    const { client, workers } = setup();
    client.load(wish, () => {}, Promise.resolve()).catch(() => undefined);
    client.unload();
    await vi.advanceTimersByTimeAsync(0);
    expect(workers).toHaveLength(0);
  });

  it('[S92] a worker that dies is started once more and hears again what it was hearing', async () => {
    const { workers, load, passFor, answer, lost, heard } = setup();
    await load();
    const text = passFor('dictation').hear(segment('one'));
    await vi.advanceTimersByTimeAsync(0);
    workers[0]!.die();
    expect([workers.length, workers[0]!.isTerminated, workers[1]!.requests[0]!.type]).toEqual([2, true, 'load']);
    workers[1]!.reply({ type: 'loaded', id: workers[1]!.requests[0]!.id, facts });
    answer('ONE');
    expect(await heard(text)).toBe('ONE');
    expect(lost).not.toHaveBeenCalled();
  });

  it.each([
    ['dies', (worker: FakeWorker) => worker.die()],
    [
      'loses its GPU',
      (worker: FakeWorker) =>
        worker.reply({
          type: 'failed',
          id: worker.last.id,
          error: { code: 'device-lost', message: 'The GPU is gone.', remedy: '' },
        }),
    ],
    ['falls silent', () => vi.advanceTimersByTime(71_000)],
  ])('[S92] after a worker that %s twice the streamed words are the text, and the reason is told', async (_how, fail) => {
    const { client, workers, load, passFor, lost, heard } = setup();
    await load();
    const pass = passFor('dictation');
    const texts = [pass.hear(segment('one')), pass.hear(segment('two'))];
    await vi.advanceTimersByTimeAsync(0);
    for (const round of [0, 1]) {
      if (round > 0) workers[round]!.reply({ type: 'loaded', id: workers[round]!.requests[0]!.id, facts });
      fail(workers[round]!);
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(await Promise.all(texts.map(heard))).toEqual(['one', 'two']);
    expect([workers.length, client.isUsable]).toEqual([2, false]);
    expect(lost.mock.calls).toEqual([
      [expect.objectContaining({ code: 'device-lost', message: expect.stringContaining('The final pass stopped') as string })],
    ]);
    expect(await heard(pass.hear(segment('three'))), 'at once').toBe('three');
    expect(await pass.refresh(segment('four'))).toBeNull();
  });

  it('[S92] a death long after the first is another first', async () => {
    const { workers, load, lost } = setup();
    await load();
    for (const round of [0, 1, 2]) {
      workers[round]!.die();
      workers[round + 1]!.reply({ type: 'loaded', id: workers[round + 1]!.requests[0]!.id, facts });
      vi.advanceTimersByTime(6 * 60_000);
    }
    expect(lost).not.toHaveBeenCalled();
  });

  it('[S92] models that can’t be loaded fail the load, and nothing waits for them', async () => {
    const { client, workers, passFor, heard } = setup();
    const loaded = client.load(wish, () => {});
    const texts = [passFor('dictation').hear(segment('one')), passFor('dictation', false).hear(segment('two'))];
    texts[1]!.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(0);
    workers[0]!.reply({
      type: 'failed',
      id: workers[0]!.requests[0]!.id,
      error: { code: 'model-invalid', message: 'model.onnx is cut off.', remedy: 'Install again.' },
    });
    await expect(loaded).rejects.toMatchObject({ code: 'model-invalid', remedy: 'Install again.' });
    expect(await heard(texts[0]!)).toBe('one');
    await expect(texts[1], 'nothing stands in without live words').rejects.toMatchObject({ code: 'model-invalid' });
  });

  it('[S98] on a machine too slow for any model the streamed words are the text', async () => {
    const { client, workers, load, passFor, heard } = setup();
    const early = (void client.load(wish, () => {}), passFor('dictation').hear(segment('early')));
    await vi.advanceTimersByTimeAsync(0);
    await load({ tier: 'none', modelIds: [] });
    expect(await heard(early)).toBe('early');
    expect([client.isUsable, workers[0]!.isTerminated]).toEqual([false, true]);
  });

  it('[S92] a segment that can’t be heard is left to the streamed words, and the next is heard', async () => {
    const { workers, load, passFor, answer, heard } = setup();
    await load();
    const pass = passFor('dictation');
    const texts = [pass.hear(segment('one')), pass.hear(segment('two'))];
    await vi.advanceTimersByTimeAsync(0);
    workers[0]!.reply({ type: 'failed', id: workers[0]!.last.id, error: { code: 'internal', message: 'No.', remedy: '' } });
    await vi.advanceTimersByTimeAsync(0);
    answer('TWO');
    expect(await Promise.all(texts.map(heard))).toEqual(['one', 'TWO']);
  });

  it('[S93] a dictation’s segment comes before a recording’s, which is put aside and heard later', async () => {
    const { workers, load, passFor, answer, asked, heard } = setup();
    await load();
    const recording = passFor('recording');
    const slow = [recording.hear(segment('long')), recording.hear(segment('longer'))];
    await vi.advanceTimersByTimeAsync(0);
    const running = workers[0]!.last.id;
    const spoken = passFor('dictation').hear(segment('live'));
    await vi.advanceTimersByTimeAsync(0);
    expect(asked()).toEqual(['load', 'hear long', 'abort']);
    workers[0]!.reply({ type: 'aborted', id: running });
    expect(asked().at(-1)).toBe('hear live');
    answer('LIVE');
    expect(await heard(spoken)).toBe('LIVE');
    for (const text of ['LONG', 'LONGER']) {
      expect(asked().at(-1)).toBe(`hear ${text.toLowerCase()}`);
      answer(text);
    }
    expect(await Promise.all(slow.map(heard))).toEqual(['LONG', 'LONGER']);
  });

  it('[S93] a segment that is being spoken is refreshed only while nothing else is to be heard', async () => {
    const { workers, load, passFor, answer, asked, heard } = setup();
    await load();
    const pass = passFor('dictation');
    const refreshed = pass.refresh(segment('growing'));
    await vi.advanceTimersByTimeAsync(0);
    expect(await pass.refresh(segment('more')), 'one at a time').toBeNull();
    const running = workers[0]!.last.id;
    const text = pass.hear(segment('whole'));
    await vi.advanceTimersByTimeAsync(0);
    expect(asked()).toEqual(['load', 'refresh growing', 'abort']);
    workers[0]!.reply({ type: 'aborted', id: running });
    expect(await refreshed).toBeNull();
    answer('WHOLE');
    expect(await heard(text)).toBe('WHOLE');
    const again = pass.refresh(segment('next'));
    await vi.advanceTimersByTimeAsync(0);
    workers[0]!.reply({ type: 'refreshed', id: workers[0]!.last.id, words: [word('NEXT')] });
    expect(await again).toEqual([word('NEXT')]);
  });

  it('[S96] what a cancelled dictation wanted is dropped at once, running or waiting', async () => {
    const { workers, load, passFor, asked, controller, client } = setup();
    await load();
    const pass = passFor('dictation');
    const texts = [pass.hear(segment('one')), pass.hear(segment('two'))];
    await vi.advanceTimersByTimeAsync(0);
    const running = workers[0]!.last.id;
    controller.abort(new Error('cancelled'));
    for (const text of texts) await expect(text).rejects.toThrow('cancelled');
    expect(asked()).toEqual(['load', 'hear one', 'abort']);
    const other = client.passFor({ urgency: urgencies.dictation, hasLiveWords: true, signal: new AbortController().signal });
    const next = other.hear(segment('three'));
    await vi.advanceTimersByTimeAsync(0);
    expect(asked().at(-1)).toBe('abort');
    workers[0]!.reply({ type: 'aborted', id: running });
    expect(asked().at(-1)).toBe('hear three');
    workers[0]!.reply({ type: 'heard', id: workers[0]!.last.id, text: finalText('THREE') });
    expect((await next).words[0]!.text).toBe('THREE');
  });

  it('[S99] given back, it leaves no worker, and what waits gets its streamed words', async () => {
    const { client, workers, load, passFor, heard } = setup();
    await load();
    const text = passFor('dictation').hear(segment('one'));
    await vi.advanceTimersByTimeAsync(0);
    client.unload();
    expect(await heard(text)).toBe('one');
    expect([workers[0]!.isTerminated, client.isUsable, client.facts]).toEqual([true, false, null]);
  });
});
