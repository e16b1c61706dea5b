import { expect, test } from './app';
import { UtterWindow } from './utter-window';

test.use({ microphone: { kind: 'denied' } });

test('[W5] permission denied: the message says so and what to do', async ({ page }) => {
  const window = new UtterWindow(page);
  await window.open();
  await window.dictate.click();
  await expect(window.alert).toContainText('not allowed to use the microphone');
  await expect(window.alert).toContainText('Allow it');
  await window.dictationEnded();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(window.alert).toHaveText([]);
});
