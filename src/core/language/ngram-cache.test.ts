import { expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import { parseSafetensors } from '../model/safetensors';
import { ngramTensors, randomNgrams } from './fixtures/arrays';
import { tensorFile } from './fixtures/tensor-file';
import { parseNgram } from './ngram';
import type { Ngram } from './ngram';
import { createNgramCache } from './ngram-cache';

const words = 9;

function randomNgram(seed: number, order: number): Ngram {
  const table = randomNgrams(seededRandom(seed), order, words, 0.4);
  return parseNgram(parseSafetensors(tensorFile(ngramTensors(table, order, words)), 'test', 'lm'), order, (problem) => {
    throw new Error(problem);
  });
}

it('[N8] a cache of any size gives the n-gram’s own scores and states', () => {
  for (let seed = 1; seed <= 6; seed++) {
    const ngram = randomNgram(seed, 1 + (seed % 4));
    const cache = createNgramCache(ngram, 8);
    const random = seededRandom(seed);
    let state = ngram.startState;
    for (let i = 0; i < 2000; i++) {
      const word = Math.floor(random() * words);
      expect(cache.score(state, word)).toBe(ngram.score(state, word));
      expect(cache.nextState).toBe(ngram.nextState);
      if (random() < 0.8) state = ngram.nextState;
    }
  }
});

it('[N9] no state makes a word more likely than its upper bound, which some word reaches', () => {
  for (let seed = 1; seed <= 12; seed++) {
    const ngram = randomNgram(seed, 1 + (seed % 4));
    let isReached = false;
    for (let state = 0; state <= ngram.emptyState; state++) {
      for (let word = 0; word < words; word++) {
        const score = ngram.score(state, word);
        expect(score).toBeLessThanOrEqual(ngram.mostLikely[word]! + 1e-6);
        if (score > ngram.mostLikely[word]! - 1e-6) isReached = true;
      }
    }
    expect(isReached).toBe(true);
  }
});
