import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './app';
import { speakingMicrophoneMs } from './microphone';
import { UtterWindow, wordsOf } from './utter-window';

test.use({ isGuideSeen: false });

async function tabTo(page: Page, control: Locator): Promise<void> {
  const isFocused = (): Promise<boolean> => control.evaluate((element) => element === document.activeElement);
  for (let i = 0; i < 20 && !(await isFocused()); i++) await page.keyboard.press('Tab');
  await expect(control).toBeFocused();
}

/** Models of several languages make the choice of one the first step. */
async function beyondLanguages(guide: Locator): Promise<void> {
  const choice = guide.getByRole('heading', { name: 'Your language' });
  await expect(choice.or(guide.getByRole('heading', { name: 'Your microphone' }))).toBeVisible();
  if (await choice.isVisible()) await guide.getByRole('button', { name: 'Next' }).click();
}

test('[U50, U51] the guide leads to a first dictation by keyboard alone, and comes once', async ({ page }) => {
  const window = new UtterWindow(page);
  await page.goto('/');
  const guide = page.getByRole('dialog');
  await beyondLanguages(guide);
  await expect(guide.getByRole('heading', { name: 'Your microphone' })).toBeFocused();
  await tabTo(page, guide.getByRole('button', { name: 'Next' }));
  await page.keyboard.press('Enter');

  await expect(guide.getByRole('heading', { name: 'Try it' })).toBeFocused();
  await tabTo(page, guide.getByRole('button', { name: 'Speak' }));
  await page.keyboard.press('Enter');
  const stop = guide.getByRole('button', { name: 'Stop' });
  await expect(stop).toBeFocused();
  await page.waitForTimeout(speakingMicrophoneMs);
  await page.keyboard.press('Enter');
  const said = guide.getByRole('log', { name: 'What you said' });
  await expect(guide.getByRole('button', { name: 'Speak' })).toBeVisible({ timeout: 120_000 });
  await expect(said).not.toBeEmpty();
  const words = wordsOf(await said.innerText());

  await tabTo(page, guide.getByRole('button', { name: 'Done' }));
  await page.keyboard.press('Enter');
  await expect(guide).toBeHidden();
  expect(await window.words(), 'the words are on the page too').toEqual(words);

  await page.reload();
  await window.ready();
  await expect(guide).toBeHidden();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Show the guide' }).click();
  await expect(guide.getByRole('heading', { name: /^Your (language|microphone)$/ })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(guide).toBeHidden();
});

test('[U50] the guide can be skipped at its first step, and stays away', async ({ page }) => {
  const window = new UtterWindow(page);
  await page.goto('/');
  await page.getByRole('button', { name: 'Skip the guide' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.reload();
  await window.ready();
  await expect(page.getByRole('dialog')).toBeHidden();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`[U51] axe finds no fault in the guide, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto('/');
    const guide = page.getByRole('dialog');
    const faults = async (): Promise<unknown> =>
      (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => ({
        id,
        nodes: nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`),
      }));
    await expect(guide.getByRole('heading', { name: /^Your (language|microphone)$/ })).toBeVisible();
    expect(await faults(), 'the first step').toEqual([]);
    await beyondLanguages(guide);
    expect(await faults(), 'microphone').toEqual([]);
    await guide.getByRole('button', { name: 'Test the microphone' }).click();
    await expect(guide.getByText('the bar follows your voice')).toBeVisible();
    expect(await faults(), 'microphone, heard').toEqual([]);
    await guide.getByRole('button', { name: 'Next' }).click();
    expect(await faults(), 'try it').toEqual([]);
  });
}
