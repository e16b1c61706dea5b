import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { layers, violation } from './layers.mjs';

const root = path.resolve(import.meta.dirname, '../..');

describe('the table of layers', () => {
  it('[Q1] knows every folder of src, and no other', () => {
    const folders = readdirSync(path.join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map((folder) => folder.name).sort()).toEqual(Object.keys(layers).sort());
  });

  it('[Q1] itself has no cycle', () => {
    const reach = (layer: string, seen: readonly string[]): void => {
      expect(seen).not.toContain(layer);
      for (const entry of layers[layer] ?? []) reach(entry.split('/')[0]!, [...seen, layer]);
    };
    for (const layer of Object.keys(layers)) {
      if (layer !== 'renderer') reach(layer, []);
    }
  });

  const cases: readonly [file: string, specifier: string, isAllowed: boolean][] = [
    ['src/core/a.ts', './decoder/types', true],
    ['src/core/decoder/a.ts', '../errors', true],
    ['src/core/a.ts', '../engine/load', false],
    ['src/core/a.ts', 'zod', true],
    ['src/core/a.ts', 'node:fs', false],
    ['src/core/a.ts', '@tensorflow/tfjs-core', false],
    ['src/core/a.test.ts', 'vitest', true],
    ['src/engine/a.ts', '../media/open', false],
    ['src/media/deep/a.ts', '../../core/errors', true],
    ['src/media/deep/a.ts', '../../cli/main', false],
    ['src/renderer/app/a.tsx', '../../worker/protocol', true],
    ['src/renderer/app/a.tsx', '../../worker/recognizer', false],
    ['src/renderer/app/a.tsx', '../../worker/recognizer?worker', true],
    ['src/renderer/app/a.tsx', '../../engine/load?worker', false],
    ['src/renderer/app/a.tsx', 'electron', false],
    ['src/renderer/history/a.tsx', './b.module.css', true],
    ['src/renderer/history/a.tsx', '../app/store', true],
    ['src/renderer/history/a.tsx', '../ui/row', true],
    ['src/renderer/history/a.tsx', '../locales/language', true],
    ['src/renderer/history/a.tsx', '../dictation/dictation-desk', false],
    ['src/renderer/history/a.test.tsx', '../dictation/dictation-desk', true],
    ['src/renderer/overlay/a.tsx', '../dictation/level', false],
    ['src/renderer/ui/a.tsx', '../locales/language', true],
    ['src/renderer/ui/a.tsx', '../app/store', false],
    ['src/renderer/locales/a.ts', '../ui/row', false],
    ['src/renderer/app/a.tsx', '../history/history-view', true],
    ['src/main/a.ts', '../renderer/app', false],
    ['src/main/a.ts', 'electron', true],
    ['src/cli/a.ts', 'react', false],
    ['e2e/a.spec.ts', '../src/core/errors', false],
    ['e2e/a.spec.ts', './microphone', true],
    ['e2e/a.spec.ts', '../proofs/browser/crashes', true],
    ['src/cli/a.ts', '../../bench/models', false],
    ['src/core/a.ts', '../../proofs/text/itn', false],
    ['src/engine/a.test.ts', '../../proofs/interchange/utter', true],
    ['bench/a.ts', '../proofs/speech/model', true],
    ['bench/a.ts', '../src/engine/load', true],
    ['proofs/text/a.ts', '../../bench/tune/calibration', false],
    ['proofs/a.ts', '../e2e/network', true],
    ['scripts/a.ts', '../proofs/text', false],
    ['scripts/a.test.ts', '../proofs/list', true],
  ];
  it.each(cases)('[Q1] %s imports %s: %s', (file, specifier, isAllowed) => {
    expect(violation(file, specifier) === null).toBe(isAllowed);
  });
});

describe('lint as it is configured', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'utter-lint-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(path.join(root, '.oxlintrc.json'), path.join(folder, '.oxlintrc.json'));
  mkdirSync(path.join(folder, 'scripts'));
  cpSync(path.join(root, 'scripts/lint'), path.join(folder, 'scripts/lint'), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');

  function lint(files: Readonly<Record<string, string>>): { status: number | null; output: string } {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    const oxlint = path.join(root, 'node_modules/oxlint/bin/oxlint');
    const { status, stdout, stderr } = spawnSync(process.execPath, [oxlint, 'src'], {
      cwd: folder,
      encoding: 'utf8',
    });
    rmSync(path.join(folder, 'src'), { recursive: true });
    return { status, output: stdout + stderr };
  }

  it('[Q1] passes an allowed import and fails a forbidden one', () => {
    const engine = 'export const engine = 1;\n';
    const allowed = lint({
      'src/engine/a.ts': engine,
      'src/cli/b.ts': "export { engine } from '../engine/a';\n",
    });
    expect(allowed).toMatchObject({ status: 0 });
    const forbidden = lint({
      'src/engine/a.ts': engine,
      'src/core/b.ts': "export { engine } from '../engine/a';\n",
    });
    expect(forbidden.status).not.toBe(0);
    expect(forbidden.output).toContain("core may not import 'engine/a'");
  });

  it('[Q2] fails a cycle', () => {
    const { status, output } = lint({
      'src/core/a.ts': "import { b } from './b';\nexport const a = () => b();\n",
      'src/core/b.ts': "import { a } from './a';\nexport const b = (): number => a();\n",
    });
    expect(status).not.toBe(0);
    expect(output).toContain('no-cycle');
  });

  it('[Q2] fails a cycle of types alone', () => {
    const { status, output } = lint({
      'src/core/a.ts': "import type { B } from './b';\nexport interface A {\n  readonly b: B | null;\n}\n",
      'src/core/b.ts': "import type { A } from './a';\nexport interface B {\n  readonly a: A | null;\n}\n",
    });
    expect(status).not.toBe(0);
    expect(output).toContain('no-cycle');
  });

  it('[Q3] fails a file of 401 lines and passes one of 400', () => {
    const lines = (count: number) => Array.from({ length: count }, (_, i) => `export const line${i} = ${i};\n`).join('');
    expect(lint({ 'src/core/a.ts': lines(400) }).status).toBe(0);
    const long = lint({ 'src/core/a.ts': lines(401) });
    expect(long.status).not.toBe(0);
    expect(long.output).toContain('max-lines');
  });
});
