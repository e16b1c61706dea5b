import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UtterError } from '../../core/errors';
import { transcriptText } from '../../core/transcript/text';
import { databaseName, HistoryDatabase } from '../../history/database';
import { Journal } from '../../history/journal';
import { lockName } from '../../history/records';
import { currentProblem } from '../app/store';
import { cutOff as cutOffEntry, keep as keepEntry, segment, setup as setupDesk, transcript } from './fixtures/history';

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

const setup = (held?: readonly string[]) => setupDesk(database, held);
const cutOff = (id: string, kind?: 'dictation' | 'recording'): Promise<void> => cutOffEntry(journal, id, kind);
const keep = (id: string, text: string, kind?: 'dictation' | 'recording'): Promise<void> => keepEntry(journal, id, text, kind);

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
    session.reread.mockResolvedValue(transcript(segment('three', 1500), segment('scratch that', 3000)));
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

  it('[J67, J7] recovers or discards each by itself; what is discarded can be taken back, and recovered then', async () => {
    await cutOff('a');
    await cutOff('b');
    const { history, session, state } = setup();
    await history.begin();
    await history.discardCutOff('a');
    expect(state().cutOff.map(({ entry }) => entry.id)).toEqual(['b']);
    expect(state().removed).toEqual({ kind: 'discarded', ids: ['a'] });
    await history.recover('b');
    expect(session.reread).toHaveBeenCalledOnce();
    expect(state().cutOff).toEqual([]);
    await history.trash.show(true);
    expect(state().trash.map(({ text }) => text)).toEqual(['one two\nthree']);
    await history.trash.undo();
    expect(state().cutOff.map(({ entry, words, audioMs }) => [entry.id, words, audioMs])).toEqual([['a', 3, 1000]]);
    await history.recover('a');
    expect(state().cutOff).toEqual([]);
    expect(await database.transcripts.count()).toBe(2);
  });

  it('[J67] of several takes up all at once, or one that was chosen', async () => {
    for (const id of ['a', 'b', 'c']) await cutOff(id);
    const { history, session, state } = setup();
    await history.begin();
    await history.recover('b');
    expect(state().cutOff.map(({ entry }) => entry.id)).toEqual(['a', 'c']);
    await history.recover();
    expect(session.reread.mock.calls.map(([id]) => id)).toEqual(['b', 'a', 'c']);
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
    history.edits.begin();
    history.edits.type('one two');
    await history.edits.end();
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
    expect(state().opened).toMatchObject({ shown: null, entry: { text: 'there heard' } });
    await history.copy();
    history.showVersion(state().opened!.versions[0]!);
    await history.copy();
    await history.export(['a'], 'txt');
    expect(platform.copyText.mock.calls).toEqual([['there heard'], ['they heard']]);
    expect(saved.map(({ contents }) => String(contents).trim())).toEqual(['they heard']);
    history.edits.begin();
    history.edits.type('they have heard');
    await history.edits.end();
    expect(state().opened).toMatchObject({ entry: { text: 'they have heard', isEdited: true } });
    expect(state().opened?.versions.map(({ text }) => text)).toEqual(['they heard', 'there heard']);
  });

  it('[J24, J60] are recognised again, and what another model heard stays; a model that hears nothing changes nothing', async () => {
    await keep('a', 'one too');
    const { history, state, session, store } = setup();
    await history.open('a');
    await history.reread('a', 'other');
    expect(session.reread.mock.calls[0]![2]).toBe('other');
    expect(state().opened?.entry).toMatchObject({ text: 'heard again', modelId: 'other', isEdited: false });
    expect(state().opened?.versions.map(({ kind, text }) => [kind, text])).toEqual([['streamed', 'one too']]);
    session.reread.mockResolvedValue(transcript());
    await history.reread('a', 'deaf');
    expect(state().opened?.entry).toMatchObject({ text: 'heard again', modelId: 'other' });
    expect(currentProblem(store.getState())?.message).toContain('no words');
  });

  it('[J61, J62] that were edited stay so when recognised again: the two are compared, and either can be the text', async () => {
    await keep('a', 'one too');
    const { history, state } = setup();
    await history.open('a');
    history.edits.begin();
    history.edits.type('one two');
    await history.edits.end();
    await history.reread('a', 'other');
    expect(state().opened).toMatchObject({
      entry: { text: 'one two' },
      shown: { kind: 'heard', text: 'heard again' },
      isCompared: true,
    });
    await history.restore();
    expect(state().opened).toMatchObject({ entry: { text: 'heard again', isEdited: false }, shown: null });
    history.showVersion(state().opened!.versions.find(({ kind }) => kind === 'edited')!);
    await history.restore();
    expect(state().opened?.entry).toMatchObject({ text: 'one two', isEdited: true });
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

  it('[J65, J22] that are deleted are gone from view and marks, come back with one press, and are deleted for good from the trash alone', async () => {
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
    expect(state().removed).toEqual({ kind: 'deleted', ids: ['a'] });
    await history.trash.undo();
    expect(
      state()
        .entries.map(({ id }) => id)
        .toSorted(),
    ).toEqual(['a', 'b']);
    expect(state()).toMatchObject({ removed: null, trash: [] });
    await history.remove(['a', 'b']);
    expect(await database.audio.count(), 'all of it is there').toBe(2);
    await history.trash.removeForGood(['a']);
    expect(state().removed, 'there is not all to be taken back').toBeNull();
    expect(await database.audio.count()).toBe(1);
    expect(state().trash.map(({ id }) => id)).toEqual(['b']);
  });

  it('[J23] that are too old go at the start', async () => {
    await keep('a', 'one');
    const { history, store } = setup();
    store.setState(({ settings }) => ({ settings: { ...settings, historyDays: 30 } }));
    await history.begin();
    expect(await database.entries.count()).toBe(0);
  });

  it('[J68] are not deleted by a shorter time before the next start, nor by a time that is not read yet', async () => {
    await keep('a', 'one');
    const { history, store, platform, changed } = setup();
    const { settings } = store.getState();
    platform.readSettings.mockResolvedValue({ ...settings, historyDays: 0, audioDays: 0 });
    store.setState({ settings: { ...settings, historyDays: 1, audioDays: 1 } });
    await changed();
    await history.begin();
    await changed();
    await history.show(true);
    expect(await database.entries.count()).toBe(1);
    expect(await database.audio.count()).toBe(1);
  });

  it('[J66] that were deleted a month ago go for good at the start', async () => {
    await keep('a', 'one');
    await keep('b', 'two');
    const { history, state } = setup();
    await database.entries.update('a', { state: 'trash', trashed: { atMs: Date.now() - 31 * 86_400_000, from: 'done' } });
    await database.entries.update('b', { state: 'trash', trashed: { atMs: Date.now() - 29 * 86_400_000, from: 'done' } });
    await history.begin();
    await history.trash.show(true);
    expect(state().trash.map(({ id }) => id)).toEqual(['b']);
    expect(await database.entries.count()).toBe(1);
  });

  it('[J27] the view closes when a dictation begins', async () => {
    const { history, store, state } = setup();
    await history.show(true);
    store.setState({ dictation: { state: 'starting', trigger: 'window' } });
    expect(state().isShown).toBe(false);
  });
});
