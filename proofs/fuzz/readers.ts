import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parseReplacements } from '../../src/cli/text-options';
import { readWordList } from '../../src/cli/words-file';
import { UtterError } from '../../src/core/errors';
import { checkedWord } from '../../src/core/language/user-words';
import type { ModelFiles } from '../../src/core/model/files';
import { settingsSchema } from '../../src/core/settings';
import { parsePunctuator } from '../../src/core/text/punctuator';
import { loadModel } from '../../src/engine/load';
import { parseArguments } from '../../src/main/ipc-arguments';
import { openSettings } from '../../src/main/settings-file';
import { createWordsFile } from '../../src/main/words-file';
import { openAudio } from '../../src/media/open';
import type { Input, Kind } from './inputs';
import { readWorkerMessage } from './worker-reader';

/** Hands each input to the code that would meet it. What comes back is used, so that a bad success does not count as one. */
export async function read(input: Input): Promise<void> {
  switch (input.kind) {
    case 'audio':
      return readRecording(input);
    case 'model':
      return readModelFolder(input);
    case 'punctuator':
      return readPunctuator(input);
    case 'message':
      return readMessage(input);
    case 'worker':
      return readWorkerMessage(input);
    default:
      return withFile(fileNames[input.kind], input.bytes, (path) => readers[input.kind](path, input.bytes));
  }
}

type FileKind = Exclude<Kind, 'audio' | 'model' | 'punctuator' | 'message' | 'worker'>;
const fileNames: Readonly<Record<FileKind, string>> = {
  settings: 'settings.json',
  'words-file': 'words.json',
  'word-list': 'words.txt',
  replacements: 'replacements.tsv',
};

const readers: Readonly<Record<FileKind, (path: string, bytes: Uint8Array) => Promise<void>>> = {
  async settings(path) {
    const file = await openSettings(path, silent);
    const read = file.current();
    if (!isDeepStrictEqual(settingsSchema.parse(read), read)) throw new Error('settings were read that are none');
    await file.write(read);
    if (!isDeepStrictEqual((await openSettings(path, silent)).current(), read))
      throw new Error('settings did not come back as they were written');
  },
  async 'words-file'(path) {
    const file = createWordsFile(path, silent);
    await expectKept(file, await file.read());
  },
  async 'word-list'(path) {
    const { words } = await readWordList(path);
    await expectKept(createWordsFile(join(dirname(path), 'words.json'), silent), words);
  },
  replacements: (path, bytes) => Promise.resolve(void parseReplacements(new TextDecoder().decode(bytes), path)),
};

const silent = { info() {}, error() {} };

/** Words that were accepted must be there after the next start. */
async function expectKept(file: ReturnType<typeof createWordsFile>, words: Parameters<typeof file.write>[0]): Promise<void> {
  await file.write(words);
  const kept = await file.read().catch((error: unknown) => {
    throw new Error(`words were written that can't be read: ${String(error)}`, { cause: error });
  });
  if (!isDeepStrictEqual(kept, words.map(checkedWord))) throw new Error('words did not come back as they were written');
}

async function readRecording({ name, bytes }: Input & { kind: 'audio' }): Promise<void> {
  try {
    const file = await openAudio(new Blob([bytes as Uint8Array<ArrayBuffer>]), name);
    try {
      for await (const block of file.blocks()) if (!block.every(Number.isFinite)) throw new Error('a sample is no number');
    } finally {
      file.close();
    }
  } catch (error) {
    if (error instanceof UtterError && !error.message.includes(name))
      throw new Error(`the message does not name the file: ${error.message}`, { cause: error });
    throw error;
  }
}

async function readModelFolder({ files, backend }: Input & { kind: 'model' }): Promise<void> {
  const folder: ModelFiles = {
    location: '/models/fuzzed',
    read(name) {
      const bytes = files.get(name);
      if (bytes !== undefined) return Promise.resolve(bytes);
      return Promise.reject(new UtterError('model-not-found', `/models/fuzzed/${name} is not there.`, 'Choose another folder.'));
    },
  };
  const model = await loadModel(folder, { backend });
  try {
    await model.setUserWords([{ written: 'Kubernetes', soundsLike: '', boost: 0, learned: [] }]);
    const recognizer = model.createRecognizer();
    await recognizer.acceptWaveform(
      Float32Array.from({ length: 16_000 }, (_, i) => Math.sin(i * (0.02 + i * 1e-6)) * 0.3),
      16_000,
    );
    await recognizer.inputFinished();
    recognizer.dispose();
  } finally {
    model.dispose();
  }
}

function readPunctuator({ bytes }: Input & { kind: 'punctuator' }): Promise<void> {
  const punctuator = parsePunctuator(bytes, '/text/en');
  const words = 'hello there how are you today i am fine'.split(' ');
  punctuator.label(
    words,
    words.map(() => 100),
    0,
    words.length,
  );
  return Promise.resolve();
}

async function readMessage({ channel, args }: Input & { kind: 'message' }): Promise<void> {
  // What is no list of arguments never comes from the system: it makes the list.
  const parsed = parseArguments(channel, Array.isArray(args) ? args : [args]);
  if (channel === 'writeUserWords') {
    const [words] = parsed as Parameters<ReturnType<typeof createWordsFile>['write']>;
    await withFile('words.json', null, (path) => expectKept(createWordsFile(path, silent), words));
  }
  if (channel === 'writeSettings')
    await withFile('settings.json', Buffer.from(JSON.stringify(parsed[0])), (path) => readers.settings(path, Buffer.of()));
}

async function withFile(name: string, bytes: Uint8Array | null, use: (path: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'utter-fuzz-'));
  const path = join(folder, name);
  try {
    mkdirSync(folder, { recursive: true });
    if (bytes !== null) writeFileSync(path, bytes);
    await use(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
