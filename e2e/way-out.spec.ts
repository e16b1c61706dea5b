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
