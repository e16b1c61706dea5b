import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { benches } from '../bench/list';
import { proofs } from '../proofs/list';
import { staleness } from './fresh-build';
import { chosen, list } from './named-runs';

const root = path.resolve(import.meta.dirname, '..');
const folder = mkdtempSync(path.join(tmpdir(), 'utter-runs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  ['bench', benches],
  ['proofs', proofs],
] as const)('every program of %s is in its table, and the other way round', (name, runs) => {
  const files = readdirSync(path.join(root, name)).filter(
    (file) => file.endsWith('.ts') && !/\.test\.ts$|^(run|list)\.ts$/.test(file),
  );
  expect(files.map((file) => file.slice(0, -3)).toSorted()).toEqual(Object.keys(runs).toSorted());
  expect(list(runs).split('\n')).toHaveLength(files.length);
});

it('options go to the one program that is named', () => {
  expect(chosen(proofs, [])).toEqual({ kind: 'list' });
  expect(chosen(proofs, ['text', 'itn'])).toEqual({ kind: 'run', names: ['text'], args: ['itn'] });
  expect(chosen(proofs, ['fuzz', '--seed', '2'])).toEqual({ kind: 'run', names: ['fuzz'], args: ['--seed', '2'] });
  expect(chosen(proofs, ['crash', 'soak'])).toEqual({ kind: 'run', names: ['crash', 'soak'], args: [] });
  expect(chosen(proofs, ['crash', 'soak', '--minutes', '5'])).toMatchObject({ kind: 'refused' });
  expect(chosen(proofs, ['crush'])).toMatchObject({ kind: 'refused', reason: 'There is no crush.' });
});

it('what is built is built anew where it is missing or older than a source, not than a test', () => {
  const [sources, built] = [path.join(folder, 'src'), path.join(folder, 'built.html')];
  mkdirSync(path.join(sources, 'deep'), { recursive: true });
  const write = (name: string, atSeconds: number): void => {
    writeFileSync(path.join(folder, name), '');
    utimesSync(path.join(folder, name), atSeconds, atSeconds);
  };
  write('src/a.ts', 1000);
  expect(existsSync(built)).toBe(false);
  expect(staleness(built, [sources])).toBe('is missing');
  write('built.html', 2000);
  write('src/a.test.ts', 3000);
  expect(staleness(built, [sources])).toBeNull();
  write('src/deep/b.ts', 3000);
  expect(staleness(built, [sources])).toMatch(/^is older than .*b\.ts$/);
});
