import { describe, expect, it } from 'vitest';
import { defaultEndpointRules, isEndpoint } from './endpointer';

describe('endpointer', () => {
  it.each([
    { trailingSilenceMs: 1199, hasWords: true, utteranceMs: 5000, ends: false },
    { trailingSilenceMs: 1200, hasWords: true, utteranceMs: 5000, ends: true },
    { trailingSilenceMs: 2399, hasWords: false, utteranceMs: 2399, ends: false },
    { trailingSilenceMs: 2400, hasWords: false, utteranceMs: 2400, ends: true },
    { trailingSilenceMs: 299, hasWords: true, utteranceMs: 30000, ends: false },
    { trailingSilenceMs: 300, hasWords: true, utteranceMs: 19999, ends: false },
    { trailingSilenceMs: 300, hasWords: true, utteranceMs: 20000, ends: true },
  ])('[D8] $trailingSilenceMs ms of silence in $utteranceMs ms, words: $hasWords → $ends', ({ ends, ...state }) => {
    expect(isEndpoint(defaultEndpointRules, state)).toBe(ends);
  });

  it('[D8] never ends an utterance without rules', () => {
    expect(isEndpoint([], { trailingSilenceMs: 1e9, hasWords: true, utteranceMs: 1e9 })).toBe(false);
  });
});
