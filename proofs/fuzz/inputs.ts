import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultSettings } from '../../src/core/settings';
import type { ChannelName } from '../../src/platform/ipc';
import { clonedValues, joined, mutatedBytes, mutatedValue } from './mutations';
import { randomFor, type Random } from './random';
import { damagedWorkerMessage, type WorkerInput } from './worker-inputs';

/** Something malformed for one of Utter's readers, and in a few words what is wrong with it. */
export type Input = { readonly how: string } & (
  | { readonly kind: 'audio'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'model'; readonly files: ReadonlyMap<string, Uint8Array>; readonly backend: 'wasm' | 'cpu' }
  | { readonly kind: 'punctuator'; readonly bytes: Uint8Array }
  | { readonly kind: 'settings' | 'words-file' | 'word-list' | 'replacements'; readonly bytes: Uint8Array }
  | { readonly kind: 'message'; readonly channel: ChannelName; readonly args: unknown }
  | WorkerInput
);

export type Kind = Input['kind'];

/** How many of a thousand inputs each kind has. */
const shares: Readonly<Record<Kind, number>> = {
  audio: 360,
  model: 230,
  punctuator: 40,
  settings: 70,
  'words-file': 50,
  'word-list': 30,
  replacements: 30,
  message: 100,
  worker: 90,
};

/** Input number `index` of a seed, always the same; every hundred in a row have all kinds in their shares. */
export function fuzzInput(seed: number, index: number): Input {
  const random = randomFor(seed, index);
  // 617 has no factor in common with a thousand, so the kinds take turns.
  let place = (index * 617) % 1000;
  for (const [kind, share] of Object.entries(shares) as [Kind, number][]) {
    if (place < share) return makers[kind](random);
    place -= share;
  }
  throw new Error('the shares of the kinds do not add up to a thousand');
}

const folderOf = (path: string): string => fileURLToPath(new URL(`../../${path}/`, import.meta.url));

function filesOf(folder: string, ending: RegExp): ReadonlyMap<string, Uint8Array> {
  const names = readdirSync(folder)
    .filter((name) => ending.test(name))
    .sort();
  return new Map(names.map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]));
}

const lazily = <Value>(make: () => Value): (() => Value) => {
  let value: Value | undefined;
  return () => (value ??= make());
};

const recordings = lazily(() => filesOf(folderOf('src/media/fixtures'), /^(speech|no-sound)/));
const models = lazily(() =>
  ['tiny', 'tiny-table', 'tiny-attention'].map((name) => filesOf(folderOf(`src/engine/fixtures/${name}`), /./)),
);
const punctuator = lazily(() => readFileSync(join(folderOf('resources/text/en'), 'punctuator.safetensors')));

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

const makers: { readonly [Name in Kind]: (random: Random) => Input } = {
  audio: damagedRecording,
  model: damagedModel,
  punctuator: (random) => ({ kind: 'punctuator', ...mutatedBytes(punctuator(), random) }),
  settings: (random) => ({ kind: 'settings', ...damagedJson(settings, random) }),
  'words-file': (random) => ({ kind: 'words-file', ...damagedJson({ version: 1, words }, random) }),
  'word-list': (random) => ({ kind: 'word-list', ...damagedLines(wordLines, random) }),
  replacements: (random) => ({ kind: 'replacements', ...damagedLines(replacementLines, random) }),
  message(random) {
    // Those that bring much to read come half the time.
    const channel = random.of(
      random.below(2) === 0 ? (Object.keys(messages) as ChannelName[]) : (['writeSettings', 'writeUserWords'] as const),
    );
    return { kind: 'message', how: channel, channel, args: mutatedValue(messages[channel], random, clonedValues) };
  },
  worker: damagedWorkerMessage,
};

function damagedRecording(random: Random): Input {
  const [name, bytes] = random.of([...recordings()]);
  if (random.below(12) > 0) {
    const damaged = mutatedBytes(bytes, random);
    return { kind: 'audio', name, how: `${name}: ${damaged.how}`, bytes: damaged.bytes };
  }
  // The head of one format on the body of another.
  const [otherName, other] = random.of([...recordings()]);
  const at = random.below(200);
  return { kind: 'audio', name, how: `head of ${otherName}`, bytes: joined(other.slice(0, at), bytes.slice(at)) };
}

function damagedModel(random: Random): Input {
  const original = random.of(models());
  const files = new Map(original);
  const hows: string[] = [];
  for (let i = 1 + random.below(2); i > 0; i--) {
    const [name, bytes] = random.of([...files]);
    if (random.below(15) === 0) {
      files.delete(name);
      hows.push(`without ${name}`);
    } else if (name.endsWith('.json') && random.below(4) > 0) {
      files.set(name, jsonBytes(mutatedValue(JSON.parse(Buffer.from(original.get(name)!).toString()), random)));
      hows.push(`${name}: values`);
    } else if (name.endsWith('.safetensors') && random.below(3) === 0) {
      files.set(name, mutatedHeader(bytes, random));
      hows.push(`${name}: values of the header`);
    } else {
      const damaged = mutatedBytes(bytes, random);
      files.set(name, damaged.bytes);
      hows.push(`${name}: ${damaged.how}`);
    }
  }
  // Hashes that fit let the damage through to what reads it.
  if (random.below(4) > 0) rehash(files);
  return { kind: 'model', how: hows.join('; '), files, backend: random.below(3) === 0 ? 'cpu' : 'wasm' };
}

/** A safetensors file whose JSON header says something else. */
function mutatedHeader(bytes: Uint8Array, random: Random): Uint8Array {
  if (bytes.length < 8) return bytes;
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  let header: unknown;
  try {
    header = JSON.parse(Buffer.from(bytes.subarray(8, 8 + length)).toString());
  } catch {
    return bytes; // damaged by the step before
  }
  const json = jsonBytes(mutatedValue(header, random));
  const size = new Uint8Array(8);
  new DataView(size.buffer).setBigUint64(0, BigInt(json.length), true);
  return joined(size, json, bytes.slice(8 + length));
}

function rehash(files: Map<string, Uint8Array>): void {
  let manifest: { files?: Record<string, unknown> };
  try {
    manifest = JSON.parse(Buffer.from(files.get('manifest.json') ?? []).toString()) as typeof manifest;
  } catch {
    return; // the manifest itself is the damage
  }
  if (typeof manifest?.files !== 'object' || manifest.files === null) return;
  for (const [name, bytes] of files) {
    if (!(name in manifest.files)) continue;
    manifest.files[name] = { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  }
  files.set('manifest.json', jsonBytes(manifest));
}

/** JSON whose values are odd, or that is damaged as text. */
function damagedJson(value: unknown, random: Random): { how: string; bytes: Uint8Array } {
  if (random.below(4) > 0) return { how: 'values', bytes: jsonBytes(mutatedValue(value, random)) };
  return mutatedBytes(jsonBytes(value), random);
}

function jsonBytes(value: unknown): Uint8Array {
  return text(JSON.stringify(value) ?? 'undefined');
}

function damagedLines(lines: readonly string[], random: Random): { how: string; bytes: Uint8Array } {
  const mixed = Array.from({ length: random.below(200) }, () => {
    const line = random.of(lines);
    const at = random.below(line.length + 1);
    return random.below(2) === 0 ? line : line.slice(0, at) + random.of(oddText) + line.slice(at);
  });
  const bytes = text(mixed.join(random.of(['\n', '\r\n', '\r'])));
  return random.below(2) === 0 ? { how: 'odd lines', bytes } : mutatedBytes(bytes, random);
}

const oddText = [
  '\t',
  '\t\t\t',
  ' = ',
  '\u0000',
  '\u202E',
  '\uFEFF',
  '\uFFFD',
  '😀',
  'שלום',
  '日本',
  '#',
  '\\n',
  'x'.repeat(3000),
  '9'.repeat(400),
  "'",
  '—',
];

const words = [
  { written: 'Kubernetes', soundsLike: 'koo ber net ease', boost: 2, learned: [] },
  { written: 'Ω-3', soundsLike: 'omega three', boost: -1.5, learned: [] },
  { written: 'Łódź', soundsLike: '', boost: 0, learned: [['W', 'UH', 'CH']] },
];
const wordLines = [
  '# my words',
  'Kubernetes',
  'Siobhan\tshi vawn\t2.5',
  'Nguyen = win',
  'Visual Studio Code',
  'R2D2',
  'naïve',
  '1984',
];
const replacementLines = ['# mine', 'my address\t12 High Street,\\nLondon', 'btw\tby the way', 'ping\tpong', 'pong\tping'];
const settings = {
  ...defaultSettings,
  modelId: 'utter-en',
  deliveryRules: [{ app: 'xterm', method: 'type' }],
  commandsOff: ['comma', 'new-line'],
  replacements: [{ from: 'btw', to: 'by the way' }],
};

/** For each channel what it takes. */
const messages: Readonly<Record<ChannelName, readonly unknown[]>> = {
  listModels: [],
  readSettings: [],
  writeSettings: [settings],
  readUserWords: [],
  writeUserWords: [words],
  copyText: ['some text'],
  deliver: ['some text'],
  saveFile: ['dictation.txt', 'some text', 'text/plain'],
  hotkeyStates: [],
  readModelStore: [],
  downloadModel: ['utter-en'],
  cancelDownload: ['utter-en'],
  importModel: ['/home/someone/model.zip'],
  removeModel: ['utter-en'],
  startsAtLogin: [],
  setStartsAtLogin: [true],
  watchState: [],
  chooseWatchFolder: [],
  stopWatching: [],
  finishRecording: ['0c4f3a5e-93c1-4c5e-8f5b-2f2f1f0e7a11', 'some text'],
  isOnBattery: [],
  lookForUpdate: [],
  openReleases: [],
  dictationChanged: ['listening'],
  liveChanged: [{ committed: 'some', tentative: 'text', levelDb: -30, problem: null }],
};
