import { defaultSettings, textSettings } from '../../src/core/settings';
import { clonedValues, mutatedValue } from './mutations';
import type { Random } from './random';

/** A message to one of the workers, and what comes through the port in it, if it brings one. */
export interface WorkerInput {
  readonly kind: 'worker';
  readonly to: 'speech' | 'final' | 'journal';
  readonly message: unknown;
  readonly sound: readonly unknown[];
}

/** In a message: what can't be described, so that whoever reads it makes it. */
export const portPlace = 'a port';
export const filePlace = 'a file';

export function damagedWorkerMessage(random: Random): WorkerInput & { readonly how: string } {
  const to = random.of(['speech', 'final', 'journal'] as const);
  const name = random.of(Object.keys(messages[to]));
  const message = messages[to][name];
  const isSound = JSON.stringify(message).includes(portPlace) && random.below(2) === 0;
  return {
    kind: 'worker',
    how: `${to}: ${name}${isSound ? ', its sound' : ''}`,
    to,
    message: isSound ? message : mutatedValue(message, random, clonedValues),
    sound: isSound ? listOf(mutatedValue(sound, random, clonedValues)) : sound,
  };
}

function listOf(value: unknown): readonly unknown[] {
  // What is no list comes as one message; most of a very long one says the same.
  return Array.isArray(value) ? value.slice(0, 50) : [value];
}

const block = { type: 'block', samples: Float32Array.from({ length: 2048 }, (_, i) => Math.sin(i / 9) * 0.3) };
const sound = [block, block, block, { type: 'end' }];

const text = { settings: textSettings(defaultSettings), preceding: 'Hello', editCommandsOff: ['undo'] };
const word = { written: 'Kubernetes', soundsLike: 'koo ber net ease', boost: 2, learned: [['K', 'UW']] };
const said = { text: 'hello', startMs: 0, endMs: 400, confidence: 0.9 };
const segment = { words: [said], startMs: 0, endMs: 400, written: [{ text: ' Hello.', startMs: 0, endMs: 400 }] };
const transcript = { segments: [segment], partial: { committed: [], tentative: [] }, durationMs: 400 };
const version = { kind: 'final', transcript, text: 'Hello.', modelIds: ['whisper-base'] };
const wish = { models: { small: 'http://localhost/models/s/', large: null }, tier: 'auto', languages: ['en', 'de'] };
const hearing = { languages: ['en'], isLive: true, final: { waitMs: 1500, isRefreshed: true } };
const bias = [{ text: 'Kubernetes', weight: 2 }];
const heard = { startMs: 0, endMs: 128, samples: block.samples, streamed: [said], languages: ['en'], bias };
const entry = { id: 'an entry', kind: 'dictation', name: 'Dictation', startedAtMs: 1_700_000_000_000, modelId: 'utter-en' };

const messages: Readonly<Record<WorkerInput['to'], Readonly<Record<string, unknown>>>> = {
  speech: {
    load: { type: 'load', id: 7, modelUrl: 'http://localhost/models/tiny', backend: 'cpu' },
    words: { type: 'words', id: 7, words: [word] },
    learn: { type: 'learn', id: 7, word, clips: [{ samples: block.samples, sampleRateHz: 16_000 }] },
    start: { type: 'start', id: 7, sampleRateHz: 48_000, port: portPlace, text, hearing },
    transcribe: { type: 'transcribe', id: 7, file: filePlace, startMs: 100, text, hearing },
    final: { type: 'final', id: 7, wish },
    hurry: { type: 'hurry', id: 7 },
    stop: { type: 'stop', id: 7 },
    cancel: { type: 'cancel', id: 7 },
  },
  final: {
    load: { type: 'load', id: 7, ...wish },
    hear: { type: 'hear', id: 7, segment: heard },
    refresh: { type: 'refresh', id: 7, segment: heard },
    abort: { type: 'abort', id: 7 },
  },
  journal: {
    'begin a dictation': { type: 'begin', entry, audio: { kind: 'samples', sampleRateHz: 48_000, port: portPlace } },
    'begin a recording': { type: 'begin', entry: { ...entry, kind: 'recording' }, audio: { kind: 'file', file: filePlace } },
    'begin without sound': { type: 'begin', entry, audio: { kind: 'none' } },
    commit: {
      type: 'commit',
      entryId: entry.id,
      sequence: 0,
      commit: { segments: [segment], committed: [said], durationMs: 400 },
    },
    finish: { type: 'finish', entryId: entry.id, finished: { transcript, text: 'Hello.' } },
    version: { type: 'version', entryId: entry.id, version },
    discard: { type: 'finish', entryId: entry.id, finished: null },
  },
};
