import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './app';
import { speech, wav } from './audio';
import { UtterWindow } from './utter-window';

async function faults(page: Page): Promise<unknown> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`) }));
}

async function left(page: Page, role: 'navigation' | 'main'): Promise<number> {
  const box = await page.getByRole(role).boundingBox();
  expect(box).not.toBeNull();
  return box!.x;
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`[U60, U62, W10] Arabic is chosen: the window is mirrored, without fault, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const window = new UtterWindow(page);
    await window.open();
    const words = await window.transcribe('a talk.wav', wav(speech()));
    expect(await left(page, 'navigation')).toBeLessThan(await left(page, 'main'));

    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('combobox', { name: 'Language' }).selectOption('ar');
    await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    await expect(page.getByRole('combobox', { name: 'اللغة' })).toHaveValue('ar');
    expect(await faults(page), 'settings').toEqual([]);
    await page.keyboard.press('Escape');

    expect(await left(page, 'navigation')).toBeGreaterThan(await left(page, 'main'));
    const text = page.getByRole('log', { name: 'النص المكتمل' });
    expect((await text.innerText()).split(/\s+/).filter((word) => word !== '')).toEqual(words);
    expect(await text.evaluate((element) => getComputedStyle(element).direction)).toBe('ltr');
    expect(await text.evaluate((element) => element.closest('[lang]')?.getAttribute('lang'))).toBe('en');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await faults(page), 'a text').toEqual([]);

    await page.getByRole('button', { name: 'السجل' }).click();
    await page.getByRole('list', { name: 'المدخلات' }).getByRole('button').first().click();
    await expect(page.getByRole('button', { name: 'تشغيل' })).toBeVisible();
    expect(await faults(page), 'history').toEqual([]);

    await page.reload();
    await expect(page.getByRole('button', { name: 'ابدأ الإملاء' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  });
}

test.describe('on a Japanese system', () => {
  test.use({ locale: 'ja-JP' });

  test('[U60] the window speaks Japanese until it is told otherwise', async ({ page }) => {
    await page.goto('/');
    await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
    await expect(page.getByRole('button', { name: '音声入力を開始' })).toBeVisible();
    await page.getByRole('button', { name: '設定' }).click();
    await page.getByRole('combobox', { name: '言語', exact: true }).selectOption('English');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await expect(page.getByRole('button', { name: 'Start dictation' })).toBeVisible();
  });
});

test('[U64] settings are searched by keyboard alone, in the chosen language', async ({ page }) => {
  const window = new UtterWindow(page);
  await window.open();
  const settings = page.getByRole('region', { name: 'Settings' });
  const search = settings.getByRole('searchbox', { name: 'Search settings' });
  await page.getByRole('button', { name: 'Settings' }).press('Enter');
  await page.keyboard.press('Tab');
  await expect(search).toBeFocused();
  await page.keyboard.type('THEME');
  await expect(settings.getByText('1 setting', { exact: true })).toBeVisible();
  await expect(settings.getByRole('combobox')).toHaveCount(1);
  await expect(settings.getByRole('heading')).toHaveText(['Application']);
  await page.keyboard.press('Tab');
  await expect(settings.getByRole('combobox', { name: 'Theme' })).toBeFocused();

  await search.fill('take that back');
  await expect(settings.getByRole('checkbox', { name: /scratch that/ })).toBeVisible();
  await expect(settings.getByRole('checkbox')).toHaveCount(1);
  await search.fill('nonsense');
  await expect(settings.getByText('No setting matches these words.')).toBeVisible();
  await expect(settings.getByRole('heading')).toHaveCount(0);
  expect(await faults(page)).toEqual([]);

  await search.press('Escape');
  await expect(search).toHaveValue('');
  await expect(settings.getByRole('combobox', { name: 'Theme' })).toBeVisible();
  await settings.getByRole('combobox', { name: 'Language' }).selectOption('ja');
  const japanese = page.getByRole('searchbox', { name: '設定を検索' });
  await japanese.fill('履歴');
  await expect(page.getByText('4件の設定', { exact: true })).toBeVisible();
  await japanese.press('Escape');
  await japanese.press('Escape');
  await expect(japanese).toBeHidden();
});
