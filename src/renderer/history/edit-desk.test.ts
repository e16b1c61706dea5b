import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Archive } from '../../history/archive';
import { databaseName, HistoryDatabase } from '../../history/database';
import { Journal } from '../../history/journal';
import { currentProblem } from '../app/store';
import { createDraftStore } from './draft-store';
import { keep, setup as setupDesk } from './fixtures/history';

let database: HistoryDatabase;
let archive: Archive;
beforeEach(() => {
  database = new HistoryDatabase();
  archive = new Archive(database);
});
afterEach(async () => {
  vi.useRealTimers();
  database.close();
  await Dexie.delete(databaseName);
});

/** An entry "one too" that is being edited. */
async function editing(parts = setupDesk(database)) {
  await keep(new Journal(database), 'a', 'one too');
  await parts.history.show(true);
  await parts.history.open('a');
  parts.history.edits.begin();
  return parts;
}

const text = async (): Promise<string | undefined> => (await archive.open('a'))?.entry.text;
const others = async (): Promise<string[] | undefined> => (await archive.open('a'))?.versions.map((version) => version.text);
const type = async ({ history }: Awaited<ReturnType<typeof editing>>, ...drafts: string[]): Promise<void> => {
  for (const draft of drafts) {
    history.edits.type(draft);
    await history.edits.flush();
  }
};

describe('an edit', () => {
  it('[J70] is written when typing pauses, without anyone asking', async () => {
    const { history, state } = await editing();
    for (const draft of ['one t', 'one tw', 'one two']) history.edits.type(draft);
    expect(state().editing).toMatchObject({ draft: 'one two', isSaved: false });
    expect(await text(), 'not at every key').toBe('one too');
    await vi.waitFor(async () => expect(await text()).toBe('one two'), { timeout: 3000 });
    await vi.waitFor(() => expect(state().editing).toMatchObject({ isSaved: true, canUndo: true }));
    expect(await others()).toEqual(['one too']);
  });

  it('[J70] is written at least every three seconds while typing does not pause', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const { history } = await editing();
    const flush = vi.spyOn(history.edits, 'flush');
    for (let i = 0; i < 20; i++) {
      history.edits.type(`one ${i}`);
      vi.advanceTimersByTime(200);
    }
    expect(flush.mock.calls.length).toBeGreaterThan(0);
  });

  it('[J70] stays whatever one leaves it for', async () => {
    for (const leave of ['open', 'close', 'show', 'remove'] as const) {
      const parts = await editing();
      const { history } = parts;
      history.edits.type(`left by ${leave}`);
      if (leave === 'open') await history.open('a');
      else if (leave === 'close') await history.close();
      else if (leave === 'show') await history.show(false);
      else await history.remove(['a']);
      expect(await text(), leave).toBe(`left by ${leave}`);
      await Promise.all(database.tables.map((table) => table.clear()));
    }
  });

  it('[J71] outlives a page that is gone before it was written', async () => {
    const { history, drafts } = await editing();
    history.edits.type('typed last');
    history.edits.leavePage();
    expect(drafts.read(), 'at once').toEqual([{ entryId: 'a', text: 'typed last' }]);
    await history.edits.flush();
    expect(drafts.read(), 'no longer needed').toEqual([]);
    const next = setupDesk(database);
    next.drafts.keep({ entryId: 'gone', text: 'of an entry that is no more' });
    next.drafts.keep({ entryId: 'a', text: 'typed at the very end' });
    await next.history.begin();
    expect(await text()).toBe('typed at the very end');
    expect(await others()).toEqual(['one too', 'typed last']);
    expect(next.drafts.read()).toEqual([]);
  });

  it('[J71] that can not be written is told, kept, and written with the next key', async () => {
    const { history, drafts, store } = await editing();
    const broken = vi.spyOn(database, 'transaction').mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'));
    history.edits.type('one two');
    await history.edits.flush();
    expect(currentProblem(store.getState())?.message).toContain('history');
    expect(drafts.read()).toEqual([{ entryId: 'a', text: 'one two' }]);
    broken.mockRestore();
    history.edits.type('one two three');
    await history.edits.end();
    expect(await text()).toBe('one two three');
    expect(drafts.read()).toEqual([]);
  });

  it('[J72] is undone and done again step by step, at a later visit too', async () => {
    const parts = await editing();
    const { history, state } = parts;
    await type(parts, 'one two', 'one two three', 'won two three');
    await history.edits.undo();
    expect([await text(), state().editing?.draft]).toEqual(['one two three', 'one two three']);
    await history.edits.redo();
    expect(await text()).toBe('won two three');
    await history.close();
    const later = setupDesk(database);
    await later.history.open('a');
    later.history.edits.begin();
    expect(later.state().editing).toMatchObject({ canUndo: true, canRedo: false });
    for (const expected of ['one two three', 'one two', 'one too', 'one too']) {
      await later.history.edits.undo();
      expect(await text()).toBe(expected);
    }
    expect(later.state().editing).toMatchObject({ draft: 'one too', canUndo: false, canRedo: true });
    await later.history.edits.redo();
    expect(await text()).toBe('one two');
    expect(await others(), 'the visit before is a version').toEqual(['one too', 'won two three']);
  });

  it('[J72] an undo takes what was just typed first', async () => {
    const parts = await editing();
    await type(parts, 'one two');
    parts.history.edits.type('one two thre');
    await parts.history.edits.undo();
    expect([await text(), parts.state().editing?.draft]).toEqual(['one two', 'one two']);
  });

  it('[J21] keeps the times of words that are taken away and written again in one sitting', async () => {
    const parts = await editing();
    await type(parts, 'too', 'one too');
    const words = (await archive.open('a'))!.transcript.segments[0]!.words;
    expect(words.map(({ startMs, confidence }) => [startMs, confidence])).toEqual([
      [0, 0.9],
      [300, 0.9],
    ]);
  });
});

describe('drafts', () => {
  it('[J71] are read as they were written, and not at all where the page may store nothing', () => {
    const stored = new Map<string, string>();
    const drafts = createDraftStore(() => ({
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => void stored.set(key, value),
      removeItem: (key) => void stored.delete(key),
    }));
    expect(drafts.read()).toEqual([]);
    drafts.keep({ entryId: 'a', text: 'typed\n' });
    drafts.keep({ entryId: 'b', text: 'in another window' });
    drafts.keep({ entryId: 'a', text: 'typed since' });
    expect(drafts.read()).toEqual([
      { entryId: 'b', text: 'in another window' },
      { entryId: 'a', text: 'typed since' },
    ]);
    drafts.remove('b');
    drafts.remove('a');
    expect([drafts.read(), stored.size]).toEqual([[], 0]);
    const forbidden = createDraftStore(() => {
      throw new DOMException('', 'SecurityError');
    });
    expect(forbidden.read()).toEqual([]);
    expect(() => forbidden.remove('a')).not.toThrow();
  });
});
