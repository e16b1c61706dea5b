import { AxeBuilder } from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { expect, test } from './app';
import { speech, wav } from './audio';
import { HistoryView } from './history-view';
import { UtterWindow } from './utter-window';

test('[J27, J28, J77, J78, J79] the history is used by keyboard alone', async ({ page }) => {
  const window = new UtterWindow(page);
  const history = new HistoryView(page);
  await window.open();
  const words = await window.transcribe('one.wav', wav(speech()));
  await window.transcribe('two.wav', wav(speech()));
  await history.button.focus();
  await page.keyboard.press('Enter');
  const open = (index: number): Locator => history.entries.nth(index).getByRole('button');
  const tabTo = async (target: Locator): Promise<number> => {
    for (let tabs = 0; tabs < 25; tabs++) {
      if (await target.evaluate((element) => element === document.activeElement)) return tabs;
      await page.keyboard.press('Tab');
    }
    await expect(target).toBeFocused();
    return 25;
  };
  // The list is two stops, however long it is; from the search an arrow leads into it.
  await history.search.focus();
  await page.keyboard.type(words[2]!.slice(0, 3));
  await expect(history.entries).toHaveCount(2);
  await page.keyboard.press('ArrowDown');
  await expect(open(0)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(open(1)).toBeFocused();
  await page.keyboard.press('Shift+ArrowUp');
  await expect(page.getByText('2 selected')).toBeVisible();
  await page.keyboard.press('End');
  await expect(open(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(history.entry).toBeFocused();
  await expect(history.entry).toContainText('one.wav');

  // What was searched for is marked, in sight, and what Tab reaches among the words.
  const hit = history.entry.locator('[data-hit]').first();
  await expect(hit).toBeInViewport();
  await tabTo(hit);
  const at = Number(await hit.getAttribute('data-index'));
  await page.keyboard.press('ArrowLeft');
  await expect(history.entry.locator(`[data-index="${at - 1}"]`)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(history.entry.getByRole('button', { name: 'Pause' })).toBeVisible();
  await history.entry.getByRole('button', { name: 'Pause' }).press('Enter');

  const position = history.entry.getByRole('slider', { name: 'Position' });
  await position.press('Home');
  await expect(position).toHaveAttribute('aria-valuetext', /^0:00 of/);
  await position.press('ArrowRight');
  await expect(position).not.toHaveAttribute('aria-valuetext', /^0:00 of/);
  const speed = history.entry.getByRole('combobox', { name: 'Speed' });
  await speed.selectOption('1.5');
  expect(
    await page
      .locator('audio')
      .first()
      .evaluate((element: HTMLAudioElement) => element.playbackRate),
  ).toBe(1.5);
  await history.entry.getByRole('button', { name: 'Copy' }).focus();
  await page.keyboard.press('Escape');
  await expect(history.entry).toHaveCount(0);
  await expect(open(1)).toBeFocused();
  await expect(history.button).toHaveAttribute('aria-pressed', 'true');
  await history.button.focus();
  await page.keyboard.press('Enter');
  expect(await window.words()).toEqual(words);
});

test('[J74, J75, J76] an empty history says how it is filled; entries are pinned, and filtered by source and day', async ({
  page,
}) => {
  const window = new UtterWindow(page);
  const history = new HistoryView(page);
  await window.open();
  await history.button.click();
  await expect(page.getByText('Press Space and speak')).toBeVisible();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('checkbox', { name: 'Keep what you dictate and transcribe' }).uncheck();
  await page.keyboard.press('Escape');
  await expect(page.getByText('The history is switched off')).toBeVisible();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('checkbox', { name: 'Keep what you dictate and transcribe' }).check();
  await page.keyboard.press('Escape');
  await history.button.click();
  await window.transcribe('old.wav', wav(speech()));
  await window.transcribe('new.wav', wav(speech()));
  await history.open(1);
  await history.entry.getByRole('button', { name: 'Pin' }).click();
  await expect(history.entries.first()).toContainText('old.wav');
  await expect(history.entries.first()).toContainText('pinned');
  await page.getByText('Filter', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Source' }).selectOption('Dictations');
  await expect(page.getByText('Nothing matches the filter.')).toBeVisible();
  await page.getByRole('combobox', { name: 'Source' }).selectOption('Recordings');
  await expect(history.entries).toHaveCount(2);
  await page.getByLabel('Until').fill('2001-01-01');
  await expect(history.entries).toHaveCount(0);
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  await page.getByRole('button', { name: 'Clear filter' }).click();
  await expect(history.entries).toHaveCount(2);
});
