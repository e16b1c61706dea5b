import { expect, it } from 'vitest';
import { seededRandom } from '../core/metrics';
import { PreRoll } from './pre-roll';

it.each([1, 2, 3])('[J12] holds the newest samples in order, once (seed %i)', (seed) => {
  const random = seededRandom(seed);
  const capacity = 1 + Math.floor(random() * 900);
  const preRoll = new PreRoll(capacity);
  let heard: number[] = [];
  let next = 1;
  for (let turn = 0; turn < 400; turn++) {
    const quantum = Float32Array.from({ length: 128 }, () => next++);
    preRoll.push(quantum);
    heard = [...heard, ...quantum].slice(-capacity);
    if (random() < 0.05) {
      expect([...preRoll.take()]).toEqual(heard);
      heard = [];
      expect(preRoll.take()).toHaveLength(0);
    }
  }
});

it('[J12] takes a capacity of nothing', () => {
  const none = new PreRoll(0);
  none.push(new Float32Array(128));
  expect(none.take()).toHaveLength(0);
});
