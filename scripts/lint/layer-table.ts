/**
 * The table of layers in CONTRIBUTING.md, made from the lint rule's own data: `npx tsx scripts/lint/layer-table.ts` writes it, and
 * `docs.test.ts` checks that it is up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { corePackages, layers } from './layers.mjs';

const begin = '<!-- layers: written by scripts/lint/layer-table.ts -->\n';
const end = '<!-- /layers -->';

/** Layers that may import the same share a row, in the order of the data. */
export function layerTable(): string {
  const rows = new Map<string, string[]>();
  for (const [layer, allowed] of Object.entries(layers)) {
    const imports = allowed.length === 0 ? `nothing (of packages: ${corePackages.join(', ')})` : allowed.map(code).join(', ');
    rows.set(imports, [...(rows.get(imports) ?? []), code(layer)]);
  }
  const lines = [...rows].map(([imports, names]) => `| ${names.join(', ')} | ${imports} |`);
  return ['| layer | may import |', '|---|---|', ...lines, ''].join('\n');
}

/** The document with the table between its two marks. */
export function withLayerTable(document: string): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from === -1 || to < from) throw new Error(`no “${begin.trim()}” … “${end}” in the document`);
  return document.slice(0, from + begin.length) + layerTable() + document.slice(to);
}

function code(name: string): string {
  return `\`${name}\``;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const file = path.resolve(import.meta.dirname, '../../CONTRIBUTING.md');
  writeFileSync(file, withLayerTable(readFileSync(file, 'utf8')));
}
