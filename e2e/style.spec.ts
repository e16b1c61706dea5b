import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './app';
import { UtterWindow } from './utter-window';

test('[K83] the style of written text is chosen by its results under Settings, and stays after a reload', async ({ page }) => {
  const window = new UtterWindow(page);
  await window.open();
  const open = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('region', { name: 'Text', exact: true }).getByText('Style', { exact: true }).click();
  };
  await open();
  const clock = page.getByRole('combobox', { name: 'Times of day' });
  const preview = page.locator('[data-style-preview]');
  await expect(preview).toContainText('at 5:30 p.m.');
  await clock.selectOption('At 17:30.');
  await expect(preview).toContainText('at 17:30');
  await page.getByRole('combobox', { name: 'Between sentences' }).selectOption('two spaces');
  await expect(preview).toContainText('.  I think');
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);

  await page.reload();
  await window.ready();
  await open();
  await expect(preview).toContainText('at 17:30');
});
