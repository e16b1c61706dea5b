import { expect, it } from 'vitest';
import { overruled } from './replacements';

it('[K37] a row that a later one overrules is told of', () => {
  const rows = ['My address', 'btw', 'my  ADDRESS', '', ''].map((from) => ({ from, to: 'x' }));
  expect([...overruled(rows)]).toEqual([0]);
});
