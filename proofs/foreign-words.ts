/**
 * How sure a model is of the words it makes of other languages, which should be less than of its own:
 *
 *     npm run prove -- foreign-words [--model ID]
 *
 * espeak-ng says the sentences of `foreign-sentences.tsv` (en-us first, to compare with); the last line is one JSON object.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

interface Transcript {
  readonly spoken: string;
  readonly segments: readonly { readonly words: readonly { readonly confidence: number }[] }[];
}

const root = path.resolve(import.meta.dirname, '..');
const { values: options } = parseArgs({ options: { model: { type: 'string' } } });
if (spawnSync('espeak-ng', ['--version']).error !== undefined)
  throw new Error('espeak-ng is not installed: it says the sentences');

const sentences = readFileSync(path.join(import.meta.dirname, 'foreign-sentences.tsv'), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t') as [voice: string, text: string]);
const folder = mkdtempSync(path.join(tmpdir(), 'utter-foreign-'));
try {
  const [speech, heard] = [path.join(folder, 'speech'), path.join(folder, 'heard')];
  mkdirSync(speech);
  for (const [i, [voice, text]] of sentences.entries()) {
    execFileSync('espeak-ng', ['-v', voice, '-s', '150', '-w', path.join(speech, `${i}.wav`), text]);
  }
  const model = options.model === undefined ? [] : ['--model', options.model];
  execFileSync('npx', ['utter', 'transcribe', speech, '--out', heard, '--format', 'json', ...model], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });

  const confidences: Record<string, number[]> = {};
  for (const [i, [voice, text]] of sentences.entries()) {
    const { spoken, segments } = JSON.parse(readFileSync(path.join(heard, `${i}.json`), 'utf8')) as Transcript;
    (confidences[voice] ??= []).push(...segments.flatMap(({ words }) => words.map(({ confidence }) => confidence)));
    console.log(`${voice}\t${text}\t${spoken}`);
  }
  const figures = Object.entries(confidences).map(([voice, all]) => {
    const sure = all.filter((confidence) => confidence > 0.8).length;
    return [
      voice,
      { words: all.length, mean: all.reduce((sum, each) => sum + each, 0) / all.length, above0_8: sure / all.length },
    ];
  });
  console.log(JSON.stringify(Object.fromEntries(figures)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
