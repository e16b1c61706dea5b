/** The overlay's page as the desktop build makes it; what main sends it is in `src/main/overlay`. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { openOverlay } from '../scripts/overlay-page.mjs';

const isBuilt = existsSync(path.join(import.meta.dirname, '../out/renderer/overlay.html'));
if (!isBuilt) console.log('Skipped, the overlay: out/ is missing (npm run build).');
test.skip(!isBuilt, 'out/ is missing (npm run build)');
test.use({ viewport: { width: 620, height: 132 } });

const listening = (levelDb: number, committed = 'what you have said', tentative = ' so far') => ({
  state: 'listening',
  committed,
  tentative,
  levelDb,
  notice: null as string | null,
});

test('[U40] committed and tentative words are told apart, and a long text is shown from its end', async ({ page }) => {
  const overlay = await openOverlay(page);
  await overlay.show({ state: 'starting', committed: '', tentative: '', levelDb: -100, notice: null });
  await expect(page.getByText('Opening the microphone…')).toBeVisible();
  await overlay.show(listening(-30));
  const text = page.locator('main p');
  await expect(text).toHaveText('what you have said so far');
  const colour = (content: string): Promise<string> =>
    page.getByText(content, { exact: true }).evaluate((element) => getComputedStyle(element).color);
  expect(await colour('so far')).not.toBe(await text.evaluate((element) => getComputedStyle(element).color));

  await overlay.show(listening(-30, Array.from({ length: 60 }, (_, index) => `word${index}`).join(' '), ' at last'));
  await expect(page.getByText('at last', { exact: true })).toBeInViewport();
  const { bottom, height } = await text.evaluate((element) => element.getBoundingClientRect());
  const words = await page.getByText('at last', { exact: true }).evaluate((element) => element.getBoundingClientRect());
  expect(words.bottom).toBeLessThanOrEqual(bottom + 1);
  expect(height).toBeLessThan(60);
});

test('[S125] what is wrong with the microphone is shown beside the words, both in sight', async ({ page }) => {
  const overlay = await openOverlay(page);
  const notice = 'Nothing is heard from “Headset (USB Audio Device)”. Is it muted, or another one meant?';
  const words = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');
  await overlay.show({ ...listening(-100, words, ' at last'), notice });
  await expect(page.getByRole('alert')).toHaveText(notice);
  const { height } = page.viewportSize()!;
  for (const shown of [page.getByRole('alert'), page.getByText('at last', { exact: true })]) {
    const box = (await shown.boundingBox())!;
    expect(box.y).toBeGreaterThanOrEqual(0);
    expect(box.y + box.height).toBeLessThanOrEqual(height);
  }
  await overlay.show({ ...listening(-100, '', ''), notice });
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByText('Listening…')).toHaveCount(0);
});

for (const theme of ['light', 'dark']) {
  test(`[U46] axe finds no fault in the ${theme} theme, whatever is shown`, async ({ page }) => {
    const overlay = await openOverlay(page);
    for (const view of [
      listening(-30),
      { ...listening(-30), notice: 'Nothing is heard from “Desk”. Is it muted, or another one meant?' },
      { state: 'finishing', committed: '', tentative: '', levelDb: -100, notice: null },
      { state: 'done', message: 'Pasted' },
      { state: 'notice', message: 'Copied. No window has the focus. The text is on the clipboard.' },
      { state: 'problem', message: 'No microphone was found. Connect one, then start again.' },
    ]) {
      await overlay.show(view, theme);
      await expect(page.locator(`[data-state=${view.state}]`)).toBeVisible();
      // A window of one sentence has no headings.
      const { violations } = await new AxeBuilder({ page }).disableRules(['page-has-heading-one']).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    }
  });
}

test('[U46] the voice travels along the bars; with reduced motion all are as high as it is loud', async ({ page }) => {
  const overlay = await openOverlay(page);
  const heights = (): Promise<string[]> =>
    page.locator('rect').evaluateAll((bars) => bars.map((bar) => bar.getAttribute('height') ?? ''));
  await overlay.show(listening(-100));
  await overlay.show(listening(-20));
  await expect.poll(async () => new Set(await heights()).size).toBe(2);
  const [first, second] = await heights();
  expect(Number(first)).toBeGreaterThan(Number(second));
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await overlay.show(listening(-20));
  await expect.poll(async () => new Set(await heights()).size).toBe(1);
});

test.describe('on a display at 200 %', () => {
  // What is left of 1366 × 768, and of a phone-sized display at 300 %.
  for (const width of [620, 420]) {
    test(`[H63] words and notice are readable in ${width} pixels, in both themes`, async ({ browser }) => {
      const context = await browser.newContext({ viewport: { width, height: 132 }, deviceScaleFactor: 2 });
      const page = await context.newPage();
      const overlay = await openOverlay(page);
      const words = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');
      const notice = 'Nothing is heard from “Headset (USB Audio Device)”. Is it muted, or another one meant?';
      for (const theme of ['light', 'dark']) {
        await overlay.show({ ...listening(-30, words, ' at last'), notice }, theme);
        for (const shown of [page.getByRole('alert'), page.getByText('at last', { exact: true })]) {
          const box = (await shown.boundingBox())!;
          expect(box.y).toBeGreaterThanOrEqual(0);
          expect(box.y + box.height).toBeLessThanOrEqual(132);
          expect(box.x + box.width).toBeLessThanOrEqual(width);
          const size = await shown.evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
          expect(size, 'in pixels of the display, twice as many').toBeGreaterThanOrEqual(13);
        }
      }
      await context.close();
    });
  }
});
