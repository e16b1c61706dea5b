import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './app';
import { UtterWindow } from './utter-window';

/** From now on keeps what each dictation asks the speech worker for. @returns the lengths, null where none was asked for */
async function watchStarts(page: Page): Promise<() => Promise<readonly (number | null)[]>> {
  await page.addInitScript(() => {
    const starts: (number | null)[] = [];
    Object.defineProperty(globalThis, 'startsForTests', { value: starts });
    const post = Worker.prototype.postMessage as (this: Worker, ...rest: unknown[]) => void;
    Worker.prototype.postMessage = function (this: Worker, ...rest: unknown[]) {
      const message = rest[0] as { type?: unknown; chunkMs?: number } | null;
      if (message?.type === 'start') starts.push(message.chunkMs ?? null);
      post.apply(this, rest);
    };
  });
  return () => page.evaluate(() => (globalThis as unknown as { startsForTests: readonly (number | null)[] }).startsForTests);
}

/** The slider, by way of the settings' search. */
async function findSlider(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Settings' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('searchbox', { name: 'Search settings' }).fill('latency');
  await expect(page.getByText('1 setting', { exact: true })).toBeVisible();
  return page.getByRole('slider', { name: 'Latency of live words' });
}

test('[E15, U65] the longest chunks are chosen by keyboard, stay chosen and are what a dictation takes', async ({ page }) => {
  const starts = await watchStarts(page);
  const window = new UtterWindow(page);
  await window.open();
  const slider = await findSlider(page);
  await expect(slider).toHaveAttribute('aria-valuetext', /^Automatic \(320 ms\)$/);
  await slider.focus();
  await page.keyboard.press('End');
  const longest = '640 ms: words appear later, less computing';
  await expect(slider).toHaveAttribute('aria-valuetext', longest);
  await expect(page.getByText(longest)).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

  await page.reload();
  await window.ready();
  await expect(await findSlider(page)).toHaveAttribute('aria-valuetext', longest);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await window.startDictation();
  await expect(window.transcript, 'words in such chunks').toContainText(/\w/);
  await window.stopDictation();
  expect(await window.words()).not.toEqual([]);
  expect(await starts()).toEqual([640]);

  const again = await findSlider(page);
  await again.focus();
  await page.keyboard.press('Home');
  await expect(again).toHaveAttribute('aria-valuetext', /^Automatic/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await window.startDictation();
  await window.stopDictation();
  expect(await starts()).toEqual([640, null]);
});
