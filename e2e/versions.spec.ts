import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './app';
import { speech, wav } from './audio';
import { HistoryView } from './history-view';
import { UtterWindow } from './utter-window';

test('[J60, J61, J62] an edited text outlives being recognised again; versions are compared and put back', async ({ page }) => {
  const window = new UtterWindow(page);
  const history = new HistoryView(page);
  await window.open();
  const heard = await window.transcribe('talk.wav', wav(speech()));
  await history.open();
  const mine = `By hand ${heard.slice(1).join(' ')}`;
  await history.edit(mine);
  await history.entry.getByRole('button', { name: 'Done' }).click();
  await expect.poll(async () => (await history.words()).join(' ')).toBe(mine);

  await history.entry.getByRole('button', { name: 'Recognise again' }).click();
  const comparison = history.entry.getByRole('region', { name: 'Show differences' });
  await expect(comparison).toBeVisible({ timeout: 120_000 });
  await expect(comparison.getByRole('deletion').filter({ hasText: 'By hand' })).toBeVisible();
  await expect(comparison.getByRole('insertion').filter({ hasText: heard[0]! })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  await expect(history.entries.first(), 'the list has the text').toContainText('By hand');

  const version = (name: RegExp) => history.entry.getByRole('radio', { name });
  await version(/^Edited, .*in use/).check();
  await expect.poll(async () => (await history.words()).join(' ')).toBe(mine);
  await version(/^Recognised again/).check();
  await history.entry.getByRole('checkbox', { name: 'Show differences' }).uncheck();
  await history.entry.getByRole('button', { name: 'Use this text' }).click();
  await expect(history.entries.first()).not.toContainText('By hand');
  await expect(version(/^Recognised again.*in use/)).toBeChecked();
  await page.reload();
  await window.ready();
  await history.open();
  await version(/^Edited/).check();
  await expect.poll(async () => (await history.words()).join(' '), 'after a reload too').toBe(mine);
  await expect(version(/^As transcribed/)).toBeVisible();
});

test('[J70, J71, J72] an edit is on the disk however one leaves it, and undone at a later visit', async ({ page }) => {
  const window = new UtterWindow(page);
  const history = new HistoryView(page);
  await window.open();
  const heard = (await window.transcribe('one.wav', wav(speech()))).join(' ');
  await window.transcribe('two.wav', wav(speech()));
  await history.open(1);
  const shown = history.entry.getByRole('textbox', { name: 'Text' });
  await history.edit(`Left for another entry. ${heard}`);
  await history.entries.nth(0).getByRole('button').click();
  await expect(history.entry).toContainText('two.wav');
  await history.entries.nth(1).getByRole('button').click();
  await expect.poll(async () => (await history.words()).join(' ')).toBe(`Left for another entry. ${heard}`);

  // The page is gone with the last key.
  await history.edit(`Closed at once. ${heard}`);
  await page.reload();
  await window.ready();
  await history.open(1);
  await expect.poll(async () => (await history.words()).join(' ')).toBe(`Closed at once. ${heard}`);

  await history.entry.getByRole('button', { name: 'Edit' }).click();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(shown).toHaveValue(`Left for another entry. ${heard}`);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(shown).toHaveValue(heard);
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect(shown).toHaveValue(`Left for another entry. ${heard}`);
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await history.words()).join(' ')).toBe(`Left for another entry. ${heard}`);
});

test('[J69] what is wrong with a recording is told in its entry too', async ({ page }) => {
  const window = new UtterWindow(page);
  const history = new HistoryView(page);
  await window.open();
  const whole = wav(speech());
  await window.drop({ name: 'cut.wav', bytes: whole.subarray(0, Math.floor(whole.length * 0.6)) });
  await window.recordingEnded('cut.wav');
  await page.reload();
  await window.ready();
  await history.open();
  await expect(history.entry.getByRole('region', { name: 'About this recording' })).toContainText('cut.wav');
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
});

test('[U102] a backup brings texts back with their versions', async ({ page }) => {
  const window = new UtterWindow(page);
  const history = new HistoryView(page);
  await window.open();
  const heard = (await window.transcribe('talk.wav', wav(speech()))).join(' ');
  await history.open();
  await history.edit('Written by hand');
  await history.entry.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Settings' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Back up texts' }).click(),
  ]);
  await page.keyboard.press('Escape');
  await history.entry.getByRole('button', { name: 'Delete' }).click();
  await history.emptyTrash();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('Bring in a backup').setInputFiles(await download.path());
  await expect(page.getByText('Entries added: 1.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Back to the history' }).click();
  await history.entries.first().getByRole('button').click();
  await expect.poll(async () => (await history.words()).join(' ')).toBe('Written by hand');
  await history.entry.getByRole('radio', { name: 'As transcribed' }).check();
  await expect.poll(async () => (await history.words()).join(' ')).toBe(heard);
});
