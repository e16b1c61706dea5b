import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UtterError } from '../core/errors';
import { Archive } from './archive';
import { databaseName, HistoryDatabase, historyError } from './database';
import { keep as keepEntry, segment, transcript, word } from './fixtures/entries';
import { Journal } from './journal';
import type { EntryRow } from './records';
import { toInt16 } from './samples';
import { queryTerms, searchTerms } from './terms';
import { Trash } from './trash';
import { Versions } from './versions';

let database: HistoryDatabase;
let journal: Journal;
let archive: Archive;

beforeEach(() => {
  database = new HistoryDatabase();
  journal = new Journal(database);
  archive = new Archive(database);
});
afterEach(async () => {
  database.close();
  await Dexie.delete(databaseName);
});

const dayMs = 86_400_000;

const keep = (text: string, startedAtMs?: number, kind?: EntryRow['kind']): Promise<string> =>
  keepEntry(journal, text, startedAtMs, kind);

const rowCounts = async (): Promise<number[]> =>
  Promise.all(
    [database.entries, database.transcripts, database.audio, database.files, database.journal].map((table) => table.count()),
  );

describe('the journal', () => {
  it('[J1] has every committed word and all sound on the disk while the dictation goes on', async () => {
    await journal.begin({ id: 'a', kind: 'dictation', name: 'Dictation', startedAtMs: 1, modelId: null }, null);
    await journal.appendAudio('a', 0, toInt16(new Float32Array(4000).fill(0.5)));
    await journal.appendText('a', 0, { segments: [], committed: [word('so', 0)], durationMs: 200 });
    await journal.appendText('a', 1, { segments: [segment('so far')], committed: [word('and', 900)], durationMs: 1100 });
    await journal.appendText('a', 2, { segments: [], committed: [word('and', 900), word('on', 1200)], durationMs: 1500 });
    await journal.appendAudio('a', 4000, toInt16(new Float32Array(4000)));
    const { transcript: kept, audioMs } = await journal.readOpen('a');
    expect(kept.segments).toEqual([segment('so far')]);
    expect(kept.partial.committed.map(({ text }) => text)).toEqual(['and', 'on']);
    expect(audioMs).toBe(500);
    expect((await archive.openEntries()).map(({ id }) => id)).toEqual(['a']);
    expect(await database.journal.count(), 'the open utterance is one row').toBe(2);
  });

  it('[J5] becomes the entry without a copy, and leaves nothing of itself', async () => {
    const id = await keep('hello world');
    expect(await rowCounts()).toEqual([1, 1, 1, 0, 0]);
    const opened = await archive.open(id);
    expect(opened?.entry).toMatchObject({ state: 'done', text: 'hello world', durationMs: 3000, isEdited: false });
    expect(opened?.transcript).toEqual(transcript('hello world'));
  });

  it('[J69] keeps what was said about a recording with its entry', async () => {
    await journal.begin({ id: 'a', kind: 'recording', name: 'talk.mp3', startedAtMs: 1, modelId: null }, new Blob(['sound']));
    await journal.finish('a', { transcript: transcript('said'), text: 'said', warnings: ['talk.mp3 is cut off.'] });
    expect((await archive.open('a'))?.entry.warnings).toEqual(['talk.mp3 is cut off.']);
    expect((await archive.open(await keep('whole')))?.entry.warnings).toBeUndefined();
  });

  it('[J5] keeps what this version does not know of a transcript', async () => {
    const written = { ...transcript('three apples'), written: '3 apples.' };
    await journal.begin({ id: 'a', kind: 'dictation', name: 'D', startedAtMs: 1, modelId: null }, null);
    await journal.finish('a', { transcript: written, text: '3 apples.' });
    expect((await archive.open('a'))?.transcript).toEqual(written);
    expect((await archive.list('3 app', 9)).map(({ id }) => id)).toEqual(['a']);
  });
});

describe('sound', () => {
  it('[J10] is a WAV file of 16-bit samples at 16 kHz, whole or from a moment on', async () => {
    await journal.begin({ id: 'a', kind: 'dictation', name: 'D', startedAtMs: 1, modelId: null }, null);
    const samples = Float32Array.from({ length: 3200 }, (_, index) => Math.sin(index / 9));
    await journal.appendAudio('a', 0, toInt16(samples.subarray(0, 1000)));
    await journal.appendAudio('a', 1000, toInt16(samples.subarray(1000)));
    const read = async (fromMs?: number): Promise<{ rateHz: number; bits: number; values: Int16Array }> => {
      const bytes = await (await archive.audioFile('a', fromMs))!.arrayBuffer();
      const view = new DataView(bytes);
      expect(view.getUint32(40, true)).toBe(bytes.byteLength - 44);
      return { rateHz: view.getUint32(24, true), bits: view.getUint16(34, true), values: new Int16Array(bytes, 44) };
    };
    const { rateHz, bits, values } = await read();
    expect([rateHz, bits]).toEqual([16_000, 16]);
    expect(values).toEqual(toInt16(samples));
    expect((await read(75)).values).toEqual(toInt16(samples).subarray(1200));
    expect(await archive.audioFile('a', 200), 'nothing is left').toBeNull();
  });

  it('[J10] of a recording is its own file', async () => {
    const id = await keep('said', 1, 'recording');
    expect(await (await archive.audioFile(id))!.text()).toBe('sound');
  });

  it('[J10] is clipped, not wrapped, where it is too loud', () => {
    expect([...toInt16(new Float32Array([1, -1, 1.7, -9, 0]))]).toEqual([32767, -32767, 32767, -32767, 0]);
  });
});

describe('search', () => {
  it('[J20] finds entries that have all words, each from its beginning, newest first', async () => {
    const ids: string[] = [];
    for (const text of ['Hello, world', 'hello there', 'Über den Wolken', "it's a world apart"]) {
      ids.push(await keep(text, 1000 + ids.length));
    }
    const found = async (query: string): Promise<number[]> => (await archive.list(query, 9)).map(({ id }) => ids.indexOf(id));
    expect(await found('')).toEqual([3, 2, 1, 0]);
    expect(await found('hello')).toEqual([1, 0]);
    expect(await found('wor hel')).toEqual([0]);
    expect(await found('WORLD')).toEqual([3, 0]);
    expect(await found('uber wolk')).toEqual([2]);
    expect(await found('it’s')).toEqual([3]);
    expect(await found('orld'), 'not from within').toEqual([]);
    expect((await archive.list('', 2)).map(({ id }) => ids.indexOf(id))).toEqual([3, 2]);
  });

  it('[J20] finds an entry by its words as they are now', async () => {
    const id = await keep('wrong words');
    await new Versions(database).edit(id, { transcript: transcript('right words'), text: 'right words' }, null, 9);
    expect(await archive.list('wrong', 9)).toEqual([]);
    expect((await archive.list('right', 9))[0]).toMatchObject({ id, isEdited: true, text: 'right words' });
  });

  it('[J20] does not list what is still being spoken', async () => {
    await journal.begin({ id: 'a', kind: 'dictation', name: 'D', startedAtMs: 1, modelId: null }, null);
    expect(await archive.list('', 9)).toEqual([]);
  });

  it('[J20] finds what begins at any letter where words have no spaces', async () => {
    const long = '昨日は友達と一緒に新しい映画を見に行きました。とても面白かったです。';
    const ids = [await keep(long, 1), await keep('iPhone手机很好用', 2), await keep('วันนี้อากาศดีมาก', 3)];
    const found = async (query: string): Promise<number[]> => (await archive.list(query, 9)).map(({ id }) => ids.indexOf(id));
    for (const query of ['映画', '友達と一緒に新しい映画を見に行きました', '面白', 'た。とても', '昨日 映画'])
      expect(await found(query), query).toEqual([0]);
    expect(await found('手机')).toEqual([1]);
    expect(await found('iphone')).toEqual([1]);
    expect(await found('อากาศ')).toEqual([2]);
    expect(await found('映画手机')).toEqual([]);
    expect(queryTerms('hello wor')).toEqual(searchTerms('hello wor'));
    expect(searchTerms('あ'.repeat(2000)).length).toBeLessThan(10);
  });

  it('[J20] knows words by letters and digits alone', () => {
    expect(searchTerms("Don't—stop! 3.5 'quoted' Café CAFE’S")).toEqual(["don't", 'stop', '3', '5', 'quoted', 'cafe', "cafe's"]);
  });
});

describe('deletion', () => {
  it('[J22] takes everything of an entry away, its sound too, and nothing of others', async () => {
    const gone = [await keep('one', 1), await keep('two', 2, 'recording')];
    const stays = await keep('three', 3);
    const trash = new Trash(database);
    await trash.put(gone, 1);
    await trash.remove(gone);
    expect(await rowCounts()).toEqual([1, 1, 1, 0, 0]);
    expect((await archive.list('', 9)).map(({ id }) => id)).toEqual([stays]);
    expect(await archive.audioFile(gone[0]!)).toBeNull();
    await trash.put([stays], 1);
    await trash.remove([stays]);
    expect(await rowCounts()).toEqual([0, 0, 0, 0, 0]);
  });

  it('[J23] comes by itself for what is older than the settings allow; sound may go first', async () => {
    const nowMs = 100 * dayMs;
    const [old, middle, young] = [
      await keep('old', nowMs - 40 * dayMs),
      await keep('middle', nowMs - 10 * dayMs, 'recording'),
      await keep('young', nowMs - dayMs),
    ];
    expect(await archive.prune({ entryDays: 0, audioDays: 0 }, nowMs), '0 is for good').toBe(0);
    expect(await archive.prune({ entryDays: 30, audioDays: 7 }, nowMs)).toBe(1);
    expect((await archive.list('', 9)).map(({ id }) => id)).toEqual([young, middle]);
    expect(await archive.open(old)).toBeNull();
    expect(await archive.audioFile(middle)).toBeNull();
    expect((await archive.open(middle))?.entry.audio).toEqual({ kind: 'none' });
    expect(await archive.audioFile(young)).not.toBeNull();
  });

  it('[J23] leaves alone what is still being spoken', async () => {
    await journal.begin({ id: 'a', kind: 'dictation', name: 'D', startedAtMs: 1, modelId: null }, null);
    await archive.prune({ entryDays: 1, audioDays: 1 }, 100 * dayMs);
    expect(await archive.openEntries()).toHaveLength(1);
  });
});

describe('the database', () => {
  it('[J25] takes entries of its first version along, and makes them searchable', async () => {
    database.close();
    const first = new Dexie(databaseName);
    first.version(1).stores({
      entries: 'id, startedAtMs, state',
      transcripts: 'entryId',
      audio: '[entryId+startSample]',
      files: 'entryId',
      journal: '[entryId+sequence]',
    });
    await first.table('entries').add({
      id: 'old',
      kind: 'dictation',
      state: 'done',
      name: 'Dictation',
      startedAtMs: 5,
      durationMs: 9,
      modelId: 'en',
      text: 'Words of old',
      audio: { kind: 'none' },
    });
    await first.table('transcripts').add({ entryId: 'old', transcript: transcript('words of old') });
    first.close();

    const reopened = new Archive(new HistoryDatabase());
    expect((await reopened.list('word ol', 9))[0]).toMatchObject({ id: 'old', text: 'Words of old', isEdited: false });
    expect((await reopened.open('old'))?.transcript).toEqual(transcript('words of old'));
    reopened.database.close();
  });

  it('[J26] still opens after a newer version has changed it', async () => {
    const id = await keep('from before');
    database.close();
    const newer = new Dexie(databaseName);
    newer.version(99).stores({ entries: 'id, startedAtMs, state, *terms, kind', words: 'id' });
    await newer.open();
    newer.close();
    const older = new Archive(new HistoryDatabase());
    expect((await older.list('before', 9)).map((entry) => entry.id)).toEqual([id]);
    older.database.close();
  });

  it('[J26] that is full or forbidden is told with the way out', () => {
    const full = historyError(new DOMException('The quota has been exceeded.', 'QuotaExceededError'));
    expect(full).toBeInstanceOf(UtterError);
    expect(full.remedy).toContain('Delete old entries');
    const forbidden = historyError(new DOMException('', 'InvalidStateError'));
    expect(forbidden).toMatchObject({ code: 'history-unavailable', remedy: expect.stringContaining('Allow') as string });
    expect(forbidden.message).toContain('InvalidStateError');
    expect(historyError(full)).toBe(full);
  });
});
