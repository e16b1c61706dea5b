import { expect, test } from './app';
import { silentMicrophone } from './microphone';
import { UtterWindow } from './utter-window';

test.use({ microphone: silentMicrophone });

test('[S125] microphone that delivers nothing: the status line says so within 4 s, and the test of the microphone too', async ({
  page,
}) => {
  const window = new UtterWindow(page);
  await window.open();
  await window.startDictation();
  await expect(window.status).toContainText('Nothing is heard from', { timeout: 4000 });
  await window.stopDictation();
  await page.getByRole('button', { name: 'Settings' }).click();
  const settings = page.getByRole('region', { name: 'Settings' });
  await settings.getByRole('button', { name: 'Test the microphone' }).click();
  await expect(settings.getByText('Nothing is heard from')).toBeVisible({ timeout: 6000 });
});
