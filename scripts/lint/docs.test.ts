import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { withLayerTable } from './layer-table';

const root = path.resolve(import.meta.dirname, '../..');
const skippedFolders = new Set(['node_modules', 'out', 'dist', 'shared']);

/** Paths from the root, with forward slashes. */
const files = readdirSync(root, { withFileTypes: true }).flatMap((entry) => {
  const isSkipped = skippedFolders.has(entry.name) || (entry.name.startsWith('.') && !['.ci', '.github'].includes(entry.name));
  if (isSkipped) return [];
  if (!entry.isDirectory()) return [entry.name];
  return readdirSync(path.join(root, entry.name), { recursive: true, encoding: 'utf8' })
    .map((name) => `${entry.name}/${name.split(path.sep).join('/')}`)
    .filter((name) => !/\/(node_modules|\.venv|__pycache__)\//.test(name));
});
const topLevel = new Set(files.map((file) => file.split('/')[0]!));
const documents = files.filter((file) => file.endsWith('.md'));
const npmScripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts);

/** They tell of the past, so the files that they name may be gone. */
const histories = new Set(['CHANGELOG.md', 'docs/decisions-archive.md']);

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

function withoutFences(text: string): string {
  return text.replace(/^ *```.*?^ *```/gms, '');
}

/** Link targets, and sources of pictures, that lie in the repository. */
function links(text: string): string[] {
  const prose = withoutFences(text).replace(/`[^`\n]*`/g, (span) => span.replace(/[[\]()]/g, ''));
  const found = [...prose.matchAll(/\]\(([^)\s]+)\)/g), ...prose.matchAll(/\bsrc(?:set)?="([^"]+)"/g)].map(
    ([, target]) => target!,
  );
  return found.filter((target) => !/^[a-z]+:/.test(target));
}

/** As GitHub makes them of headings. */
function anchors(text: string): string[] {
  return [...withoutFences(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function brokenLink(file: string, target: string): boolean {
  const [name = '', anchor] = target.split('#');
  // Cards in `training/conf` are written for the folder of the model that they go into.
  const home = file.startsWith('training/conf/') ? 'resources/models/ID' : path.posix.dirname(file);
  const linked = name === '' ? file : path.posix.join(home, decodeURI(name));
  if (!existsSync(path.join(root, linked))) return true;
  return anchor !== undefined && linked.endsWith('.md') && !anchors(read(linked)).includes(anchor);
}

const plainPath = /^[\w.@-]+(\/[\w.@-]+)*\/?$/;
const sourceFile = /\.(ts|tsx|mjs|css|py|yaml|yml|sh)$/;
/** Such as `FOLDER` or `NAME.tsv`. */
const isPlaceholder = (segment: string): boolean => /^[A-Z][A-Z_]*$/.test(segment.replace(/\.\w+$/, '')) && segment !== 'LICENSE';

/** Whether a word of a code span names a file or folder of the repository that is not there. */
function isDeadPath(word: string, document: string): boolean {
  if (!plainPath.test(word) || word.startsWith('..') || word.split('/').some(isPlaceholder)) return false;
  const here = path.posix.join(path.posix.dirname(document), word);
  if (existsSync(path.join(root, word)) || existsSync(path.join(root, here))) return false;
  // One that begins elsewhere is meant from some folder on, such as `locales/en/` or a file's bare name.
  if (word.includes('/') && topLevel.has(word.split('/')[0]!)) return true;
  return sourceFile.test(word) && !files.some((file) => file.endsWith(`/${word}`));
}

/** Words of code spans and of fenced commands. */
function codeWords(text: string): string[] {
  const fenced = [...text.matchAll(/^ *```(?:sh|bash)?\n(.*?)^ *```/gms)].map(([, body]) => body!.replace(/#.*$/gm, ''));
  const spans = [...withoutFences(text).matchAll(/`([^`\n]+)`/g)].map(([, body]) => body!);
  const isCommand = (span: string): boolean => /\s/.test(span);
  return [
    ...spans.filter((span) => !isCommand(span)),
    // Of a command only the repository's own programs count: the rest is the reader's.
    ...[...spans.filter(isCommand), ...fenced]
      .flatMap((command) => command.split(/\s+/))
      .filter((word) => sourceFile.test(word) && topLevel.has(word.split('/')[0]!)),
  ];
}

describe.each(documents)('%s', (file) => {
  const text = read(file);

  it('[Q7] links only to files and headings that exist', () => {
    expect(links(text).filter((target) => brokenLink(file, target))).toEqual([]);
  });

  it.skipIf(histories.has(file))('[Q7] names only files and npm scripts that exist', () => {
    expect(codeWords(text).filter((word) => isDeadPath(word, file))).toEqual([]);
    const named = [...text.matchAll(/`[^`\n]*\bnpm run ([\w:-]+)/g), ...text.matchAll(/^npm run ([\w:-]+)/gm)].map(
      ([, name]) => name!,
    );
    expect(named.filter((name) => !npmScripts.includes(name))).toEqual([]);
    // Each bench and each proof is a file of its name.
    const runs = [...text.matchAll(/\bnpm run (bench|prove) -- ([a-z][\w-]*)/g)].map(
      ([, kind, name]) => `${kind === 'bench' ? 'bench' : 'proofs'}/${name}.ts`,
    );
    expect(runs.filter((program) => !files.includes(program))).toEqual([]);
  });
});

it('[Q7] CONTRIBUTING.md has the table of layers that lint checks', () => {
  const document = read('CONTRIBUTING.md');
  // A formatter may pad columns.
  const unpadded = (text: string): string =>
    text
      .replace(/ +\|/g, ' |')
      .replace(/-{3,}/g, '---')
      .replace(/\| ---/g, '|---')
      .replace(/--- \|/g, '---|');
  expect(unpadded(document)).toBe(unpadded(withLayerTable(document)));
});
