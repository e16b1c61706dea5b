import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UtterError } from '../../core/errors';
import { transcriptText } from '../../core/transcript/text';
import type { Segment, Transcript } from '../../core/transcript/types';
import { databaseName, HistoryDatabase } from '../../history/database';
import { Journal } from '../../history/journal';
import { lockName } from '../../history/records';
import type { Platform } from '../../platform/platform';
import { noSystemCapabilities } from '../../platform/system-services';
import type { Session } from '../app/session';
import { createAppStore, currentProblem } from '../app/store';
import { HistoryDesk } from './history-desk';

const segment = (text: string, startMs = 0): Segment => {
  const words = text.split(' ').map((each, index) => ({
    text: each,
    startMs: startMs + index * 300,
    endMs: startMs + index * 300 + 250,
    confidence: 0.9,
  }));
  return { words, startMs, endMs: words.at(-1)!.endMs };
};
const transcript = (...segments: Segment[]): Transcript => ({
  segments,
  partial: { committed: [], tentative: [] },
  durationMs: 10_000,
});

let database: HistoryDatabase;
let journal: Journal;
beforeEach(() => {
  database = new HistoryDatabase();
  journal = new Journal(database);
});
afterEach(async () => {
  database.close();
  await Dexie.delete(databaseName);
});

function setup(held: readonly string[] = []) {
  const saved: { name: string; contents: string | Uint8Array; mimeType: string }[] = [];
  const platform = {
    saveFile: (name: string, contents: string | Uint8Array, mimeType: string) => {
      saved.push({ name, contents, mimeType });
      return Promise.resolve(true);
    },
    copyText: vi.fn(() => Promise.resolve()),
  };
  const session = {
    onHistoryChanged: () => {},
    reread: vi.fn((_id: string, _file: File, _model: string | null) => Promise.resolve(transcript(segment('heard again')))),
    pages: { showRecovered: vi.fn((_transcript: Transcript) => {}) },
    recordings: { recover: vi.fn((_id: string, _file: File, _transcript: Transcript) => {}) },
  };
  const store = createAppStore({ deliver: false, globalHotkey: false, tray: false, overlay: false, ...noSystemCapabilities });
  const history = new HistoryDesk({
    database,
    platform: platform as unknown as Platform,
    session: session as unknown as Session,
    store,
    heldLocks: () => Promise.resolve(new Set(held)),
  });
  return { history, store, session, saved, platform, state: () => store.getState().history };
}

/** A dictation of a second that was never closed. */
async function cutOff(id: string, kind: 'dictation' | 'recording' = 'dictation'): Promise<void> {
  const file = kind === 'recording' ? new Blob(['its file']) : null;
  await journal.begin({ id, kind, name: kind === 'recording' ? 'talk.mp3' : 'Dictation', startedAtMs: 5, modelId: 'en' }, file);
  if (kind === 'dictation') await journal.appendAudio(id, 0, new Int16Array(16_000));
  await journal.appendText(id, 0, {
    segments: [segment('one two')],
    committed: segment('three', 700).words,
    durationMs: 900,
  });
}

async function keep(id: string, text: string, kind: 'dictation' | 'recording' = 'dictation'): Promise<void> {
  await journal.begin({ id, kind, name: kind === 'recording' ? 'talk.mp3' : 'Dictation', startedAtMs: 5, modelId: 'en' }, null);
  if (kind === 'dictation') await journal.appendAudio(id, 0, new Int16Array(16_000));
  await journal.finish(id, { transcript: transcript(segment(text)), text });
}

describe('recovery', () => {
  it('[J7] offers what was cut off, and what of it there is', async () => {
    await cutOff('a');
    await keep('b', 'whole');
    const { history, state } = setup();
    await history.begin();
    expect(state().cutOff.map(({ entry, words, audioMs }) => [entry.id, words, audioMs])).toEqual([['a', 3, 1000]]);
  });

  it('[J6] does not offer what another window is writing', async () => {
    await cutOff('a');
    const { history, state } = setup([lockName('a')]);
    await history.begin();
    expect(state().cutOff).toEqual([]);
    expect(await database.entries.count()).toBe(1);
  });

  it('[J7] does not ask about what holds nothing', async () => {
    await journal.begin({ id: 'a', kind: 'dictation', name: 'Dictation', startedAtMs: 5, modelId: null }, null);
    const { history, state } = setup();
    await history.begin();
    expect(state().cutOff).toEqual([]);
    expect(await database.entries.count()).toBe(0);
  });

  it('[J7] keeps the words, recognises the rest of the sound again, and puts both into history and page', async () => {
    await cutOff('a');
    const { history, state, session } = setup();
    session.reread.mockResolvedValue(transcript(segment('three four', 150)));
    await history.begin();
    await history.recover();
    expect(session.reread.mock.calls[0]![1].size, 'the sound after the last ended utterance').toBe(44 + 2 * (16_000 - 8800));
    expect(transcriptText(session.pages.showRecovered.mock.calls[0]![0])).toBe('one two three four');
    expect(state()).toMatchObject({ cutOff: [], isRecovering: false });
    await history.show(true);
    expect(state().entries).toMatchObject([{ id: 'a', state: 'done', text: 'one two\nthree four' }]);
  });

  it('[J7] obeys the commands that had been spoken', async () => {
    await cutOff('a');
    const { history, session } = setup();
    session.reread.mockResolvedValue(transcript(segment('three', 150), segment('scratch that', 3000)));
    await history.begin();
    await history.recover();
    expect(transcriptText(session.pages.showRecovered.mock.calls[0]![0])).toBe('one two');
  });

  it('[J7] keeps the words when their sound can not be recognised, and says why', async () => {
    await cutOff('a');
    const { history, session, store, state } = setup();
    session.reread.mockRejectedValue(new UtterError('model-not-found', 'No model.', 'Install one.'));
    await history.begin();
    await history.recover();
    expect(transcriptText(session.pages.showRecovered.mock.calls[0]![0])).toBe('one two three');
    expect(currentProblem(store.getState())?.message).toBe('No model.');
    expect(state().cutOff).toEqual([]);
    expect(await database.transcripts.count()).toBe(1);
  });

  it('[J7] discards all of it when told so', async () => {
    await cutOff('a');
    const { history, state } = setup();
    await history.begin();
    await history.discardCutOff();
    expect(state().cutOff).toEqual([]);
    expect(await database.audio.count()).toBe(0);
    expect(await database.journal.count()).toBe(0);
  });

  it('[J32] lets a recording go on where it was, with its file', async () => {
    await cutOff('a', 'recording');
    const { history, session } = setup();
    await history.begin();
    await history.recover();
    const [id, file, words] = session.recordings.recover.mock.calls[0]!;
    expect([id, file.name, await file.text()]).toEqual(['a', 'talk.mp3', 'its file']);
    expect(words.segments).toEqual([segment('one two')]);
  });

  it('[J9] keeps nothing of what was recovered with the history off', async () => {
    await cutOff('a');
    const { history, session, store } = setup();
    store.setState(({ settings }) => ({ settings: { ...settings, keepHistory: false } }));
    await history.begin();
    await history.recover();
    expect(session.pages.showRecovered).toHaveBeenCalledOnce();
    expect(await database.entries.count()).toBe(0);
  });
});

describe('entries', () => {
  it('[J21] are edited by hand, found by their new words, and keep their times', async () => {
    await keep('a', 'one too');
    const { history, state } = setup();
    await history.show(true);
    await history.open('a');
    await history.edit('a', 'one two');
    expect(state().opened?.entry).toMatchObject({ text: 'one two', isEdited: true });
    expect(state().opened?.transcript.segments[0]!.words.map(({ startMs }) => startMs)).toEqual([0, 300]);
    await history.search('two');
    expect(state().entries).toHaveLength(1);
    await history.search('too');
    expect(state().entries).toHaveLength(0);
  });

  it('[U74, S95] the final text of an entry that was delivered without it is looked at, copied, exported and edited in its place', async () => {
    const { history, platform, saved, state } = setup();
    await journal.begin({ id: 'a', kind: 'dictation', name: 'Dictation', startedAtMs: 1, modelId: 'en' }, null);
    await journal.finish('a', { transcript: transcript(segment('there heard')), text: 'there heard' });
    const final = transcript(segment('they heard'));
    await journal.addVersion('a', { kind: 'final', transcript: final, text: 'they heard', modelIds: ['whisper-base'] });
    await history.open('a');
    expect(state().opened).toMatchObject({ isFinalShown: false, entry: { text: 'there heard' } });
    await history.copy();
    history.showFinal(true);
    await history.copy();
    await history.export(['a'], 'txt');
    expect(platform.copyText.mock.calls).toEqual([['there heard'], ['they heard']]);
    expect(saved.map(({ contents }) => String(contents).trim())).toEqual(['they heard']);
    await history.edit('a', 'they have heard');
    expect(state().opened).toMatchObject({ isFinalShown: false, entry: { text: 'they have heard', isEdited: true } });
    expect(state().opened?.versions.map(({ text }) => text)).toEqual(['they heard']);
  });

  it('[J24] are recognised again; a model that hears nothing changes nothing', async () => {
    await keep('a', 'one too');
    const { history, state, session, store } = setup();
    await history.open('a');
    await history.reread('a', 'other');
    expect(session.reread.mock.calls[0]![2]).toBe('other');
    expect(state().opened?.entry).toMatchObject({ text: 'heard again', modelId: 'other', isEdited: false });
    session.reread.mockResolvedValue(transcript());
    await history.reread('a', 'deaf');
    expect(state().opened?.entry).toMatchObject({ text: 'heard again', modelId: 'other' });
    expect(currentProblem(store.getState())?.message).toContain('no words');
  });

  it('[T43] are exported one as a file, more as an archive', async () => {
    await keep('a', 'one', 'recording');
    await keep('b', 'two', 'recording');
    const { history, saved } = setup();
    await history.export(['a'], 'txt');
    await history.export(['a', 'b'], 'vtt');
    expect(saved[0]).toEqual({ name: 'talk.txt', contents: 'one\n', mimeType: 'text/plain' });
    expect(saved[1]).toMatchObject({ mimeType: 'application/zip' });
    expect(saved[1]!.name).toMatch(/^Utter history \d{4}-\d\d-\d\d\.zip$/);
    expect((saved[1]!.contents as Uint8Array).slice(0, 2)).toEqual(new Uint8Array([0x50, 0x4b]));
  });

  it('[J22] that are deleted are gone from view, marks and disk', async () => {
    await keep('a', 'one');
    await keep('b', 'two');
    const { history, state } = setup();
    await history.show(true);
    await history.open('a');
    history.markAll(true);
    await history.remove(['a']);
    expect(state().opened).toBeNull();
    expect([...state().marked]).toEqual(['b']);
    expect(state().entries.map(({ id }) => id)).toEqual(['b']);
    expect(await database.audio.count()).toBe(1);
  });

  it('[J23] that are too old go at the start', async () => {
    await keep('a', 'one');
    const { history, store } = setup();
    store.setState(({ settings }) => ({ settings: { ...settings, historyDays: 30 } }));
    await history.begin();
    expect(await database.entries.count()).toBe(0);
  });

  it('[J27] the view closes when a dictation begins', async () => {
    const { history, store, state } = setup();
    await history.show(true);
    store.setState({ dictation: { state: 'starting', trigger: 'window' } });
    expect(state().isShown).toBe(false);
  });
});
