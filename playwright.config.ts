import { defineConfig, devices } from '@playwright/test';
import { findChromium } from './scripts/chromium.mjs';

const executablePath = await findChromium();
if (executablePath === undefined) {
  throw new Error('No Chromium found: run `npx playwright install chromium`, or set CHROME_PATH.');
}

/** The browser edition as built by `npm run build:web`, served as a user's server would. */
const port = Number(process.env.UTTER_E2E_PORT ?? 4179);

/** What needs `npm run build`; each says so where it is missing. */
const desktopSpecs = /(delivery|desktop|overlay)\.spec\.ts$/;

export default defineConfig({
  testDir: 'e2e',
  projects: [
    { name: 'browser', testIgnore: desktopSpecs },
    { name: 'desktop', testMatch: desktopSpecs },
  ],
  outputDir: 'test-results',
  // One at a time: each test runs a speech recogniser, and its times must not depend on a neighbour.
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env.CI !== undefined,
  // Microphones play in real time, whatever else the machine does: once more in CI, and the summary names what was flaky.
  retries: process.env.CI === undefined ? 0 : 1,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    baseURL: `http://localhost:${port}`,
    trace: 'retain-on-failure',
    launchOptions: { executablePath },
  },
  webServer: {
    command: [
      'node node_modules/vite/bin/vite.js preview --config vite.web.config.ts --configLoader runner',
      `--host localhost --port ${port} --strictPort`,
    ].join(' '),
    url: `http://localhost:${port}`,
    timeout: 60_000,
    reuseExistingServer: false,
  },
});
