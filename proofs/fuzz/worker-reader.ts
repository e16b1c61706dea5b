import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { UtterError, type Failure } from '../../src/core/errors';
import type { FinalPass } from '../../src/core/final/types';
import type { ModelFiles } from '../../src/core/model/files';
import { loadModel, type LoadedModel } from '../../src/engine/load';
import { HistoryDatabase } from '../../src/history/database';
import { Journal } from '../../src/history/journal';
import { openAudio } from '../../src/media/open';
import { FinalService } from '../../src/worker/final-service';
import { JournalService } from '../../src/worker/journal-service';
import { SpeechService } from '../../src/worker/speech-service';
import { filePlace, portPlace, type WorkerInput } from './worker-inputs';

/** Hands a message to the worker that it is for. What is refused is thrown; afterwards the worker must still do its work. */
export async function readWorkerMessage({ to, message, sound }: WorkerInput): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  try {
    const ask = { speech: askRecogniser, final: askFinalPass, journal: askJournal }[to];
    const failures = await ask(filled(message, port2), () => {
      for (const each of sound) port1.postMessage(each);
    });
    for (const failure of failures) {
      // `toFailure` calls what nobody threw on purpose a defect.
      if (failure.remedy.includes('defect in Utter')) throw new Error(`untyped failure: ${failure.message}`);
    }
    const [first] = failures;
    if (first !== undefined) throw new UtterError(first.code, first.message, first.remedy);
  } finally {
    port1.close();
    port2.close();
  }
}

const folderOf = (path: string): string => fileURLToPath(new URL(`../../${path}/`, import.meta.url));

let loading: Promise<LoadedModel> | null = null;

/** One for all messages: loading is what other inputs try. */
function tinyModel(): Promise<LoadedModel> {
  const location = folderOf('src/engine/fixtures/tiny');
  const files: ModelFiles = { location, read: (name) => Promise.resolve(new Uint8Array(readFileSync(`${location}${name}`))) };
  loading ??= loadModel(files, { backend: 'cpu' }).then((model) => ({ ...model, dispose() {} }));
  return loading;
}

async function askRecogniser(message: unknown, speak: () => void): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  const types: string[] = [];
  const service = new SpeechService({
    load: tinyModel,
    openAudio: (file) => openAudio(file, file.name),
    post: (reply) => {
      types.push(reply.type);
      if (reply.type === 'failed') failures.push(reply.error);
    },
  });
  await service.handle({ type: 'load', id: 1, modelUrl: 'http://localhost/models/tiny', backend: 'cpu' });
  const answered = service.handle(message);
  speak();
  // Sound whose end never came is ended like a dictation that someone cancels.
  const cancelling = setTimeout(() => void service.handle({ type: 'cancel', id: idOf(message) }), 200);
  await answered;
  clearTimeout(cancelling);
  types.length = 0;
  await service.handle({ type: 'words', id: 2, words: [] });
  if (!types.includes('wordsSet')) throw new Error('the recogniser answers no more');
  return failures;
}

async function askFinalPass(message: unknown): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  const types: string[] = [];
  const pass: FinalPass = {
    tier: 'small',
    modelIds: ['tiny'],
    hear: ({ streamed }) => Promise.resolve({ words: streamed, language: 'en', heard: [] }),
    refresh: ({ streamed }) => Promise.resolve(streamed),
    dispose: () => Promise.resolve(),
  };
  const service = new FinalService({
    load: () => Promise.resolve({ pass, tier: 'small', reason: '', reports: [] }),
    filesAt: (location) => ({ location, read: () => Promise.reject(new Error('none')) }),
    post: (reply) => {
      types.push(reply.type);
      if (reply.type === 'failed') failures.push(reply.error);
    },
    threads: 1,
  });
  const models = { small: 'http://localhost/models/tiny/', large: null };
  await service.handle({ type: 'load', id: 1, models, tier: 'auto', languages: ['en'] });
  await service.handle(message);
  types.length = 0;
  const segment = { startMs: 0, endMs: 0, samples: new Float32Array(0), streamed: [], languages: ['en'], bias: [] };
  await service.handle({ type: 'hear', id: 2, segment });
  if (!types.includes('heard')) throw new Error('the final pass answers no more');
  return failures;
}

async function askJournal(message: unknown, speak: () => void): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  const finished = new Set<string>();
  let told: () => void = () => {};
  const database = new HistoryDatabase({ indexedDB: new IDBFactory(), IDBKeyRange });
  const service = new JournalService({
    journal: new Journal(database),
    post: (reply) => {
      if (reply.type === 'failed') failures.push(reply.failure);
      if (reply.type === 'finished') finished.add(reply.entryId);
      told();
    },
    lock: () => Promise.resolve(() => {}),
  });
  const begin = (id: string): void =>
    service.handle({
      type: 'begin',
      entry: { id, kind: 'recording', name: id, startedAtMs: 1, modelId: null },
      audio: { kind: 'none' },
    });
  if (!isBeginning(message)) begin('an entry');
  service.handle(message);
  speak();
  begin('another');
  const emptyCommit = { segments: [], committed: [], durationMs: 0 };
  service.handle({ type: 'commit', entryId: 'another', sequence: 0, commit: emptyCommit });
  service.handle({ type: 'finish', entryId: 'an entry', finished: null });
  service.handle({ type: 'finish', entryId: 'another', finished: null });
  // One that does not come is a hang, which whoever runs this counts.
  while (!finished.has('another')) await new Promise<void>((resolve) => (told = resolve));
  // The first entry waits up to half a second for the end of its sound.
  await new Promise((resolve) => setTimeout(resolve, 600));
  if ((await database.entries.toArray()).some(({ id }) => id === 'another')) throw new Error('a discarded entry stayed');
  database.close();
  return failures;
}

function isBeginning(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'begin';
}

function idOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'id' in message ? message.id : null;
}

/** The message with what its places stand for. */
function filled(value: unknown, port: MessagePort, depth = 0): unknown {
  if (value === portPlace) return port;
  if (value === filePlace)
    return new File([new Uint8Array(readFileSync(`${folderOf('src/media/fixtures')}speech.wav`))], 'speech.wav');
  if (depth > 4 || typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filled(each, port, depth + 1)]));
}
