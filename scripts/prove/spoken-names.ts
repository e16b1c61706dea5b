import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Rare names, one a line; the first `spokenNames` of them are spoken. */
export const rareNames = readFileSync(fileURLToPath(new URL('./rare-names.txt', import.meta.url)), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('# '));
export const spokenNames = 200;

/** A free synthesizer's voice: the command that writes `text` to a WAV file. */
interface Voice {
  readonly name: string;
  readonly command: string;
  arguments(text: string, file: string): string[];
}

const flite = (name: string): Voice => ({
  name: `flite ${name}`,
  command: 'flite',
  arguments: (text, file) => ['-voice', name, '-t', text, '-o', file],
});

const voices: readonly Voice[] = [
  flite('slt'),
  flite('rms'),
  flite('awb'),
  {
    name: 'espeak-ng',
    command: 'espeak-ng',
    arguments: (text, file) => ['-v', 'en-us', '-s', '155', '-w', file, text],
  },
];

/** What is said around a name. */
const carriers = [
  'please send the report to {name} tomorrow morning',
  'i was talking about {name} with my brother last night',
  'have you ever heard of {name} before today',
  'she told me that {name} was the best of them all',
  'we will need a little more of {name} next week',
  'they asked {name} to come back in the evening',
  'the meeting about {name} is at three in the afternoon',
  'he wrote a long letter about {name} and sent it to his mother',
];

export interface SpokenName {
  readonly name: string;
  readonly voice: string;
  readonly file: string;
  /** What is said, the name included. */
  readonly text: string;
  /** The words around the name. */
  readonly around: string;
}

/** Voices whose synthesizer is installed. */
export function installedVoices(): string[] {
  return voices.filter(({ command }) => spawnSync(command, ['--version']).error === undefined).map(({ name }) => name);
}

/**
 * Each name in a sentence, by each voice that is installed. Files that are there already are kept.
 * @param takes sentences for each name and voice
 */
export function speakNames(names: readonly string[], folder: string, takes = 1): SpokenName[] {
  mkdirSync(folder, { recursive: true });
  const usable = new Set(installedVoices());
  const spoken: SpokenName[] = [];
  for (const voice of voices.filter(({ name }) => usable.has(name))) {
    for (const [i, name] of names.entries()) {
      for (let take = 0; take < takes; take++) {
        const carrier = carriers[(i + take) % carriers.length]!;
        const text = carrier.replace('{name}', name);
        const file = join(folder, `${voice.name.replace(' ', '-')}-${String(i).padStart(4, '0')}-${take}.wav`);
        if (!existsSync(file)) spawnSync(voice.command, voice.arguments(text, file), { timeout: 20_000 });
        if (existsSync(file)) spoken.push({ name, voice: voice.name, file, text, around: carrier.replace('{name} ', '') });
      }
    }
  }
  return spoken;
}

/** The table that `recordedUtterances` reads. */
export function writeTable(spoken: readonly SpokenName[], path: string): void {
  writeFileSync(path, ['path\ttext', ...spoken.map(({ file, text }) => `${file}\t${text}`), ''].join('\n'));
}
