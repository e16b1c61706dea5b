import { describe, expect, it, vi } from 'vitest';
import type { FinalFacts } from '../../worker/protocol';
import type { FinalState } from '../app/hearing';
import { t } from '../locales/language';
import { engineFacts } from './engine-facts';
import { finalFacts } from './final-facts';
import { languageRate } from './model-facts';

const model = { id: 'en', name: 'English', language: 'en', languages: ['en'], role: 'live' as const, bytes: 1, url: '' };
const none: FinalState = { state: 'off', reason: 'none' };
const facts: FinalFacts = { tier: 'both', reason: 'r', modelIds: ['moonshine-tiny-en', 'whisper-base'], reports: [], threads: 2 };

it('[U2, U89] the status line says in words how live words keep up and where the speech goes', () => {
  const said = (rtf: number): string => {
    const report = { backend: 'wasm', state: 'ok', msPerChunk: 240 * rtf, rtf } as const;
    return engineFacts({ state: 'ready', model, choice: { backend: 'wasm', reason: '', reports: [report] } }, none, t);
  };
  expect([0.05, 0.5, 0.9, 1.3].map(said)).toEqual([
    'live words are quick here · nothing leaves this machine',
    'live words are fast enough here · nothing leaves this machine',
    'live words barely keep up here · nothing leaves this machine',
    'live words are slow here · nothing leaves this machine',
  ]);
  expect(engineFacts({ state: 'loading', model, fraction: 0.5 }, none, t)).toBe('Loading English · 50 %');
});

describe('what is said of it', () => {
  it('[U71] the status line tells which tier runs, how fast, or why none does', () => {
    vi.stubGlobal('navigator', { languages: ['en'] });
    const reports = [
      { modelId: 'moonshine-tiny-en', msFor10s: 600, loadMs: 1, bytes: 1 },
      { modelId: 'whisper-base', msFor10s: 1250, loadMs: 1, bytes: 1 },
    ];
    const ready = (changes: Partial<FinalFacts>) => finalFacts({ state: 'ready', facts: { ...facts, reports, ...changes } }, t);
    expect(ready({})).toEqual(['final text by both models', '10 s of speech in 1.9 s']);
    expect(ready({ tier: 'small', modelIds: ['moonshine-tiny-en'] })).toEqual([
      'final text by the small model',
      '10 s of speech in 0.6 s',
    ]);
    expect(ready({ modelIds: ['whisper-base'] })).toEqual(['final text by the thorough model', '10 s of speech in 1.3 s']);
    expect(ready({ tier: 'none', modelIds: [] })).toEqual(['live words only: this machine is too slow for more']);
    expect(finalFacts({ state: 'off', reason: 'battery' }, t)).toEqual(['live words only on battery']);
    expect(finalFacts({ state: 'off', reason: 'chosen' }, t)).toEqual(['live words only, as you chose']);
    expect(finalFacts({ state: 'off', reason: 'none' }, t)).toEqual([]);
    expect(finalFacts({ state: 'loading', fraction: 0.5 }, t)).toEqual(['the final models are loading · 50 %']);
  });

  it('[U73] a model’s error rate in a language is that of the set named by its code', () => {
    const rates = ['languages de', 'fleurs-ja', 'LibriSpeech dev'].map((set, index) => ({
      set,
      wer: (index + 1) / 10,
      source: null,
    }));
    expect(['de', 'ja', 'en', 'ev'].map((code) => languageRate(rates, code))).toEqual([0.1, 0.2, null, null]);
  });
});
