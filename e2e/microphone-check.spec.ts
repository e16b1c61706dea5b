import { expect, test } from './app';
import { UtterWindow } from './utter-window';

test('[S64] the microphone is heard, recorded and played back, and freed when the settings close', async ({ page }) => {
  const window = new UtterWindow(page);
  await window.open();
  await page.getByRole('button', { name: 'Settings' }).click();
  const settings = page.getByRole('region', { name: 'Settings' });
  await settings.getByRole('button', { name: 'Test the microphone' }).click();
  await expect(settings.getByText('the bar follows your voice')).toBeVisible();
  const level = settings.getByRole('meter', { name: 'Input level' });
  await expect
    .poll(() => level.evaluate((meter: HTMLMeterElement) => meter.value), { message: 'speech is louder than -50 dB' })
    .toBeGreaterThan(-50);
  await settings.getByRole('button', { name: 'Record 3 s and play back' }).click();
  await expect(settings.getByText('Recording: say something.')).toBeVisible();
  await expect(settings.getByText('This is what Utter hears.')).toBeVisible();
  // By then the file has ended, and nothing is heard.
  await expect(settings.getByText(/the bar follows your voice|Nothing is heard/)).toBeVisible();

  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(settings.getByRole('button', { name: 'Test the microphone' }), 'it has ended').toBeVisible();
  await page.keyboard.press('Escape');
  await expect(window.transcript, 'nothing was recognised').toContainText('Say it, and it is written.');
});

test('[H52] the licences are shown under Settings', async ({ page }) => {
  await new UtterWindow(page).open();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByText('Licences of the software in Utter').click();
  const licences = page.getByRole('region', { name: 'Licences' });
  await expect(licences).toContainText('Apache License');
  await expect(licences).toContainText('react@');
});
