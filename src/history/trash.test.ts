import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Archive } from './archive';
import { databaseName, HistoryDatabase } from './database';
import { keep as keepEntry, segment, transcript } from './fixtures/entries';
import { Journal } from './journal';
import { Trash } from './trash';
import { Versions } from './versions';

let database: HistoryDatabase;
let journal: Journal;
let archive: Archive;
let trash: Trash;

beforeEach(() => {
  database = new HistoryDatabase();
  journal = new Journal(database);
  archive = new Archive(database);
  trash = new Trash(database);
});
afterEach(async () => {
  database.close();
  await Dexie.delete(databaseName);
});

const dayMs = 86_400_000;
const keep = (text: string, startedAtMs?: number): Promise<string> => keepEntry(journal, text, startedAtMs);
const listed = async (query = ''): Promise<string[]> => (await archive.list(query, 9)).map(({ text }) => text);

describe('the trash', () => {
  it('[J65] takes entries out of list and search, and gives them back as they were', async () => {
    const id = await keep('hello world');
    await new Versions(database).edit(id, { transcript: transcript('hello word'), text: 'hello word' }, null, 1);
    await archive.pin(id, 7);
    const before = await archive.open(id);
    expect(await trash.put([id], 100)).toEqual([id]);
    expect([await listed(), await listed('hello'), await archive.isEmpty()]).toEqual([[], [], true]);
    expect((await trash.list()).map(({ text, trashed }) => [text, trashed])).toEqual([
      ['hello word', { atMs: 100, from: 'done' }],
    ]);
    expect(await trash.put([id], 200), 'it is there already').toEqual([]);
    await trash.takeBack([id]);
    expect(await archive.open(id)).toEqual(before);
    expect(await listed('hello')).toEqual(['hello word']);
    expect((await archive.audioFile(id))?.size).toBe(44 + 32_000);
  });

  it('[J66] deletes after thirty days, with sound and words, and nothing before that', async () => {
    const [old, young, stays] = [await keep('old'), await keep('young'), await keep('stays')];
    await trash.put([old], 1000);
    await trash.put([young], 1001);
    await trash.expire(1000 + 30 * dayMs);
    expect((await trash.list()).map(({ id }) => id)).toEqual([young]);
    expect(await database.transcripts.count()).toBe(2);
    expect(await database.audio.count()).toBe(2);
    expect(await listed()).toEqual(['stays']);
    await trash.remove([stays]);
    expect(await listed(), 'what is not in the trash can not be deleted').toEqual(['stays']);
    await trash.remove([young]);
    expect(await database.entries.count()).toBe(1);
  });

  it('[J67] takes what was cut off and gives it back as such, words and sound', async () => {
    await journal.begin({ id: 'a', kind: 'dictation', name: 'Dictation', startedAtMs: 1, modelId: null }, null);
    await journal.appendAudio('a', 0, new Int16Array(4000));
    await journal.appendText('a', 0, { segments: [segment('so far')], committed: [], durationMs: 900 });
    const before = await journal.readOpen('a');
    await trash.putCutOff('a', 'so far', 900, 5);
    expect(await archive.openEntries()).toEqual([]);
    expect((await trash.list())[0]).toMatchObject({ text: 'so far', durationMs: 900 });
    await trash.takeBack(['a']);
    expect((await archive.openEntries()).map(({ id }) => id)).toEqual(['a']);
    expect(await journal.readOpen('a')).toEqual(before);
  });

  it('[J23, J65] what is older than the settings allow goes from the trash too', async () => {
    const id = await keep('old', 1000);
    await trash.put([id], 2000);
    await archive.prune({ entryDays: 1, audioDays: 0 }, 1001 + dayMs);
    expect(await trash.list()).toEqual([]);
  });
});

describe('the list', () => {
  it('[J75] has pinned entries first, which no age deletes', async () => {
    const ids = [await keep('one', 1000), await keep('two', 2000), await keep('three', 3000)];
    await archive.pin(ids[0]!, 9);
    expect(await listed()).toEqual(['one', 'three', 'two']);
    expect((await archive.list('', 2)).map(({ text }) => text)).toEqual(['one', 'three']);
    await archive.prune({ entryDays: 1, audioDays: 1 }, 10 * dayMs);
    expect(await listed()).toEqual(['one']);
    expect(await archive.audioFile(ids[0]!)).not.toBeNull();
    await archive.pin(ids[0]!, null);
    await archive.prune({ entryDays: 1, audioDays: 1 }, 10 * dayMs);
    expect(await listed()).toEqual([]);
  });

  it('[J76] is filtered by source, day and application, alone and with a query', async () => {
    const day = (date: number): number => new Date(2026, 4, date, 12).getTime();
    await keepEntry(journal, 'words of monday', day(4));
    await keepEntry(journal, 'words of tuesday', day(5), 'recording');
    const id = await keepEntry(journal, 'words of friday', day(8));
    await journal.delivered(id, 'kate');
    await journal.delivered('not kept', 'nowhere');
    const found = async (filter: object, query = ''): Promise<string[]> =>
      (await archive.list(query, 9, { kind: 'any', fromMs: null, untilMs: null, app: null, ...filter })).map(({ text }) =>
        text.split(' ').at(-1)!,
      );
    expect(await found({ kind: 'recording' })).toEqual(['tuesday']);
    expect(await found({ kind: 'dictation' }, 'words')).toEqual(['friday', 'monday']);
    expect(await found({ fromMs: day(5) })).toEqual(['friday', 'tuesday']);
    expect(await found({ untilMs: day(5) }, 'words')).toEqual(['monday']);
    expect(await found({ app: 'kate' })).toEqual(['friday']);
    expect(await archive.apps()).toEqual(['kate']);
  });

  it('[J76] shows as many as there are, however many before them are filtered out or in the trash', async () => {
    const gone: string[] = [];
    for (let i = 0; i < 12; i++) gone.push(await keepEntry(journal, `common ${i}`, 2000 + i));
    await keep('common old', 1000);
    await trash.put(gone, 1);
    expect((await archive.list('common', 5)).map(({ text }) => text)).toEqual(['common old']);
  });
});
