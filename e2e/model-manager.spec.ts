import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './app';
import { fixture, speech, wav } from './audio';
import { liveWords, utter } from './command-line';
import { UtterWindow, wordsOf } from './utter-window';

/** A small model as another project publishes it. */
const model = join(import.meta.dirname, '..', 'src', 'engine', 'onnx', 'fixtures', 'zipformer');

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'utter-import-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Opens the list of models by keyboard, and gives it. */
async function openModels(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Settings' }).press('Enter');
  await page.getByRole('button', { name: 'Manage models…' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Models' });
  await expect(dialog.getByRole('list', { name: 'On this machine' }).getByRole('listitem').first()).toBeVisible();
  return dialog;
}

test('[X56, X58, U101] a model is imported, told how fast it is, used after a reload, and removed', async ({ page }) => {
  test.slow();
  const chosen = join(folder, 'my model');
  cpSync(model, chosen, { recursive: true });
  const window = new UtterWindow(page);
  await window.open();
  const dialog = await openModels(page);
  const here = dialog.getByRole('list', { name: 'On this machine' });
  await expect(here).toContainText('comes with Utter, in use');
  await expect(dialog.getByRole('list', { name: 'To download' })).toContainText('This page loads nothing from elsewhere');
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
      colorScheme,
    ).toEqual([]);
  }

  await dialog.getByLabel('Model folder').setInputFiles(chosen);
  await expect(dialog).toContainText(
    /my model was imported: a streaming zipformer transducer, 23 pieces.*It runs here on the .*Live words/,
    { timeout: 120_000 },
  );
  await expect(here.getByRole('listitem').filter({ hasText: 'my model' })).toContainText('language not stated');
  await page.screenshot({ path: 'test-results/models.png' });

  await page.reload();
  await window.ready();
  await openModels(page);
  await dialog.getByRole('button', { name: 'Use my model' }).press('Enter');
  await expect(dialog).toContainText('my model is now in use.', { timeout: 120_000 });
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  expect(await window.transcribe('speech.wav', wav(speech()))).toEqual(
    wordsOf(await utter('transcribe', ...liveWords, '--model', model, fixture('speech.wav'))),
  );

  await openModels(page);
  await dialog.getByRole('button', { name: 'Remove my model' }).dblclick();
  const question = page.getByRole('dialog', { name: 'Remove my model?' });
  await expect(question.getByRole('button', { name: 'Cancel' }), 'a double click removes nothing').toBeFocused();
  await page.waitForTimeout(600);
  await question.getByRole('button', { name: 'Remove' }).press('Enter');
  await expect(dialog).toContainText('Removed my model.', { timeout: 120_000 });
  await expect(here).not.toContainText('my model');
  await dialog.getByRole('button', { name: 'Close' }).press('Enter');
  await window.ready();
  expect((await window.transcribe('again.wav', wav(speech()))).length).toBeGreaterThan(0);
});

test('[X54, X56] a folder that is not complete is refused with what is missing, and the model in use works on', async ({
  page,
}) => {
  cpSync(model, folder, { recursive: true });
  for (const joiner of ['joiner.onnx', 'joiner.fp16.onnx']) rmSync(join(folder, joiner));
  rmSync(join(folder, 'tokens.txt'));
  const window = new UtterWindow(page);
  await window.open();
  const dialog = await openModels(page);
  const count = await dialog.getByRole('list', { name: 'On this machine' }).getByRole('listitem').count();
  await dialog.getByLabel('Model folder').setInputFiles(folder);
  await expect(dialog).toContainText(/joiner….onnx and tokens\.txt are missing/);
  await expect(dialog.getByRole('list', { name: 'On this machine' }).getByRole('listitem')).toHaveCount(count);
  await page.keyboard.press('Escape');
  expect((await window.transcribe('speech.wav', wav(speech()))).length).toBeGreaterThan(0);
});
