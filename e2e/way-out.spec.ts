import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './app';
import { speech, wav } from './audio';
import { UtterWindow } from './utter-window';

test.use({ modelId: 'utter-en-small' });

async function faults(page: Page): Promise<unknown> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`) }));
}

test('[U81] a damaged model is replaced by another one, with a way to leave the choice to Utter', async ({ page }) => {
  await page.route('**/models/utter-en-small/**', (route) => route.fulfill({ status: 404, body: '' }));
  const window = new UtterWindow(page);
  await page.goto('/');
  await expect(window.alert).toContainText('is used instead', { timeout: 120_000 });
  await window.drop({ name: 'speech.wav', bytes: wav(speech()) });
  await window.recordingEnded('speech.wav');
  expect(await window.words()).not.toEqual([]);
  await page.getByRole('button', { name: 'Choose automatically' }).click();
  await expect(window.alert).toHaveText([]);
  await expect(page.getByRole('combobox', { name: 'Live model' })).toHaveValue('');
});

test('[U82] Escape cancels a dictation and keeps its words; a button discards them, and that can be undone', async ({ page }) => {
  const window = new UtterWindow(page);
  await window.open();
  const speak = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Start dictation' }).click();
    await expect.poll(() => window.transcript.innerText(), { timeout: 60_000 }).toMatch(/(\w+ ){3}/);
  };
  await speak();
  await page.keyboard.press('Escape');
  await expect(window.status).toContainText('Cancelled');
  await window.dictationEnded();
  const words = await window.words();
  expect(words.length).toBeGreaterThan(2);

  await page.getByRole('button', { name: 'Start dictation' }).click();
  await expect(page.getByRole('button', { name: 'Discard' })).toBeVisible();
  await expect
    .poll(() => window.transcript.innerText().then((text) => text.split(/\s+/).length), { timeout: 60_000 })
    .toBeGreaterThan(words.length + 3);
  expect(await faults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Discard' }).press('Enter');
  await expect(window.status).toContainText('Discarded. What you said is kept in the history.');
  await window.dictationEnded();
  expect(await window.words()).toEqual(words);
  await page.getByRole('button', { name: 'Undo discarding' }).press('Enter');
  expect((await window.words()).length).toBeGreaterThan(words.length);
});

test('[U83] the text of a dictation is edited by keyboard alone, and the history has it', async ({ page }) => {
  const window = new UtterWindow(page);
  await window.open();
  await page.keyboard.press('Space');
  await expect.poll(() => window.transcript.innerText(), { timeout: 60_000 }).toMatch(/(\w+ ){3}/);
  await expect(page.getByRole('button', { name: 'Edit', exact: true }), 'not while it is written').toBeDisabled();
  await page.keyboard.press('Space');
  await window.dictationEnded();
  await page.getByRole('button', { name: 'Edit', exact: true }).press('Enter');
  const editor = page.getByRole('textbox', { name: 'Text of Dictation' });
  await expect(editor).toBeFocused();
  expect(await faults(page)).toEqual([]);
  await editor.fill('What I meant to say.');
  await page.keyboard.press('Control+Enter');
  await expect(window.finished).toHaveText('What I meant to say.');
  await page.getByRole('button', { name: 'History' }).press('Enter');
  await expect(page.getByRole('list', { name: 'Entries' })).toContainText('What I meant to say.');
  await page.getByRole('button', { name: 'History' }).press('Enter');
  await page.getByRole('button', { name: 'Undo the edit' }).press('Enter');
  await expect(window.finished).not.toContainText('meant');
});

test('[U85] a recording that waits says what for', async ({ page }) => {
  const window = new UtterWindow(page);
  await page.goto('/');
  await window.drop({ name: 'a.wav', bytes: wav(speech()) }, { name: 'b.wav', bytes: wav(speech()) });
  await expect(window.transcript).toContainText('waits until a model is loaded');
  await window.text('b.wav').click();
  await expect(window.transcript).not.toContainText('Listening');
  await window.recordingEnded('b.wav');
  await window.startDictation();
  await window.drop({ name: 'c.wav', bytes: wav(speech()) });
  await window.text('c.wav').click();
  await expect(window.transcript).toContainText('waits until you have finished speaking');
  await page.keyboard.press('Escape');
  await window.recordingEnded('c.wav');
  expect(await window.words()).not.toEqual([]);
});

test('[U90] in German an error reads in German first, and its exact words follow', async ({ page }) => {
  const window = new UtterWindow(page);
  await window.open();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('combobox', { name: 'Language', exact: true }).selectOption('de');
  await page.keyboard.press('Escape');
  await window.drop({ name: 'letter.wav', bytes: Buffer.from('Dear Sir or Madam, this is not a recording.') });
  await expect(window.alert.locator('strong')).toHaveText('Eine Aufnahme lässt sich nicht lesen.', { timeout: 60_000 });
  await expect(window.alert).toContainText('letter.wav');
  expect(await faults(page)).toEqual([]);
});

test('[U88, U89] “gpu” finds what computes and how fast it is, in words, and the figures are a click away', async ({ page }) => {
  const window = new UtterWindow(page);
  await window.open();
  await expect(window.status).toContainText(/live words (are|barely)/);
  await expect(window.status).not.toContainText(/ms|wasm/);
  await page.getByRole('button', { name: 'Settings' }).press('Enter');
  const settings = page.getByRole('region', { name: 'Settings' });
  await settings.getByRole('searchbox').fill('gpu');
  await expect(settings.getByText('2 settings', { exact: true })).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await settings.getByRole('button', { name: 'Show the figures' }).press('Enter');
  const panel = page.getByRole('region', { name: 'Self-test' });
  await expect(panel).toContainText('in use');
  await expect(panel.getByText('For 1 s of speech')).toBeHidden();
  await panel.getByText('Figures', { exact: true }).click();
  await expect(panel.getByText('For 1 s of speech')).toBeVisible();
  expect(await faults(page)).toEqual([]);
});
