import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const testFile = /(\.(test|spec)\.tsx?|^app\.ts|^test_\w+\.py)$/;

/** Rule ids in brackets, several with commas between. */
const citation = /\[([A-Z]\d+(?:, [A-Z]\d+)*)\]/g;

it('[Q6] every rule is cited by a test, and every rule that a test cites exists', () => {
  const specification = readFileSync(path.join(root, 'docs/SPEC.md'), 'utf8');
  const rules = [...specification.matchAll(/^- ([A-Z]\d+) /gm)].map(([, id]) => id);
  expect(new Set(rules).size, 'each number is used once').toBe(rules.length);

  const cited = new Map<string, string>();
  for (const folder of ['src', 'bench', 'proofs', 'scripts', 'e2e', 'training/tests']) {
    for (const entry of readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !testFile.test(entry.name)) continue;
      const text = readFileSync(path.join(entry.parentPath, entry.name), 'utf8');
      for (const [, ids] of text.matchAll(citation)) for (const id of ids!.split(', ')) cited.set(id, entry.name);
    }
  }
  const unknown = [...cited].filter(([id]) => !rules.includes(id));
  expect(unknown, 'cited, but not in docs/SPEC.md').toEqual([]);
  expect(
    rules.filter((id) => !cited.has(id!)),
    'in docs/SPEC.md, but cited by no test',
  ).toEqual([]);
});

it('[Q6] every pain of users that docs/answers.md lists is answered by rules that there are', () => {
  const read = (name: string): string => readFileSync(path.join(root, 'docs', name), 'utf8');
  const rules = new Set([...read('SPEC.md').matchAll(/^- ([A-Z]\d+) /gm)].map(([, id]) => id!));
  const rows = [...read('answers.md').matchAll(/^\| (\d+) +\|.*\| ([^|]+?) +\|$/gm)];
  expect(rows.map(([, number]) => Number(number))).toEqual(Array.from({ length: 36 }, (_, i) => i + 1));
  for (const [row, number, cited] of rows) {
    const ids = cited!.split(', ');
    expect(
      ids.filter((id) => !rules.has(id)),
      `pain ${number}: ${row}`,
    ).toEqual([]);
  }
});
