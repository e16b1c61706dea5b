import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './app';
import { speech, wav } from './audio';
import { UtterWindow } from './utter-window';

test.use({ modelId: 'utter-en-small' });

const fewWords = wav({ sampleRateHz: speech().sampleRateHz, samples: speech().samples.subarray(0, speech().sampleRateHz * 2) });
const name = (number: number): string => `Meeting with the whole team on the roof terrace ${number}.wav`;

async function faults(page: Page): Promise<unknown> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`) }));
}

/** The page itself never scrolls: nothing of it leaves the window. */
async function expectNoOverflow(page: Page): Promise<void> {
  const sizes = await page.evaluate(() => {
    const { scrollHeight, scrollWidth } = document.documentElement;
    return { over: [scrollHeight - innerHeight, scrollWidth - innerWidth] };
  });
  expect(sizes).toEqual({ over: [0, 0] });
}

for (const width of [1280, 400]) {
  test(`[U86] forty recordings stay within a window ${width} pixels wide; all are cancelled, exported and cleared at once`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 720 });
    const window = new UtterWindow(page);
    await window.open();
    await window.drop(...Array.from({ length: 40 }, (_, index) => ({ name: name(index + 1), bytes: fewWords })));
    await expect(window.texts.getByRole('listitem')).toHaveCount(41);
    await expectNoOverflow(page);
    await expect(page.getByRole('heading', { name: 'Utter' })).toBeInViewport();
    await expect(page.getByText('Add recordings')).toBeInViewport();
    const clear = await page.getByRole('button', { name: 'Clear', exact: true }).boundingBox();
    const edit = await page.getByRole('button', { name: 'Edit', exact: true }).boundingBox();
    expect(clear!.y, 'the tools stand in one row').toBe(edit!.y);

    const all = page.getByRole('group', { name: 'All recordings' });
    await window.recordingEnded(name(2));
    expect(await faults(page)).toEqual([]);
    await all.getByRole('button', { name: 'Cancel all' }).press('Enter');
    await expect(window.texts.getByRole('progressbar')).toHaveCount(0);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      all.getByRole('button', { name: 'Export all' }).press('Enter'),
    ]);
    expect(download.suggestedFilename()).toMatch(/^Utter recordings .*\.zip$/);
    await all.getByRole('button', { name: 'Clear finished' }).press('Enter');
    await expect(window.texts.getByRole('listitem')).toHaveCount(1);
    await page.getByRole('button', { name: 'Undo clearing' }).press('Enter');
    await expect(window.texts.getByRole('listitem')).toHaveCount(41);
  });
}

test('[U86] long names show their ends, and the list of texts is made wider by keyboard and stays so', async ({ page }) => {
  const window = new UtterWindow(page);
  await window.open();
  await window.drop({ name: name(1), bytes: fewWords }, { name: name(2), bytes: fewWords });
  await window.recordingEnded(name(2));
  const item = window.texts.getByRole('button', { name: name(2) });
  const tail = item.getByText('rrace 2.wav', { exact: true });
  const fits = async (): Promise<boolean> => {
    const outer = (await window.texts.boundingBox())!;
    const inner = (await tail.boundingBox())!;
    return inner.x >= outer.x && inner.x + inner.width <= outer.x + outer.width;
  };
  expect(await fits()).toBe(true);
  await expect(item.getByTitle(name(2))).toBeVisible();
  const before = (await window.texts.boundingBox())!.width;
  const edge = page.getByRole('separator', { name: 'Width of the list of texts' });
  await edge.focus();
  for (let presses = 0; presses < 6; presses++) await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await window.texts.boundingBox())!.width).toBe(before + 6 * 16);
  await page.reload();
  await window.ready();
  expect((await window.texts.boundingBox())!.width).toBe(before + 6 * 16);
  expect(await faults(page)).toEqual([]);
});

test('[U87] a file with two audio tracks offers them, and the other one is heard on a page of its own', async ({ page }) => {
  const window = new UtterWindow(page);
  await window.open();
  const file = join(import.meta.dirname, '..', 'src', 'media', 'fixtures', 'speech-second-track.m4a');
  await window.drop({ name: 'call.m4a', bytes: readFileSync(file) });
  await window.recordingEnded('call.m4a');
  const words = await window.words();
  expect(words).not.toEqual([]);
  const main = page.getByRole('main');
  await expect(main).toContainText('This file has 2 audio tracks.');
  expect(await faults(page)).toEqual([]);
  await main.getByRole('combobox', { name: 'What to hear' }).selectOption('Audio track 2');
  await main.getByRole('button', { name: 'Hear again' }).press('Enter');
  await window.recordingEnded('call (track 2).m4a');
  expect(await window.words()).toEqual(words);
  await window.text('call.m4a').click();
  await main.getByRole('combobox', { name: 'What to hear' }).selectOption('Audio track 1');
  await main.getByRole('button', { name: 'Hear again' }).press('Enter');
  await expect(window.texts.getByRole('button', { name: /^call \(track 1\)\.m4a failed/ })).toBeVisible({ timeout: 60_000 });
});

test('[U87] each channel of a call is heard on a page of its own', async ({ page }) => {
  const window = new UtterWindow(page);
  await window.open();
  await window.drop({ name: 'call.wav', bytes: wav(speech(), { channels: 2 }) });
  await window.recordingEnded('call.wav');
  const words = await window.words();
  await page.getByRole('combobox', { name: 'What to hear' }).selectOption('Each channel separately');
  await page.getByRole('button', { name: 'Hear again' }).press('Enter');
  for (const number of [1, 2]) {
    await window.recordingEnded(`call (channel ${number}).wav`);
    await window.texts
      .getByRole('button', { name: `call (channel ${number}).wav` })
      .first()
      .click();
    expect(await window.words()).toEqual(words);
  }
});
