import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './app';
import { speech, wav } from './audio';
import { UtterWindow } from './utter-window';

// A browser without a graphics card.
test.use({
  modelId: 'utter-en-small',
  launchOptions: [
    ({ launchOptions }, use) =>
      use({ ...launchOptions, args: (launchOptions.args ?? []).filter((arg) => !arg.startsWith('--enable-unsafe')) }),
    { scope: 'worker' },
  ],
});

async function faults(page: Page): Promise<unknown> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`) }));
}

test('[U80] a chosen backend that fails is replaced, also after a reload, and a button leaves the choice to Utter', async ({
  page,
}) => {
  const window = new UtterWindow(page);
  await window.open();
  await window.backend.selectOption('webgpu');
  await expect(window.alert).toContainText('graphics card (WebGPU)', { timeout: 60_000 });
  await expect(window.alert).toContainText('processor');
  await expect(window.alert).not.toContainText('auto"');
  expect(await faults(page)).toEqual([]);
  await window.drop({ name: 'speech.wav', bytes: wav(speech()) });
  await window.recordingEnded('speech.wav');
  expect(await window.words()).not.toEqual([]);

  await page.reload();
  await expect(window.status).toContainText('nothing leaves', { timeout: 60_000 });
  await expect(window.alert, 'it is said once').toHaveText([]);
  await expect(window.backend).toHaveValue('webgpu');

  await window.backend.selectOption('webgpu');
  await expect(window.alert).toContainText('WebGPU', { timeout: 60_000 });
  await page.getByRole('button', { name: 'Choose automatically' }).press('Enter');
  await expect(window.alert).toHaveText([]);
  await expect(window.backend).toHaveValue('auto');
  await window.ready();
});
