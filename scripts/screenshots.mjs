// Takes the pictures in docs/screenshots with the shipped model: `npm run build:web && node scripts/screenshots.mjs`.
// A WAV file as argument is spoken into the microphone instead of the test fixture; UTTER_SITE names another build,
// UTTER_PICTURE the only picture of the window to be taken.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { openOverlay } from './overlay-page.mjs';
import { findChromium } from './test/chromium.mjs';

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, 'docs/screenshots');
const recording = path.resolve(process.argv[2] ?? path.join(root, 'e2e/fixtures/speech.wav'));
const only = process.env.UTTER_PICTURE;
const site = path.resolve(process.env.UTTER_SITE ?? path.join(root, 'dist/web'));

/** One picture: what the browser is told, what is done, and the moment. */
const pictures = [
  { name: 'start', scheme: 'light', act: async () => {} },
  { name: 'dictating', scheme: 'light', act: listen },
  { name: 'dictating-dark', scheme: 'dark', act: listen },
  { name: 'recordings', scheme: 'light', act: transcribe },
  { name: 'self-test-dark', scheme: 'dark', act: (page) => page.getByRole('button', { name: 'Self-test' }).click() },
  { name: 'history', scheme: 'light', act: lookBack },
  { name: 'history-dark', scheme: 'dark', act: lookBack },
  { name: 'settings', scheme: 'light', act: (page) => settingsIn(page, 'en') },
  { name: 'settings-arabic', scheme: 'light', act: (page) => settingsIn(page, 'ar') },
  // Needs a font with Japanese letters.
  { name: 'settings-japanese-dark', scheme: 'dark', act: (page) => settingsIn(page, 'ja') },
  { name: 'problem', scheme: 'light', act: listen, init: denyMicrophone },
];

async function listen(page) {
  await page.getByRole('button', { name: 'Start dictation' }).click();
  const heard = page.locator('[data-wet], [role=log] p').or(page.getByRole('alert'));
  await heard.first().waitFor({ timeout: 60_000 });
  // A little later there is a sentence and the voice has travelled along the thread.
  await page.waitForTimeout(2600);
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
  await page.getByRole('combobox', { name: 'Language' }).selectOption(language);
  await page.locator(`html[lang=${language}]`).waitFor();
  await page.locator('#settings').evaluate((panel) => panel.scrollTo(0, 0));
}

function denyMicrophone() {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
}

async function take(browser, address, { name, scheme, act, init }) {
  const context = await browser.newContext({
    viewport: { width: 1080, height: 720 },
    deviceScaleFactor: 1.5,
    colorScheme: scheme,
  });
  const page = await context.newPage();
  if (init !== undefined) await page.addInitScript(init);
  await page.goto(address);
  await page.getByRole('status').filter({ hasText: 'nothing leaves' }).waitFor({ timeout: 180_000 });
  await act(page);
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file });
  console.log(path.relative(root, file));
  await context.close();
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
  await page.evaluate((colour) => (document.documentElement.style.background = colour), scheme === 'dark' ? '#2c3440' : '#c9d3da');
  for (const levelDb of [-60, -48, -35, -26, -18, -22, -30, -38, -27, -20, -24, -33]) {
    await overlay.show({
      state: 'listening',
      committed: 'Press a hotkey, speak, and the words appear in the application you were',
      tentative: ' using',
      levelDb,
    });
  }
  const file = path.join(folder, `overlay${scheme === 'dark' ? '-dark' : ''}.png`);
  await page.screenshot({ path: file });
  console.log(path.relative(root, file));
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
  for (const picture of pictures) {
    if (only === undefined || picture.name === only) await take(browser, address, picture);
  }
  for (const scheme of ['light', 'dark']) await takeOverlay(browser, scheme);
} finally {
  await browser.close();
  await server.close();
}
