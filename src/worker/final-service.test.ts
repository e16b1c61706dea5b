import { describe, expect, it, vi } from 'vitest';
import { UtterError } from '../core/errors';
import type { FinalPass, FinalSegment } from '../core/final/types';
import type { FinalReply } from './final-protocol';
import { FinalService, type FinalModels, type FinalServiceParts } from './final-service';

const segment: FinalSegment = {
  startMs: 0,
  endMs: 500,
  samples: new Float32Array(8000),
  streamed: [{ text: 'so', startMs: 0, endMs: 100, confidence: 0.5 }],
  languages: ['en'],
  bias: [{ text: 'Kubernetes', weight: 2 }],
};

function fakePass(changes: Partial<FinalPass> = {}): FinalPass & { readonly dispose: ReturnType<typeof vi.fn> } {
  return {
    tier: 'both',
    modelIds: ['s', 'l'],
    hear: ({ streamed }) => Promise.resolve({ words: streamed, language: 'en', heard: [] }),
    refresh: ({ streamed }) => Promise.resolve(streamed),
    ...changes,
    dispose: vi.fn(() => Promise.resolve()),
  };
}

function setup(load: FinalServiceParts['load']) {
  const replies: FinalReply[] = [];
  const service = new FinalService({
    load,
    filesAt: (location) => ({ location, read: () => Promise.reject(new Error('none')) }),
    post: (reply) => replies.push(structuredClone(reply)),
    threads: 2,
  });
  return { service, replies };
}

const models = { small: 'http://u/s/', large: null };
const load = { type: 'load', id: 1, models, tier: 'auto', languages: ['en'] } as const;
const loaded = (pass: FinalPass | null): FinalModels => ({
  pass,
  tier: pass?.tier ?? 'none',
  reason: 'r',
  reports: [{ modelId: 's', msFor10s: 900, loadMs: 300, bytes: 9 }],
});

describe('FinalService', () => {
  it('[S90] loads the models asked for, hears and refreshes', async () => {
    const loads: unknown[] = [];
    const { service, replies } = setup(({ small, large }, { tier, languages, threads, onProgress }) => {
      loads.push([small?.location, large, tier, languages, threads]);
      onProgress(0.5);
      return Promise.resolve(loaded(fakePass()));
    });
    await service.handle(load);
    await service.handle({ type: 'hear', id: 2, segment });
    await service.handle({ type: 'refresh', id: 3, segment });
    expect(loads).toEqual([['http://u/s/', null, 'auto', ['en'], 2]]);
    expect(replies).toEqual([
      { type: 'loading', id: 1, fraction: 0.5 },
      {
        type: 'loaded',
        id: 1,
        facts: { tier: 'both', reason: 'r', modelIds: ['s', 'l'], threads: 2, reports: loaded(null).reports },
      },
      { type: 'heard', id: 2, text: { words: segment.streamed, language: 'en', heard: [] } },
      { type: 'refreshed', id: 3, words: segment.streamed },
    ]);
  });

  it('[S99] gives the models before back when others are loaded', async () => {
    const passes = [fakePass(), fakePass()];
    let loads = 0;
    const { service } = setup(() => Promise.resolve(loaded(passes[loads++]!)));
    await service.handle(load);
    await service.handle({ ...load, id: 2, tier: 'small' });
    expect(passes.map(({ dispose }) => dispose.mock.calls.length)).toEqual([1, 0]);
  });

  it('[S96] an aborted request says so, and nothing more', async () => {
    const pass = fakePass({
      hear: (_segment, signal) =>
        new Promise((_, reject) => (signal as AbortSignal).addEventListener('abort', () => reject(new Error('aborted')))),
    });
    const { service, replies } = setup(() => Promise.resolve(loaded(pass)));
    await service.handle(load);
    const hearing = service.handle({ type: 'hear', id: 2, segment });
    await vi.waitFor(async () => {
      await service.handle({ type: 'abort', id: 2 });
      expect(replies.at(-1)).toEqual({ type: 'aborted', id: 2 });
    });
    await hearing;
    expect(replies.filter(({ id }) => id === 2)).toHaveLength(1);
  });

  it('[S91] failures are told with code and remedy', async () => {
    const error = new UtterError('model-invalid', 'model.onnx is cut off.', 'Install again.');
    const { service, replies } = setup(() => Promise.reject(error));
    await service.handle(load);
    expect(replies).toEqual([
      { type: 'failed', id: 1, error: { code: 'model-invalid', message: 'model.onnx is cut off.', remedy: 'Install again.' } },
    ]);
    const none = setup(() => Promise.resolve(loaded(null)));
    await none.service.handle(load);
    await none.service.handle({ type: 'hear', id: 2, segment });
    expect(none.replies.at(-1)).toMatchObject({ type: 'failed', id: 2, error: { code: 'model-not-found' } });
  });

  it.each([
    ['nothing', null, 0],
    ['a request that there is none of', { type: 'sing', id: 5 }, 5],
    ['an address that is none', { ...load, id: 5, models: { small: 7, large: null } }, 5],
    ['a language that is none', { ...load, id: 5, languages: ['English'] }, 5],
    ['sound that is none', { type: 'hear', id: 5, segment: { ...segment, samples: [0.1] } }, 5],
    ['a time that is none', { type: 'hear', id: 5, segment: { ...segment, startMs: Number.NaN } }, 5],
    ['words without times', { type: 'refresh', id: 5, segment: { ...segment, streamed: [{ text: 'so' }] } }, 5],
  ])('[S91] refuses %s and goes on', async (_what, message, id) => {
    const { service, replies } = setup(() => Promise.resolve(loaded(fakePass())));
    await service.handle(message);
    expect(replies).toEqual([
      {
        type: 'failed',
        id,
        error: expect.objectContaining({ code: 'internal', message: expect.stringContaining('Refused') as unknown }) as unknown,
      },
    ]);
    await service.handle({ ...load, id: 9 });
    expect(replies.at(-1)).toMatchObject({ type: 'loaded', id: 9 });
  });
});
