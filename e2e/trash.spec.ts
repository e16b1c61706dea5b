import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './app';
import { speech, wav } from './audio';
import { HistoryView, rowCounts } from './history-view';
import { UtterWindow } from './utter-window';

const faults = async (page: Page): Promise<string[]> => (await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id);

test('[J65, J66] a double click on Delete deletes nothing for good: one press brings it back, and the trash asks', async ({
  page,
}) => {
  const window = new UtterWindow(page);
  const history = new HistoryView(page);
  await window.open();
  const words = await window.transcribe('talk.wav', wav(speech()));
  await history.open();
  await history.entry.getByRole('button', { name: 'Delete' }).dblclick();
  await expect(history.entries).toHaveCount(0);
  await expect.poll(async () => (await rowCounts(page))['transcripts']).toBe(1);
  expect(await faults(page)).toEqual([]);
  const notice = page.getByRole('region', { name: 'Deleted' });
  await notice.getByRole('button', { name: 'Undo' }).click();
  await expect(history.entries).toHaveCount(1);
  await expect(notice).toHaveCount(0);

  // By keyboard alone: deleted in the list, taken back with the same keys as anywhere.
  await history.entries.first().getByRole('button').focus();
  await page.keyboard.press('Delete');
  await expect(history.entries).toHaveCount(0);
  await page.getByRole('button', { name: 'Trash (1)' }).focus();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(history.entries).toHaveCount(1);

  await page.getByRole('checkbox', { name: 'Select all' }).check();
  await page.getByRole('button', { name: 'Delete selected' }).dblclick();
  await expect(history.entries).toHaveCount(0);
  await page.reload();
  await window.ready();
  await history.button.click();
  await page.getByRole('button', { name: 'Trash (1)' }).click();
  const trash = page.getByRole('region', { name: 'Trash' });
  await expect(trash).toContainText('talk.wav');
  expect(await faults(page)).toEqual([]);
  // The question comes elsewhere, and a second press of the same click is not its answer.
  await trash.getByRole('button', { name: 'Empty trash' }).dblclick();
  const question = page.getByRole('dialog');
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  expect(await faults(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(question).toBeHidden();
  expect((await rowCounts(page))['transcripts']).toBe(1);
  await trash.getByRole('button', { name: /^Restore talk\.wav/ }).click();
  await trash.getByRole('button', { name: 'Back to the history' }).click();
  await history.entries.first().getByRole('button').click();
  await expect.poll(() => history.words()).toEqual(words);
  await history.entry.getByRole('button', { name: 'Play' }).click();
  await expect(history.entry.locator('[data-heard]')).toBeVisible();
  await history.entry.getByRole('button', { name: 'Delete' }).click();
  await history.emptyTrash();
  expect(await rowCounts(page)).toEqual({ audio: 0, entries: 0, files: 0, journal: 0, transcripts: 0 });
});

/** Two dictations that were cut off, written as the journal writes them. */
async function cutOffTwo(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('utter-history');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('failed'));
    });
    const transaction = database.transaction(['entries', 'audio', 'journal'], 'readwrite');
    for (const [index, text] of ['alpha', 'omega'].entries()) {
      const entryId = `cut-off-${index}`;
      const word = { text, startMs: 0, endMs: 400, confidence: 1 };
      transaction.objectStore('entries').put({
        id: entryId,
        kind: 'dictation',
        state: 'open',
        name: 'Dictation',
        startedAtMs: Date.now() - 60_000 + index,
        durationMs: 0,
        modelId: null,
        text: '',
        terms: [],
        audio: { kind: 'samples', sampleRateHz: 16_000 },
        isEdited: false,
      });
      transaction.objectStore('audio').put({ entryId, startSample: 0, samples: new Int16Array(16_000 * (index + 1)).buffer });
      const segments = [{ words: [word], startMs: 0, endMs: 400 }];
      transaction.objectStore('journal').put({ entryId, sequence: 0, segments, committed: [], durationMs: 900 });
    }
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    database.close();
  });
}

test('[J67] interrupted dictations are heard, recovered and discarded one by one, and what was discarded comes back', async ({
  page,
}) => {
  const window = new UtterWindow(page);
  await window.open();
  await page.getByRole('button', { name: 'History', exact: true }).click();
  await cutOffTwo(page);
  await page.reload();
  await window.ready();
  const notice = page.getByRole('region', { name: 'Recovery' });
  const items = notice.getByRole('listitem');
  await expect(items).toHaveCount(2);
  expect(await faults(page)).toEqual([]);
  await items.first().getByRole('button', { name: 'Play' }).click();
  await expect(items.first().getByRole('button', { name: 'Pause' })).toBeVisible();
  await items.nth(1).getByRole('button', { name: 'Discard' }).dblclick();
  await expect(items, 'the other one stays').toHaveCount(1);
  await page.getByRole('region', { name: 'Deleted' }).getByRole('button', { name: 'Undo' }).click();
  await expect(items).toHaveCount(2);
  await items.filter({ hasText: '0:02' }).getByRole('button', { name: 'Recover' }).click();
  await expect(items).toHaveCount(1, { timeout: 60_000 });
  expect(await window.words()).toContain('omega');
  await items.first().getByRole('button', { name: 'Discard' }).click();
  await expect(notice).toHaveCount(0);
  await page.getByRole('button', { name: 'History', exact: true }).click();
  await page.getByRole('button', { name: 'Trash (1)' }).click();
  await expect(page.getByRole('region', { name: 'Trash' })).toContainText('alpha');
});
