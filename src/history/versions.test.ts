import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Archive } from './archive';
import { databaseName, HistoryDatabase } from './database';
import { keep as keepEntry, segment, transcript } from './fixtures/entries';
import { Journal } from './journal';
import type { EntryVersion } from './records';
import { Trash } from './trash';
import { Versions } from './versions';

let database: HistoryDatabase;
let journal: Journal;
let archive: Archive;
let versions: Versions;

beforeEach(() => {
  database = new HistoryDatabase();
  journal = new Journal(database);
  archive = new Archive(database);
  versions = new Versions(database);
});
afterEach(async () => {
  database.close();
  await Dexie.delete(databaseName);
});

const keep = (text: string): Promise<string> => keepEntry(journal, text);
const spoken = (text: string) => ({ transcript: transcript(text), text });
const final = (text: string): EntryVersion => ({ kind: 'final', ...spoken(text), modelIds: ['whisper-base'] });

/** The entry's text and its other ones, as they would be read. */
async function texts(id: string): Promise<{ text: string; others: string[] }> {
  const { entry, versions: others } = (await archive.open(id))!;
  return { text: entry.text, others: others.map(({ kind, text }) => `${kind}: ${text}`) };
}

describe('versions', () => {
  it('[S95] stand beside the text that was delivered, which stays, and beside what is made of it by hand', async () => {
    const id = await keep('there heard');
    expect((await archive.open(id))?.versions).toEqual([]);
    await journal.addVersion(id, final('they heard'));
    expect(await texts(id)).toEqual({ text: 'there heard', others: ['final: they heard'] });
    await versions.edit(id, spoken('by hand'), null, 9);
    await journal.addVersion(id, final('later'));
    expect(await texts(id)).toEqual({ text: 'by hand', others: ['final: they heard', 'streamed: there heard', 'final: later'] });
  });

  it('[J60] keep every text that another takes the place of, with the models that heard it', async () => {
    const id = await keep('there heard');
    await versions.hear(id, spoken('they heard'), 'large', 1);
    await versions.hear(id, spoken('the herd'), 'small', 2);
    expect(await texts(id)).toEqual({ text: 'the herd', others: ['streamed: there heard', 'heard: they heard'] });
    const opened = (await archive.open(id))!;
    expect(opened.versions.map(({ modelIds }) => modelIds)).toEqual([['en'], ['large']]);
    expect(opened.facts).toEqual({ kind: 'heard', modelIds: ['small'], atMs: 2 });
    expect(opened.entry.modelId).toBe('small');
    expect((await archive.list('herd', 9)).map((entry) => entry.id)).toEqual([id]);
    expect(await archive.list('there', 9), 'what is found is the text').toEqual([]);
  });

  it('[J61] nothing that a model hears takes the place of what a person wrote', async () => {
    const id = await keep('there heard');
    await versions.edit(id, spoken('by hand'), null, 1);
    await versions.hear(id, spoken('heard again'), 'large', 2);
    expect(await texts(id)).toEqual({ text: 'by hand', others: ['streamed: there heard', 'heard: heard again'] });
    expect((await archive.open(id))?.entry).toMatchObject({ isEdited: true, modelId: 'en' });
  });

  it('[J61] of one sitting an edit replaces itself, of another it stays; also if another window wrote it', async () => {
    const id = await keep('one');
    await versions.edit(id, spoken('one t'), null, 1);
    await versions.edit(id, spoken('one two'), 'one t', 2);
    expect(await texts(id)).toEqual({ text: 'one two', others: ['streamed: one'] });
    await versions.edit(id, spoken('two'), null, 3);
    await versions.edit(id, spoken('three'), 'something else that was there', 4);
    expect(await texts(id)).toEqual({ text: 'three', others: ['streamed: one', 'edited: one two', 'edited: two'] });
  });

  it('[J62] any of them becomes the text again, and the text a version', async () => {
    const id = await keep('there heard');
    await versions.edit(id, spoken('by hand'), null, 1);
    await versions.restore(id, (await archive.open(id))!.versions[0]!);
    expect(await texts(id)).toEqual({ text: 'there heard', others: ['edited: by hand'] });
    expect((await archive.open(id))?.entry.isEdited).toBe(false);
    await versions.restore(id, (await archive.open(id))!.versions[0]!);
    expect(await texts(id)).toEqual({ text: 'by hand', others: ['streamed: there heard'] });
    expect((await archive.open(id))?.entry).toMatchObject({ isEdited: true, modelId: 'en' });
    await versions.restore(id, final('never was'));
    expect((await texts(id)).text).toBe('by hand');
  });

  it('[J63] of what was recognised again ten are kept, of what a person wrote all', async () => {
    const id = await keep('first');
    await versions.edit(id, spoken('by hand 0'), null, 0);
    for (let i = 1; i < 30; i++) {
      await versions.edit(id, spoken(`by hand ${i}`), null, i);
      await versions.hear(id, spoken(`heard ${i}`), 'large', i);
    }
    const { others } = await texts(id);
    expect(others.filter((each) => each.startsWith('heard'))).toEqual(
      Array.from({ length: 10 }, (_, i) => `heard: heard ${i + 20}`),
    );
    expect(others.filter((each) => each.startsWith('edited'))).toHaveLength(29);
    expect(others[0]).toBe('streamed: first');
  });

  it('[J61] an edit outlives a recording that goes on, is discarded, or is not to be kept', async () => {
    const id = await keep('one two');
    await versions.edit(id, spoken('one too'), null, 1);
    await archive.pin(id, 5);
    const again = { id, kind: 'recording' as const, name: 'talk.mp3', startedAtMs: 9, modelId: 'en' };
    await journal.begin(again, new Blob(['its file']));
    await journal.appendText(id, 0, { segments: [segment('one two')], committed: [], durationMs: 500 });
    await journal.discard(id);
    expect(await archive.open(id)).toMatchObject({ entry: { state: 'done', text: 'one too', isEdited: true, pinnedAtMs: 5 } });
    expect(await database.journal.count()).toBe(0);
    await journal.begin(again, new Blob(['its file']));
    await journal.finish(id, spoken('one two three'));
    expect(await texts(id)).toEqual({ text: 'one too', others: ['streamed: one two', 'streamed: one two three'] });
    expect((await archive.list('too', 9)).map((entry) => entry.id)).toEqual([id]);
  });

  it('[J60] of a recording that goes on are those there were; its first words are not one of them', async () => {
    const id = await keep('one two');
    await journal.addVersion(id, final('won two'));
    await journal.begin({ id, kind: 'recording', name: 'talk.mp3', startedAtMs: 9, modelId: 'en' }, new Blob(['its file']));
    await journal.finish(id, spoken('one two three'));
    expect(await texts(id)).toEqual({ text: 'one two three', others: ['final: won two'] });
  });

  it('[S95] are not kept of an entry that is gone', async () => {
    const id = await keep('there heard');
    const trash = new Trash(database);
    await trash.put([id], 1);
    await trash.remove([id]);
    await journal.addVersion(id, final('too late'));
    expect(await versions.edit(id, spoken('too late'), null, 2)).toBe(false);
    expect(await database.transcripts.count()).toBe(0);
  });

  it('[J64, J25] a history from before there were versions opens with its texts, final ones and edits', async () => {
    database.close();
    await Dexie.delete(databaseName);
    const earlier = new Dexie(databaseName);
    earlier.version(2).stores({
      entries: 'id, startedAtMs, state, *terms',
      transcripts: 'entryId',
      audio: '[entryId+startSample]',
      files: 'entryId',
      journal: '[entryId+sequence]',
    });
    const row = {
      kind: 'dictation',
      state: 'done',
      name: 'D',
      startedAtMs: 5,
      durationMs: 9,
      modelId: 'en',
      audio: { kind: 'none' },
    };
    await earlier.table('entries').bulkAdd([
      { ...row, id: 'edited', text: 'by hand', terms: ['by', 'hand'], isEdited: true },
      { ...row, id: 'late', text: 'there heard', terms: ['there', 'heard'], isEdited: false },
    ]);
    await earlier.table('transcripts').bulkAdd([
      { entryId: 'edited', transcript: transcript('by hand') },
      { entryId: 'late', transcript: transcript('there heard'), versions: [final('they heard')] },
    ]);
    earlier.close();
    database = new HistoryDatabase();
    [archive, versions] = [new Archive(database), new Versions(database)];
    expect(await texts('late')).toEqual({ text: 'there heard', others: ['final: they heard'] });
    expect((await archive.open('late'))?.facts).toEqual({ kind: 'streamed', modelIds: ['en'] });
    await versions.hear('edited', spoken('heard again'), 'large', 2);
    expect(await texts('edited')).toEqual({ text: 'by hand', others: ['heard: heard again'] });
  });
});
