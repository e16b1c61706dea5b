import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { english } from '../../src/core/text/en/index';
import { textFolder } from './number-round-trip';

/** Text that the judge of commands was not fitted to: whole sources, none of which is like another. */
export const heldOutSources = [
  'masc_mixed',
  'company_handbook',
  'uk_gov_guides',
  'press_briefings',
  'topical_chat',
  'us_speeches',
];
export const fittedSources = [
  'medical',
  'textbooks',
  'us_gov_blogs',
  'science_tech_blogs',
  'business_software_docs',
  'wikipedia',
  'podcast_transcripts',
  'persona_chat',
  'taskmaster',
  'recipes',
  'gum_mixed',
  'fomc_meetings',
  'nasa_transcripts',
  'meetings_ami_icsi',
  'commonvoice',
  'sgd',
  'tatoeba',
  'gutenberg',
];

/** Paragraphs of sentences; null where the file isn't there. */
export function readParagraphs(source: string, mostLines: number): string[][] | null {
  const file = fileOf(source);
  if (file === undefined) return null;
  const run = spawnSync('bash', ['-c', `xz -dc '${file}' | head -n ${mostLines}`], { encoding: 'utf8', maxBuffer: 2 ** 30 });
  const paragraphs: string[][] = [[]];
  for (const line of run.stdout.split('\n')) {
    const last = paragraphs.at(-1)!;
    if (line.trim() === '' || last.length >= 5) {
      if (last.length > 0) paragraphs.push([]);
      if (line.trim() === '') continue;
    }
    paragraphs.at(-1)!.push(line.trim());
  }
  return paragraphs.filter(({ length }) => length > 0);
}

function fileOf(source: string): string | undefined {
  return [path.join(textFolder, 'modern', `${source}.txt.xz`), path.join(textFolder, `${source}.txt.xz`)].find((each) =>
    existsSync(each),
  );
}

/** All sentences of a source that have a command's words. */
export function readMentioning(source: string): string[] {
  const file = fileOf(source);
  if (file === undefined) return [];
  const pattern = english.commands.flatMap(({ say }) => say).join('|');
  const run = spawnSync('bash', ['-c', `xz -dc '${file}' | grep -iwE '${pattern}' | head -n 40000`], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  return run.stdout.split('\n').filter((line) => line !== '');
}

const byFirstWord = new Map<string, string[]>();
for (const phrase of english.commands.flatMap(({ say }) => say)) {
  const [first = ''] = phrase.split(' ');
  byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), phrase]);
}

/** The commands whose words are in these sentences. */
export function mentionedIn(sentences: readonly string[]): string[] {
  const found = new Set<string>();
  for (const sentence of sentences) {
    const words = sentence.toLowerCase().split(/[^a-z']+/u);
    for (const [at, word] of words.entries()) {
      for (const phrase of byFirstWord.get(word) ?? []) {
        if (phrase.split(' ').every((each, offset) => words[at + offset] === each)) found.add(phrase);
      }
    }
  }
  return [...found];
}
