import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Archive } from './archive';
import { Backup } from './backup';
import { databaseName, HistoryDatabase } from './database';
import { keep as keepEntry, transcript } from './fixtures/entries';
import { Journal } from './journal';
import { Trash } from './trash';
import { Versions } from './versions';

let database: HistoryDatabase;
let archive: Archive;
let backup: Backup;
const open = (): void => {
  database = new HistoryDatabase();
  archive = new Archive(database);
  backup = new Backup(database);
};
beforeEach(open);
afterEach(async () => {
  database.close();
  await Dexie.delete(databaseName);
});

const keep = (text: string, startedAtMs?: number): Promise<string> => keepEntry(new Journal(database), text, startedAtMs);
const spoken = (text: string) => ({ transcript: transcript(text), text });

/** As if the history were on another machine. */
async function emptied(): Promise<void> {
  database.close();
  await Dexie.delete(databaseName);
  open();
}

it('[U102] holds every text with its versions, and brings them into an empty history', async () => {
  const id = await keep('there heard', 1000);
  await keep('another', 2000);
  const versions = new Versions(database);
  await versions.edit(id, spoken('by hand'), null, 1);
  await versions.hear(id, spoken('heard again'), 'large', 2);
  await archive.pin(id, 7);
  await new Journal(database).delivered(id, 'kate');
  const before = (await archive.open(id))!;
  const contents = await backup.write();
  await emptied();
  expect(await backup.restore(contents, 'b.json')).toEqual({ entries: 2, texts: 0 });
  const { entry, ...texts } = (await archive.open(id))!;
  const { entry: entryBefore, ...textsBefore } = before;
  expect(texts).toEqual({ ...textsBefore, trail: { steps: [], done: 0 } });
  expect(entry).toEqual({ ...entryBefore, audio: { kind: 'none' } });
  expect((await archive.list('hand', 9)).map((each) => each.id)).toEqual([id]);
});

it('[U102] replaces nothing: what differs becomes a version, also of an entry in the trash, and a second time nothing comes', async () => {
  const id = await keep('one', 1000);
  const contents = await backup.write();
  await new Versions(database).edit(id, spoken('one by hand'), null, 1);
  const newer = await backup.write();
  await emptied();
  await backup.restore(contents, 'b.json');
  await new Versions(database).edit(id, spoken('mine'), null, 2);
  await new Trash(database).put([id], 3);
  expect(await backup.restore(newer, 'b.json')).toEqual({ entries: 0, texts: 1 });
  expect(await backup.restore(newer, 'b.json')).toEqual({ entries: 0, texts: 0 });
  const opened = (await archive.open(id))!;
  expect(opened.entry).toMatchObject({ text: 'mine', state: 'trash' });
  expect(opened.versions.map(({ text }) => text)).toEqual(['one', 'one by hand']);
});

it('[U102] that is none is refused, and nothing of it is used', async () => {
  await keep('stays');
  const whole = JSON.parse(await backup.write()) as { entries: { id: unknown }[] };
  whole.entries.push({ id: 7 });
  await emptied();
  for (const contents of ['', '{', '[]', '{"format":"utter-history","version":2,"entries":[]}', JSON.stringify(whole)]) {
    await expect(backup.restore(contents, 'b.json'), contents).rejects.toMatchObject({
      code: 'text-invalid',
      message: expect.stringContaining('b.json') as string,
    });
  }
  expect(await database.entries.count()).toBe(0);
});
