import { describe, expect, it, vi } from 'vitest';
import type { Journal } from '../history/journal';
import type { FinishedEntry, JournalReply, JournalRequest, NewEntry } from '../history/journal-protocol';
import type { EntryVersion } from '../history/records';
import { JournalService } from './journal-service';
import type { CaptureMessage } from './protocol';

const entry: NewEntry = { id: 'a', kind: 'dictation', name: 'Dictation', startedAtMs: 1, modelId: null };
const commit = { segments: [], committed: [], durationMs: 0 };
const finished = {
  transcript: { segments: [], partial: { committed: [], tentative: [] }, durationMs: 0 },
  text: '',
};

/** A journal that remembers what it is told, and writes as slowly, or badly, as the test says. */
function setup(write: (what: string) => Promise<void> = () => Promise.resolve()) {
  const written: string[] = [];
  const finishes: FinishedEntry[] = [];
  const pieces: { startSample: number; samples: number }[] = [];
  const record = async (what: string): Promise<void> => {
    await write(what);
    written.push(what);
  };
  const journal = {
    begin: () => record('begin'),
    appendText: (_id: string, sequence: number) => record(`text ${sequence}`),
    appendAudio: async (_id: string, startSample: number, samples: Int16Array) => {
      await record('audio');
      pieces.push({ startSample, samples: samples.length });
    },
    finish: (_id: string, closed: FinishedEntry) => {
      finishes.push(closed);
      return record('finish');
    },
    discard: () => record('discard'),
    addVersion: (id: string, { text }: EntryVersion) => record(`version ${id} ${text}`),
  };
  const replies: JournalReply[] = [];
  const locks: string[] = [];
  const service = new JournalService({
    journal: journal as unknown as Journal,
    post: (reply) => void replies.push(reply),
    lock: (name) => {
      locks.push(name);
      return Promise.resolve(() => void locks.splice(locks.indexOf(name), 1));
    },
  });
  const { port1, port2 } = new MessageChannel();
  const begin = (sampleRateHz = 16_000): void =>
    service.handle({ type: 'begin', entry, audio: { kind: 'samples', sampleRateHz, port: port2 } });
  const hear = (message: CaptureMessage): void => port1.postMessage(message);
  const send = (request: JournalRequest): void => service.handle(request);
  const replied = (type: JournalReply['type']): Promise<void> =>
    vi.waitFor(() => expect(replies.map((reply) => reply.type)).toContain(type));
  return { begin, hear, send, replied, replies, written, finishes, pieces, locks };
}

const block = (samples: number): CaptureMessage => ({ type: 'block', samples: new Float32Array(samples).fill(0.1) });

describe('the journal worker', () => {
  it('[J1] writes sound every quarter of a second, each piece where the last one ended', async () => {
    const { begin, hear, send, replied, pieces } = setup();
    begin();
    for (let i = 0; i < 20; i++) hear(block(2000));
    await vi.waitFor(() => expect(pieces.reduce((sum, { samples }) => sum + samples, 0)).toBeGreaterThanOrEqual(40_000 - 4000));
    hear(block(123));
    hear({ type: 'end' });
    send({ type: 'finish', entryId: 'a', finished });
    await replied('finished');
    let next = 0;
    for (const { startSample, samples } of pieces) {
      expect(startSample).toBe(next);
      next += samples;
    }
    expect(next, 'to the last sample').toBe(40_123);
  });

  it('[J1] keeps the sound of any device at 16 kHz', async () => {
    const { begin, hear, send, replied, pieces } = setup();
    begin(48_000);
    for (let i = 0; i < 24; i++) hear(block(2000));
    hear({ type: 'end' });
    send({ type: 'finish', entryId: 'a', finished });
    await replied('finished');
    expect(pieces.reduce((sum, { samples }) => sum + samples, 0)).toBe(16_000);
  });

  it('[J3] catches up with a slow disk in larger pieces, and forgets nothing', async () => {
    let resume!: () => void;
    const slow = new Promise<void>((resolve) => (resume = resolve));
    let audioWrites = 0;
    const { begin, hear, send, replied, pieces } = setup((what) =>
      what === 'audio' && audioWrites++ === 0 ? slow : Promise.resolve(),
    );
    begin();
    hear(block(4000));
    await vi.waitFor(() => expect(audioWrites).toBe(1));
    for (let i = 0; i < 30; i++) hear(block(2000));
    await new Promise((resolve) => setTimeout(resolve, 50));
    resume();
    hear({ type: 'end' });
    send({ type: 'finish', entryId: 'a', finished });
    await replied('finished');
    expect(pieces.map(({ samples }) => samples)).toEqual([4000, 60_000]);
  });

  it('[J2] says that words are on the disk when they are, in their order', async () => {
    const { begin, send, replied, replies, written } = setup();
    begin();
    send({ type: 'commit', entryId: 'a', sequence: 0, commit });
    send({ type: 'commit', entryId: 'a', sequence: 1, commit });
    expect(replies, 'not before').toEqual([]);
    await replied('committed');
    await vi.waitFor(() => expect(written).toEqual(['begin', 'text 0', 'text 1']));
    await vi.waitFor(() => expect(replies).toHaveLength(2));
    expect(replies[1]).toEqual({ type: 'committed', entryId: 'a', sequence: 1 });
  });

  it('[J6] holds its lock while the entry is open, and no longer', async () => {
    const { begin, send, replied, locks } = setup();
    begin();
    expect(locks).toEqual(['utter-journal-a']);
    send({ type: 'finish', entryId: 'a', finished });
    await replied('finished');
    await vi.waitFor(() => expect(locks).toEqual([]));
  });

  it('[J5] keeps nothing of an entry that is closed without a transcript', async () => {
    const { begin, hear, send, replied, written } = setup();
    begin();
    hear({ type: 'end' });
    send({ type: 'finish', entryId: 'a', finished: null });
    await replied('finished');
    expect(written.at(-1)).toBe('discard');
  });

  it('[S95] adds a version to an entry that is closed, and tells of it or of why not', async () => {
    const version: EntryVersion = {
      kind: 'final',
      transcript: finished.transcript,
      text: 'they heard',
      modelIds: ['whisper-base'],
    };
    const { send, replied, written } = setup();
    send({ type: 'version', entryId: 'a', version });
    await replied('versionAdded');
    expect(written).toEqual(['version a they heard']);
    const broken = setup(() => Promise.reject(new Error('disk full')));
    broken.send({ type: 'version', entryId: 'a', version });
    await broken.replied('failed');
    const wrong = setup();
    wrong.send({ type: 'version', entryId: 'a', version: { ...version, kind: 'draft' } } as unknown as JournalRequest);
    await wrong.replied('failed');
    expect(wrong.replies).toMatchObject([{ type: 'failed', entryId: 'a', failure: { code: 'internal' } }]);
  });

  it('[J4] tells once that it can not write, and why', async () => {
    const full = new DOMException('The disk is full.', 'QuotaExceededError');
    const { begin, hear, send, replied, replies, written } = setup((what) =>
      what === 'text 0' ? Promise.reject(full) : Promise.resolve(),
    );
    begin();
    for (const sequence of [0, 1, 2]) send({ type: 'commit', entryId: 'a', sequence, commit });
    hear(block(9000));
    await replied('failed');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(replies).toEqual([
      { type: 'failed', entryId: 'a', failure: expect.objectContaining({ code: 'history-unavailable' }) as unknown },
    ]);
    expect(written).toEqual(['begin']);
  });

  it('[S80] fails the entry that a message without sense is about, and goes on', async () => {
    const { send, replied, replies } = setup();
    const nonsense = [
      undefined,
      { type: 'commit', entryId: 'a', sequence: 0, commit: { ...commit, segments: [{ words: 'hello' }] } },
      { type: 'begin', entry: { ...entry, id: '' }, audio: { kind: 'none' } },
      { type: 'finish', entryId: 7, finished: null },
    ];
    for (const message of nonsense) send(message as unknown as JournalRequest);
    expect(replies.map((reply) => [reply.type, reply.entryId])).toEqual([
      ['failed', ''],
      ['failed', 'a'],
      ['failed', ''],
      ['failed', ''],
    ]);
    send({ type: 'begin', entry, audio: { kind: 'none' } });
    send({ type: 'finish', entryId: 'a', finished });
    await replied('finished');
  });

  it('[S80] tells of sound that is none, and of an entry that is begun twice', async () => {
    const { begin, hear, send, replied, replies } = setup();
    begin();
    hear({ type: 'block', samples: 'hiss' } as unknown as CaptureMessage);
    await replied('failed');
    send({ type: 'begin', entry, audio: { kind: 'none' } });
    const code = (reply: JournalReply): string => (reply.type === 'failed' ? reply.failure.code : reply.type);
    expect(replies.map(code)).toEqual(['audio-invalid', 'internal']);
  });

  it('[J5] keeps fields of a transcript that it does not know', async () => {
    const { send, replied, finishes } = setup();
    send({ type: 'begin', entry, audio: { kind: 'none' } });
    const words = [{ text: 'hello', startMs: 0, endMs: 400, confidence: 1, mood: 'glad' }];
    const transcript = { ...finished.transcript, speakers: 2, segments: [{ words, startMs: 0, endMs: 400, speaker: 1 }] };
    send({ type: 'finish', entryId: 'a', finished: { text: 'hello', transcript } });
    await replied('finished');
    expect(finishes).toEqual([{ text: 'hello', transcript }]);
  });
});
