import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './app';
import { speech, wav } from './audio';
import { contentsOf, UtterWindow, wordsOf } from './utter-window';

test('[W7] the page is cross-origin isolated and its worker too', async ({ page }) => {
  await new UtterWindow(page).open();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  for (const worker of page.workers()) expect(await worker.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(page.workers().length).toBeGreaterThan(0);
});

test('[W7] nothing is added to window: no host API in a browser, no globals of libraries', async ({ page }) => {
  const isolation = {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  };
  await page.route('**/blank-for-tests', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html>', headers: isolation }),
  );
  const names = (): Promise<string[]> => page.evaluate(() => Object.getOwnPropertyNames(globalThis));
  await page.goto('/blank-for-tests');
  const before = new Set(await names());
  expect(before.has('utter')).toBe(false);
  const window = new UtterWindow(page);
  await window.open();
  await window.transcribe('speech.wav', wav(speech()));
  // zod keeps its configuration there, so that several copies of it share one.
  const ofZod = ['__zod_globalConfig', '__zod_globalRegistry'];
  expect((await names()).filter((name) => !before.has(name) && !ofZod.includes(name))).toEqual([]);
});

test('[W8] no error or warning is written to the console', async ({ page }) => {
  const written: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') written.push(message.text());
  });
  page.on('pageerror', (error) => written.push(error.message));
  const window = new UtterWindow(page);
  await window.open();
  await window.startDictation();
  await window.stopDictation();
  await window.transcribe('speech.wav', wav(speech()));
  expect(written).toEqual([]);
});

/** Accessible name, near enough, of what has the focus; empty where nothing has. */
async function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement | null;
    if (element === null || element === document.body) return '';
    const label = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
    return label.trim();
  });
}

async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let i = 0; i < 30 && !name.test(await focusedName(page)); i++) await page.keyboard.press('Tab');
  expect(await focusedName(page)).toMatch(name);
}

test('[W9] a recording is added, read and exported by keyboard alone', async ({ page }) => {
  const window = new UtterWindow(page);
  await window.open();
  await tabTo(page, /Add recordings$/);
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Space')]);
  await chooser.setFiles({ name: 'speech.wav', mimeType: 'audio/wav', buffer: wav(speech()) });
  await window.recordingEnded('speech.wav');
  const words = await window.words();

  await tabTo(page, /^Export$/);
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(wordsOf(await contentsOf(download))).toEqual(words);

  await tabTo(page, /^Dictation/);
  await page.keyboard.press('Enter');
  await expect(window.finished).toBeEmpty();
});

for (const keys of ['Space', 'Enter', 'Control+d']) {
  test(`[W9, U8] dictation starts and stops by ${keys}`, async ({ page }) => {
    const window = new UtterWindow(page);
    await window.open();
    await page.keyboard.press(keys);
    await expect(window.status).toContainText('Listening');
    await page.keyboard.press(keys);
    await window.dictationEnded();
  });
}

test('[W9, U1] every control is reached by Tab', async ({ page }) => {
  const window = new UtterWindow(page);
  await window.open();
  await window.transcribe('speech.wav', wav(speech()));
  const stops: string[] = [];
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press('Tab');
    stops.push(await focusedName(page));
  }
  const labels = ['Live model', 'Backend', 'Settings', 'Add recordings', 'Copy', 'Export', 'Format', 'Clear', 'Transcript'];
  for (const label of [...labels, 'Start dictation', 'Self-test', 'speech.wav']) {
    expect(
      stops.filter((stop) => stop.includes(label)),
      label,
    ).not.toEqual([]);
  }
});

test('[U9] a browser shows nothing of hotkey or pasting', async ({ page }) => {
  const window = new UtterWindow(page);
  await window.open();
  await page.getByRole('button', { name: 'Settings' }).click();
  const settings = page.getByRole('region', { name: 'Settings' });
  await expect(settings.getByRole('combobox', { name: 'Theme' })).toBeVisible();
  await expect(settings).not.toContainText(/hotkey|paste/i);
});

test('[U11] the policy of page and worker forbids to fetch from elsewhere', async ({ page, baseURL }) => {
  await new UtterWindow(page).open();
  const [worker] = page.workers();
  const reach = (url: string): Promise<string> =>
    fetch(url, { mode: 'no-cors' }).then(
      () => 'reached',
      (error: unknown) => String(error),
    );
  const scopes = [(url: string) => page.evaluate(reach, url), (url: string) => worker!.evaluate(reach, url)];
  for (const fetchFrom of scopes) {
    expect(await fetchFrom('https://example.org/')).toContain('Failed to fetch');
    expect(await fetchFrom(baseURL!), 'its own address').toBe('reached');
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`[W10] axe finds no fault, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const window = new UtterWindow(page);
    await window.open();
    const faults = async (): Promise<unknown> =>
      (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => ({
        id,
        nodes: nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`),
      }));
    expect(await faults(), 'empty').toEqual([]);
    await window.drop(
      { name: 'speech.wav', bytes: wav(speech()) },
      { name: 'letter.wav', bytes: Buffer.from('not a recording') },
    );
    await window.recordingEnded('letter.wav');
    expect(await faults(), 'with a text').toEqual([]);
    await window.text('letter.wav').click();
    expect(await faults(), 'with an alert').toEqual([]);
    for (const panel of ['Settings', 'Self-test']) {
      await page.getByRole('button', { name: panel }).click();
      expect(await faults(), panel).toEqual([]);
      for (const summary of await page.locator('details > summary:visible').all()) await summary.click();
      expect(await faults(), `${panel}, unfolded`).toEqual([]);
      await page.keyboard.press('Escape');
    }
  });
}

test('[K37, U100] commands can be switched off and replacements written, and a recording is written accordingly', async ({
  page,
}) => {
  const window = new UtterWindow(page);
  await window.open();
  const words = await window.transcribe('speech.wav', wav(speech()));
  const bare = (word: string): string => word.toLowerCase().replaceAll(/[^a-z']/g, '');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByText('Spoken commands').click();
  await page.getByRole('checkbox', { name: /^comma/ }).uncheck();
  await page.getByText('Replacements', { exact: true }).click();
  for (const [row, write] of [
    [1, 'lost'],
    [2, 'Replaced'],
  ] as const) {
    await page.getByRole('button', { name: 'Add a replacement' }).click();
    await page.getByRole('textbox', { name: `Say, row ${row}` }).fill(bare(words[0]!));
    await page.getByRole('textbox', { name: `Write, row ${row}` }).fill(write);
  }
  await expect(page.getByText('Another row has the same words')).toHaveCount(1);
  await page.getByRole('button', { name: 'Remove row 1' }).dblclick();
  await page.getByRole('button', { name: 'Bring back “' }).click();
  await page.getByRole('button', { name: 'Bring back “' }).click();
  await expect(page.getByRole('textbox', { name: 'Write, row 1' }), 'both are there again').toHaveValue('lost');
  await expect(page.getByRole('textbox', { name: 'Write, row 2' })).toHaveValue('Replaced');
  await page.getByRole('button', { name: 'Remove row 1' }).click();
  await page.keyboard.press('Escape');
  expect((await window.transcribe('again.wav', wav(speech())))[0]).toBe('Replaced');

  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('checkbox', { name: 'Write numbers, capitals and punctuation' }).uncheck();
  await page.keyboard.press('Escape');
  const verbatim = await window.transcribe('verbatim.wav', wav(speech()));
  expect(verbatim.map(bare)).toEqual(verbatim);
  await page.reload();
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('checkbox', { name: 'Write numbers, capitals and punctuation' })).not.toBeChecked();
});
