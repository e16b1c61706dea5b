import { z } from 'zod';
import { highestRateHz, lowestRateHz } from '../core/audio/rates';
import { backendNames } from '../core/backend';
import { UtterError } from '../core/errors';
import { mostUserWords, userWordSchema } from '../core/language/user-words';
import { finalWaitMsSchema, liveChunkMsSchema, settingsSchema } from '../core/settings';
import type { JournalRequest } from '../history/journal-protocol';
import {
  segmentSchema as segment,
  transcriptSchema as transcript,
  versionSchema,
  wordSchema as word,
} from '../history/transcript-schema';
import { finalWishSchema, languagesSchema } from './final-requests';
import type { CaptureMessage, WorkerRequest } from './protocol';

/* What the workers take: each parses a message with these before anything of it is used. */

const requestId = z.number().int();
const rate = z.number().int().min(lowestRateHz).max(highestRateHz);
const ordinal = z.number().int().min(1).max(1000);

const textRequest = z.object({
  settings: settingsSchema.pick({
    formatText: true,
    autoPunctuation: true,
    spokenMarks: true,
    style: true,
    commandsOff: true,
    replacements: true,
  }),
  preceding: z.string(),
  editCommandsOff: z.array(z.string()).exactOptional(),
});

const hearing = z.object({
  languages: languagesSchema,
  isLive: z.boolean(),
  final: z.object({ waitMs: finalWaitMsSchema, isRefreshed: z.boolean() }).nullable(),
});

export const workerRequest: z.ZodType<WorkerRequest> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('load'), id: requestId, modelUrl: z.string().min(1), backend: z.enum(['auto', ...backendNames]) }),
  z.object({ type: z.literal('final'), id: requestId, wish: finalWishSchema.nullable() }),
  z.object({ type: z.literal('words'), id: requestId, words: z.array(userWordSchema).max(mostUserWords) }),
  z.object({
    type: z.literal('learn'),
    id: requestId,
    word: userWordSchema,
    clips: z.array(z.object({ samples: z.instanceof(Float32Array), sampleRateHz: rate })).max(100),
  }),
  z.object({
    type: z.literal('start'),
    id: requestId,
    sampleRateHz: rate,
    port: z.instanceof(MessagePort),
    text: textRequest.exactOptional(),
    chunkMs: liveChunkMsSchema.exactOptional(),
    hearing: hearing.exactOptional(),
  }),
  z.object({
    type: z.literal('transcribe'),
    id: requestId,
    file: z.instanceof(File),
    startMs: z.number().min(0).exactOptional(),
    sound: z.object({ track: ordinal.exactOptional(), channel: ordinal.exactOptional() }).exactOptional(),
    text: textRequest.exactOptional(),
    hearing: hearing.exactOptional(),
  }),
  z.object({ type: z.enum(['stop', 'cancel', 'hurry']), id: requestId }),
]);

const entryId = z.string().min(1).max(100);

export const journalRequest: z.ZodType<JournalRequest> = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('begin'),
    entry: z.object({
      id: entryId,
      kind: z.enum(['dictation', 'recording']),
      name: z.string(),
      startedAtMs: z.number(),
      modelId: z.string().nullable(),
    }),
    audio: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('samples'), sampleRateHz: rate, port: z.instanceof(MessagePort) }),
      z.object({ kind: z.literal('file'), file: z.instanceof(Blob) }),
      z.object({ kind: z.literal('none') }),
    ]),
  }),
  z.object({
    type: z.literal('commit'),
    entryId,
    sequence: z.number().int().min(0),
    commit: z.object({ segments: z.array(segment), committed: z.array(word), durationMs: z.number() }),
  }),
  z.object({
    type: z.literal('version'),
    entryId,
    version: versionSchema,
  }),
  z.object({ type: z.literal('delivered'), entryId, app: z.string().min(1).max(200) }),
  z.object({
    type: z.literal('finish'),
    entryId,
    finished: z.object({ transcript, text: z.string(), warnings: z.array(z.string()).max(100).exactOptional() }).nullable(),
  }),
]);

/**
 * The capture worklet's message; dozens come each second, so that no schema reads them.
 * @throws UtterError `audio-invalid` for anything else
 */
export function captureMessage(data: unknown): CaptureMessage {
  const message = data as Partial<CaptureMessage & { samples: unknown }> | null;
  if (message?.type === 'end') return { type: 'end' };
  const samples = message?.type === 'block' ? message.samples : null;
  if (samples instanceof Float32Array && samples.buffer instanceof ArrayBuffer) {
    return { type: 'block', samples: samples as Float32Array<ArrayBuffer> };
  }
  throw new UtterError('audio-invalid', 'The microphone sent something that is not audio.', 'Start the dictation again.');
}
