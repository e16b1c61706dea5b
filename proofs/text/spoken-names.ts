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
  /** @param take speaks at another pace for each. */
  arguments(text: string, take: number, file: string): string[];
}

/** How much longer each take is. */
const paces = [1, 1, 1.15, 0.9];

const flite = (name: string): Voice => ({
  name: `flite ${name}`,
  command: 'flite',
  arguments: (text, take, file) => ['-voice', name, '--setf', `duration_stretch=${paces[take]!}`, '-t', text, '-o', file],
});

const voices: readonly Voice[] = [
  flite('slt'),
  flite('rms'),
  flite('awb'),
  {
    name: 'espeak-ng',
    command: 'espeak-ng',
    arguments: (text, take, file) => ['-v', 'en-us', '-s', String(Math.round(155 / paces[take]!)), '-w', file, text],
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

/** Each name in a sentence, by so many of the voices that are installed. Files that are there already are kept. */
export function speakNames(names: readonly string[], folder: string, voicesPerName?: number): SpokenName[] {
  return speak(names, folder, voicesPerName, [0], (_, i) => carriers[i % carriers.length]!);
}

/** Each name alone three times, faster and slower, by each voice that is installed. */
export function speakAlone(names: readonly string[], folder: string, voicesPerName?: number): SpokenName[] {
  return speak(names, folder, voicesPerName, [1, 2, 3], (take) => ['{name}', '{name}.', '{name}?'][take - 1]!);
}

function speak(
  names: readonly string[],
  folder: string,
  voicesPerName: number | undefined,
  takes: readonly number[],
  carrierOf: (take: number, name: number) => string,
): SpokenName[] {
  mkdirSync(folder, { recursive: true });
  const installed = new Set(installedVoices());
  const usable = voices.filter(({ name }) => installed.has(name));
  const spoken: SpokenName[] = [];
  for (const [v, voice] of usable.entries()) {
    for (const [i, name] of names.entries()) {
      // Each name takes the next voices in turn.
      if ((v - i + usable.length * names.length) % usable.length >= (voicesPerName ?? usable.length)) continue;
      for (const take of takes) {
        const carrier = carrierOf(take, i);
        const text = carrier.replace('{name}', name);
        const kind = takes.length > 1 ? 'alone-' : '';
        const file = join(folder, `${voice.name.replace(' ', '-')}-${kind}${String(i).padStart(4, '0')}-${take}.wav`);
        if (!existsSync(file)) spawnSync(voice.command, voice.arguments(text, take, file), { timeout: 20_000 });
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
