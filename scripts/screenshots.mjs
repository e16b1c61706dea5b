// Takes the pictures in docs/screenshots with the shipped model: `npm run build:web && npx tsx scripts/screenshots.mjs`.
// A WAV file as argument is spoken into the microphone instead of the test fixture; UTTER_SITE names another build,
// UTTER_PICTURES the views to be taken, with commas between.
import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { defaultSettings } from '../src/core/settings';
import { actAsDesktop } from './desktop-page.mjs';
import { openOverlay } from './overlay-page.mjs';
import { findChromium } from './chromium.mjs';

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, 'docs/screenshots');
const recording = path.resolve(process.argv[2] ?? path.join(root, 'e2e/fixtures/speech.wav'));
const wanted = process.env.UTTER_PICTURES?.split(',');
const isWanted = (name) => wanted?.includes(name) ?? true;
const site = path.resolve(process.env.UTTER_SITE ?? path.join(root, 'dist/web'));

/**
 * Views: how the page gets there, and where it is not the browser edition's ordinary window, how that is. Each is taken in both schemes.
 * @type {readonly { name: string, act: (page: import('@playwright/test').Page) => Promise<unknown>, init?: () => void, isDesktop?: boolean, isFirstStart?: boolean, height?: number, part?: string }[]}
 */
const views = [
  { name: 'start', act: async () => {} },
  { name: 'guide-language', act: async () => {}, isFirstStart: true },
  { name: 'guide-microphone', act: testInGuide, isFirstStart: true },
  { name: 'guide-key', act: (page) => nextStep(page, 2), isFirstStart: true, isDesktop: true },
  { name: 'guide-try', act: tryDictation, isFirstStart: true, isDesktop: true },
  { name: 'dictating', act: listen },
  { name: 'recordings', act: transcribe },
  { name: 'self-test', act: (page) => page.getByRole('button', { name: 'Self-test' }).click() },
  { name: 'history', act: lookBack },
  { name: 'history-empty', act: (page) => page.getByRole('button', { name: 'History', exact: true }).click() },
  { name: 'settings', act: (page) => settingsIn(page, 'en'), isDesktop: true, height: 3200, part: '#settings' },
  { name: 'settings-search', act: searchSettings, isDesktop: true },
  { name: 'settings-open', act: unfoldSettings, isDesktop: true, height: 3200, part: '#settings' },
  { name: 'microphone-test', act: testInSettings },
  { name: 'models', act: listModels },
  { name: 'arabic', act: (page) => settingsIn(page, 'ar'), isDesktop: true },
  // Needs a font with Japanese letters.
  { name: 'japanese', act: (page) => settingsIn(page, 'ja'), isDesktop: true },
  { name: 'problem', act: listen, init: denyMicrophone },
];

async function listen(page) {
  await page.getByRole('button', { name: 'Start dictation' }).click();
  const heard = page.locator('[data-wet], [role=log] p').or(page.getByRole('alert'));
  await heard.first().waitFor({ timeout: 60_000 });
  // A little later there is a sentence and the voice has travelled along the thread.
  await page.waitForTimeout(2600);
}

/** The guide's page with the microphone's level. */
async function testInGuide(page) {
  await nextStep(page, 1);
  await testMicrophone(page);
}

async function testMicrophone(page) {
  await page.getByRole('button', { name: 'Test the microphone' }).click();
  await page.waitForTimeout(1400);
}

async function nextStep(page, times) {
  for (let i = 0; i < times; i++) await page.getByRole('dialog').getByRole('button', { name: 'Next' }).click();
}

async function tryDictation(page) {
  await nextStep(page, 3);
  await page.getByRole('dialog').getByRole('button', { name: 'Speak' }).click();
  await page.waitForTimeout(4500);
}

async function testInSettings(page) {
  await settingsIn(page, 'en');
  await testMicrophone(page);
}

async function searchSettings(page) {
  await settingsIn(page, 'en');
  await page.getByRole('searchbox', { name: 'Search settings' }).fill('microphone');
}

/** Everything that is folded away. */
async function unfoldSettings(page) {
  await settingsIn(page, 'en');
  await page.locator('#settings').evaluate((panel) => {
    for (const details of panel.querySelectorAll('details')) details.open = true;
    panel.scrollTo(0, 0);
  });
}

async function listModels(page) {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Manage models…' }).click();
  await page.getByRole('dialog').getByRole('listitem').first().waitFor();
}

async function transcribe(page) {
  const notes = { name: 'notes.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') };
  const input = page.getByLabel('Add recordings');
  await input.setInputFiles([recording]);
  await page.locator('[role=log] p').first().waitFor({ timeout: 120_000 });
  await input.setInputFiles([notes]);
  await page.getByRole('button', { name: 'notes.pdf failed' }).waitFor();
  await page.getByRole('navigation').getByRole('button').nth(1).click();
}

/** A dictation and a recording, then the history with the recording playing. */
async function lookBack(page) {
  await listen(page);
  await page.getByRole('button', { name: 'Stop dictation' }).click();
  await page.getByRole('button', { name: 'Start dictation', disabled: false }).waitFor();
  await page.getByLabel('Add recordings').setInputFiles([recording]);
  await page.locator('[role=log] p').first().waitFor({ timeout: 120_000 });
  await page.getByRole('progressbar').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'History', exact: true }).click();
  await page.getByRole('list', { name: 'Entries' }).getByRole('button').first().click();
  await page.getByRole('button', { name: 'Play' }).click();
  await page.waitForTimeout(1500);
}

async function settingsIn(page, language) {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('combobox', { name: 'Language', exact: true }).selectOption(language);
  await page.locator(`html[lang=${language}]`).waitFor();
  await page.locator('#settings').evaluate((panel) => panel.scrollTo(0, 0));
}

function denyMicrophone() {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
}

async function take(browser, address, { name, act, init, isDesktop, isFirstStart, height = 720, part = 'html' }, scheme) {
  const context = await browser.newContext({
    viewport: { width: 1080, height },
    deviceScaleFactor: 1.5,
    colorScheme: scheme,
  });
  const page = await context.newPage();
  const settings = { ...defaultSettings, isGuideSeen: isFirstStart !== true, language: 'en' };
  await page.addInitScript((json) => localStorage.setItem('utter.settings', json), JSON.stringify(settings));
  if (isDesktop === true) await actAsDesktop(page, settings);
  if (init !== undefined) await page.addInitScript(init);
  await page.goto(address);
  await page
    .getByRole('status')
    .filter({ hasText: /final text by|live words only/ })
    .waitFor({ timeout: 180_000 });
  await act(page);
  await save(page.locator(part), name, scheme);
  await context.close();
}

/** Flat colours and letters need no more than a palette, which is a third of the size; where pngquant isn't installed the picture stays as it is. */
async function save(part, name, scheme) {
  const file = path.join(folder, `${name}${scheme === 'dark' ? '-dark' : ''}.png`);
  await part.screenshot({ path: file });
  spawnSync('pngquant', ['--force', '--ext', '.png', '--strip', '128', file]);
  console.log(path.relative(root, file));
}

/** The overlay needs the desktop build (`npm run build`); it lies on a page of somebody else's. */
async function takeOverlay(browser, scheme) {
  const context = await browser.newContext({
    viewport: { width: 620, height: 132 },
    deviceScaleFactor: 1.5,
    colorScheme: scheme,
  });
  const page = await context.newPage();
  const overlay = await openOverlay(page);
  await page.evaluate(
    (colour) => (document.documentElement.style.background = colour),
    scheme === 'dark' ? '#2c3440' : '#c9d3da',
  );
  for (const levelDb of [-60, -48, -35, -26, -18, -22, -30, -38, -27, -20, -24, -33]) {
    await overlay.show({
      state: 'listening',
      committed: 'Press a hotkey, speak, and the words appear in the application you were',
      tentative: ' using',
      levelDb,
      notice: null,
    });
  }
  await save(page, 'overlay', scheme);
  await context.close();
}

await mkdir(folder, { recursive: true });
const server = await preview({
  root,
  configFile: path.join(root, 'vite.web.config.ts'),
  logLevel: 'error',
  build: { outDir: site },
  preview: { port: 4317, strictPort: false },
});
const browser = await chromium.launch({
  executablePath: await findChromium(),
  args: [
    '--no-sandbox',
    '--disable-background-networking',
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-audio-capture=${recording}%noloop`,
  ],
});
try {
  const [address] = server.resolvedUrls.local;
  for (const scheme of ['light', 'dark']) {
    for (const view of views) if (isWanted(view.name)) await take(browser, address, view, scheme);
    if (isWanted('overlay')) await takeOverlay(browser, scheme);
  }
} finally {
  await browser.close();
  await server.close();
}
