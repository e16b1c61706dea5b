/**
 * Writes the names of emoji (`src/core/text/en/emoji.json`) from the data of the npm package `unicode-emoji-json` (MIT; names are Unicode's CLDR short
 * names, Unicode Licence V3):
 *
 *     npm pack unicode-emoji-json && tar xzf unicode-emoji-json-*.tgz && node scripts/emoji-names.mjs package
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const folder = process.argv[2];
if (folder === undefined) throw new Error('Say which folder the package unicode-emoji-json is unpacked in.');
const emoji = JSON.parse(readFileSync(path.join(folder, 'data-by-emoji.json'), 'utf8'));

/** How a name is said: without marks, in plain letters. */
const said = (name) =>
  name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll('&', ' and ')
    .replaceAll(/[^a-z0-9']+/g, ' ')
    .trim();

const names = {};
for (const [text, { name }] of Object.entries(emoji)) {
  const spoken = said(name);
  // "keycap: 1" and the like are no names that anyone says.
  if (spoken !== '' && !/\d/.test(spoken)) names[spoken] ??= text;
  // "flag: Japan"
  const [, country] = /^flag: (.+)$/.exec(name) ?? [];
  if (country !== undefined) names[`${said(country)} flag`] ??= text;
}
const file = path.join(import.meta.dirname, '../src/core/text/en/emoji.json');
writeFileSync(file, `${JSON.stringify(names, null, 1)}\n`);
console.log(`${Object.keys(names).length} names → ${file}`);
