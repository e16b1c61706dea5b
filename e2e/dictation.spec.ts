import type { Page } from '@playwright/test';
import { expect, test } from './app';
import { wav, writeCached } from './audio';
import { liveWords, utter } from './command-line';
import {
  heardSound,
  heardSoundMs,
  makeUnpluggable,
  plugMicrophoneIn,
  removeMicrophone,
  speakingMicrophoneMs,
  tapMicrophone,
  unplugMicrophone,
} from './microphone';
import { UtterWindow, wordsOf } from './utter-window';

interface Sight {
  readonly finished: string;
  readonly open: string;
}

/** From now on writes down each text that the window shows. */
async function watchTexts(page: Page): Promise<() => Promise<readonly Sight[]>> {
  await page.evaluate(() => {
    const region = document.querySelector('[aria-label="Transcript"]')!;
    const sights: Sight[] = [];
    const look = (): void => {
      const log = region.querySelector('[role="log"]');
      const words = [...region.querySelectorAll('p span')].filter((span) => log?.contains(span) !== true);
      const sight = {
        finished: log?.textContent ?? '',
        open: words.map((span) => span.textContent).join(''),
      };
      const last = sights.at(-1);
      if (last?.finished !== sight.finished || last.open !== sight.open) sights.push(sight);
    };
    new MutationObserver(look).observe(region, { childList: true, subtree: true, characterData: true });
    Object.defineProperty(globalThis, 'sightsForTests', { value: sights });
  });
  return () => page.evaluate(() => (globalThis as unknown as { sightsForTests: readonly Sight[] }).sightsForTests);
}

test('[W4] speech becomes partial text while it is spoken, and final text afterwards', async ({ page }) => {
  const window = new UtterWindow(page);
  await window.open();
  const sights = await watchTexts(page);
  await window.startDictation();
  const hasOpenWords = async (): Promise<boolean> => (await sights()).some(({ open }) => /\w/.test(open));
  await expect.poll(hasOpenWords, { message: 'partial text' }).toBe(true);
  await expect(window.dictate, 'still listening when the first words appear').toHaveAccessibleName('Stop dictation');
  await page.waitForTimeout(speakingMicrophoneMs);
  await window.stopDictation();

  const seen = await sights();
  const firstPartial = seen.findIndex(({ open }) => /\w/.test(open));
  const firstFinal = seen.findIndex(({ finished }) => /\w/.test(finished));
  expect(firstPartial).toBeLessThan(firstFinal);
  expect(new Set(seen.map(({ open }) => open).filter((open) => open !== '')).size, 'it grew').toBeGreaterThan(2);
  expect(seen.at(-1)?.open).toBe('');
  expect(await window.words()).not.toEqual([]);
});

test('[W1] what the microphone heard has the same text dropped as a file and on the command line', async ({ page }) => {
  await tapMicrophone(page);
  const window = new UtterWindow(page);
  await window.open();
  await window.startDictation();
  await expect.poll(() => heardSoundMs(page)).toBeGreaterThan(speakingMicrophoneMs);
  await window.stopDictation();
  const spoken = await window.words();
  expect(spoken).not.toEqual([]);

  const heard = wav(await heardSound(page), { encoding: 'float32' });
  expect(await window.transcribe('heard.wav', heard)).toEqual(spoken);
  expect(wordsOf(await utter('transcribe', ...liveWords, writeCached('heard.wav', heard)))).toEqual(spoken);
});

test('[W4] a second dictation is added below the first', async ({ page }) => {
  const window = new UtterWindow(page);
  await window.open();
  await window.startDictation();
  await page.waitForTimeout(speakingMicrophoneMs);
  await window.stopDictation();
  const first = await window.words();
  expect(first).not.toEqual([]);
  await window.startDictation();
  await page.waitForTimeout(speakingMicrophoneMs);
  await window.stopDictation();
  const both = await window.words();
  expect(both.slice(0, first.length)).toEqual(first);
});

test('[W5] no microphone: the message says so and what to do, and recordings still work', async ({ page }) => {
  await removeMicrophone(page);
  const window = new UtterWindow(page);
  await window.open();
  await window.dictate.click();
  await expect(window.alert).toContainText('No microphone was found');
  await expect(window.alert).toContainText('Connect one');
  await window.dictationEnded();
});

test('[W5] microphone unplugged while speaking: what was said is kept, and dictation can go on', async ({ page }) => {
  await makeUnpluggable(page);
  const window = new UtterWindow(page);
  await window.open();
  await window.startDictation();
  await page.waitForTimeout(speakingMicrophoneMs - 1500);
  await unplugMicrophone(page);
  await expect(window.status).toContainText('disconnected or used by another program', { timeout: 2000 });
  await expect(window.alert).toContainText('disconnected');
  await expect(window.alert).toContainText('Reconnect it');
  await window.dictationEnded();
  const kept = await window.words();
  expect(kept).not.toEqual([]);

  await plugMicrophoneIn(page);
  await window.startDictation();
  await expect(window.alert).toHaveText([]);
  await window.stopDictation();
  expect((await window.words()).slice(0, kept.length)).toEqual(kept);
});

test('[S129] microphone that comes back while speaking: the same dictation goes on, and has the words of before and after', async ({
  page,
}) => {
  await makeUnpluggable(page);
  const window = new UtterWindow(page);
  await window.open();
  await window.startDictation();
  await page.waitForTimeout(speakingMicrophoneMs - 1500);
  await unplugMicrophone(page);
  await expect(window.status).toContainText('disconnected');
  const before = await window.words();
  await page.waitForTimeout(1500);
  await plugMicrophoneIn(page);
  await expect(window.status).toContainText('Listening', { timeout: 2000 });
  // Chromium plays the file once more.
  await page.waitForTimeout(speakingMicrophoneMs);
  await window.stopDictation();
  await expect(window.alert).toHaveText([]);
  const words = await window.words();
  expect(words.slice(0, before.length)).toEqual(before);
  expect(words.length).toBeGreaterThan(before.length + 3);
});
