/** The final pass with the shipped models; without them there is nothing to test here. */
import { AxeBuilder } from '@axe-core/playwright';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test as base } from './app';
import { fixture, speech, wav } from './audio';
import { utter } from './command-line';
import { speakingMicrophoneMs } from './microphone';
import { UtterWindow, wordsOf } from './utter-window';

const isShipped = ['moonshine-tiny-en', 'whisper-base'].every((id) =>
  existsSync(path.join(import.meta.dirname, '../resources/models', id, 'manifest.json')),
);

/** What the fixture says, in a synthetic voice: one word may be heard otherwise ("walks"). */
const said = 'the old man walked slowly down the road and looked at the sea'.split(' ');

function wrongWords(words: readonly string[]): number {
  const heard = plain(words).split(' ');
  return heard.length === said.length ? heard.filter((word, index) => word !== said[index]).length : Infinity;
}

/** Settings beside those of the profile; set by `test.use`. */
interface Fixtures {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly stored: void;
}

const test = base.extend<Fixtures>({
  settings: [{ finalWaitMs: 10_000 }, { option: true }],
  stored: [
    async ({ settings, page }, use) => {
      await page.addInitScript((more) => {
        const key = 'utter.settings';
        if (!location.protocol.startsWith('http') || sessionStorage.getItem(key) !== null) return;
        sessionStorage.setItem(key, 'stored');
        const stored = JSON.parse(localStorage.getItem(key) ?? '{}') as object;
        localStorage.setItem(key, JSON.stringify({ ...stored, ...more }));
      }, settings);
      await use();
    },
    { auto: true },
  ],
});

test.skip(!isShipped, 'the models of the final pass are not in resources/models');
// Two models are loaded and tried, on whatever machine this is.
test.setTimeout(420_000);
test.use({ finalTier: 'both' });

const plain = (words: readonly string[]): string =>
  words
    .join(' ')
    .toLowerCase()
    .replace(/[^a-z ]/g, '');

async function withFinalPass(page: Page): Promise<UtterWindow> {
  const window = new UtterWindow(page);
  await window.open();
  await expect(window.status).toContainText(/final text by/, { timeout: 240_000 });
  return window;
}

interface Sight {
  readonly finished: string;
  readonly wet: string;
}

/** From now on writes down what the transcript shows. */
async function watch(page: Page): Promise<() => Promise<readonly Sight[]>> {
  await page.evaluate(() => {
    const region = document.querySelector('[aria-label="Transcript"]')!;
    const sights: Sight[] = [];
    const look = (): void => {
      const wet = [...region.querySelectorAll('[data-wet]')].map((span) => span.textContent).join('');
      const sight = { finished: region.querySelector('[role="log"]')?.textContent ?? '', wet };
      const last = sights.at(-1);
      if (last?.finished !== sight.finished || last.wet !== sight.wet) sights.push(sight);
    };
    new MutationObserver(look).observe(region, { childList: true, subtree: true, characterData: true, attributes: true });
    Object.defineProperty(globalThis, 'finalSights', { value: sights });
  });
  return () => page.evaluate(() => (globalThis as unknown as { finalSights: readonly Sight[] }).finalSights);
}

/** The history's newest entry. */
async function newestEntry(page: Page) {
  await page.getByRole('button', { name: 'History' }).click();
  await page.getByRole('list', { name: 'Entries' }).getByRole('button').first().click();
  const entry = page.getByRole('region', { name: 'Entry' });
  await expect(entry).toBeVisible();
  return {
    entry,
    text: async () =>
      wordsOf(
        await entry
          .locator('[data-index]')
          .allInnerTexts()
          .then((words) => words.join(' ')),
      ),
  };
}

test('[U75, S94] words are tentative until they are final, and the final ones are what is delivered and kept', async ({
  page,
}) => {
  const window = await withFinalPass(page);
  const sights = await watch(page);
  await window.startDictation();
  await page.waitForTimeout(speakingMicrophoneMs);
  await window.stopDictation();
  const seen = await sights();
  const firstWet = seen.findIndex(({ wet }) => /\w/.test(wet));
  const firstFinished = seen.findIndex(({ finished }) => /\w/.test(finished));
  expect(firstWet, 'live words').toBeGreaterThanOrEqual(0);
  expect(firstWet).toBeLessThan(firstFinished);
  expect(seen.at(-1)!.wet).toBe('');
  const words = await window.words();
  expect(wrongWords(words), words.join(' ')).toBeLessThanOrEqual(1);
  const { text } = await newestEntry(page);
  expect(await text()).toEqual(words);
});

test('[S97, W1] a recording has the final text, as on the command line', async ({ page }) => {
  const window = await withFinalPass(page);
  const words = await window.transcribe('speech.wav', wav(speech()));
  expect(wrongWords(words), words.join(' ')).toBeLessThanOrEqual(1);
  expect(words).toEqual(wordsOf(await utter('transcribe', '--final-models', 'both', fixture('speech.wav'))));
});

test.describe('with no time for the final text', () => {
  // The smallest live model, whose text differs from the final one.
  test.use({ settings: { finalWaitMs: 0, modelId: 'utter-en-pieces' } });

  test('[S95, U74] what is at hand is delivered, and the final text can be had in the history', async ({ page }) => {
    const window = await withFinalPass(page);
    await window.startDictation();
    // Before the pause that would end the segment.
    await page.waitForTimeout(speakingMicrophoneMs - 700);
    await window.stopDictation();
    const delivered = await window.words();
    const { entry, text } = await newestEntry(page);
    expect(await text()).toEqual(delivered);
    const final = entry.getByRole('radio', { name: 'Final text' });
    await expect(async () => {
      await entry.page().getByRole('list', { name: 'Entries' }).getByRole('button').first().click();
      await expect(final).toBeVisible({ timeout: 1000 });
    }).toPass({ timeout: 60_000 });
    await final.check();
    await expect(async () => expect(await text()).not.toEqual(delivered)).toPass();
    expect(plain(await text())).toContain('the old man');
    await entry.getByRole('radio', { name: 'As delivered' }).check();
    await expect(async () => expect(await text()).toEqual(delivered)).toPass();
    await page.getByRole('button', { name: 'History' }).click();
    expect(await window.words(), 'the page keeps what was delivered').toEqual(delivered);
  });
});

test('[U70, U71, S104] picker, status and self-test tell what runs; the workers are isolated', async ({ page }) => {
  const window = await withFinalPass(page);
  await expect(page.getByRole('combobox', { name: 'Live model' })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Final text' })).toHaveValue('both');
  await expect(window.status).toContainText(/final text by both models · 10 s of speech in [\d.]+ s/);
  await page.getByRole('button', { name: 'Self-test' }).click();
  const panel = page.getByRole('region', { name: 'Self-test' });
  await expect(panel.getByRole('listitem').filter({ hasText: /moonshine/i })).toContainText('in use');
  await panel.getByText('Figures', { exact: true }).click();
  const rows = panel.getByRole('row');
  await expect(rows.filter({ hasText: /moonshine/i })).toContainText('in use');
  await expect(rows.filter({ hasText: /whisper/i })).toContainText('MB');
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  await page.keyboard.press('Escape');
  const isolated = await Promise.all(page.workers().map((worker) => worker.evaluate(() => [self.name, crossOriginIsolated])));
  expect(isolated).toEqual(
    expect.arrayContaining([
      ['speech', true],
      ['final', true],
    ]),
  );

  await page.getByRole('combobox', { name: 'Final text' }).selectOption('none');
  await expect(window.status).toContainText('live words only, as you chose');
  await expect.poll(() => page.workers().length, { message: 'its worker is gone' }).toBe(1);
});

test.describe('in a language without live words', () => {
  test.use({ isGuideSeen: false });

  test('[U72, U73, S102] the guide offers it, nothing is shown while one speaks, and the text comes at the end', async ({
    page,
  }) => {
    const window = new UtterWindow(page);
    await page.goto('/');
    const guide = page.getByRole('dialog');
    await expect(guide.getByRole('heading', { name: 'Your language' })).toBeFocused();
    await expect(guide).toContainText('Words appear while you speak.');
    await guide.getByRole('combobox', { name: 'Language' }).selectOption('de');
    await expect(guide).toContainText('No words appear while you speak; the text comes at each pause.');
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
    await guide.getByRole('button', { name: 'Skip the guide' }).click();
    await window.ready();
    await expect(window.status).toContainText('final text by the thorough model', { timeout: 240_000 });

    const sights = await watch(page);
    await window.startDictation();
    await expect(window.status).toContainText('the text comes at each pause');
    await expect(page.getByText('Listening. The text comes at each pause.')).toBeVisible();
    await page.waitForTimeout(speakingMicrophoneMs);
    await window.stopDictation();
    const words = await window.words();
    expect(words).not.toEqual([]);
    // The whole text appears at once; it is wet only until it is on the disk.
    const wet = (await sights()).map((sight) => wordsOf(sight.wet)).filter(({ length }) => length > 0);
    expect(
      wet.filter((shown) => shown.join(' ') !== words.join(' ')),
      'no live words',
    ).toEqual([]);
  });
});
