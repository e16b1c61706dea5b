import { readFile } from 'node:fs/promises';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../out/renderer');
const origin = 'http://overlay.test';
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

/**
 * The desktop build's overlay in a page of any browser, with a host that the caller drives: `show` sends it a frame.
 * @param {import('@playwright/test').Page} page
 */
export async function openOverlay(page) {
  await page.route(`${origin}/**`, async (route) => {
    const name = new URL(route.request().url()).pathname;
    const contentType = types[path.extname(name)] ?? 'application/octet-stream';
    await route.fulfill({ body: await readFile(path.join(folder, name)), contentType });
  });
  await page.addInitScript(() => {
    const listeners = new Set();
    globalThis.showFrame = (frame) => listeners.forEach((listener) => listener(frame));
    globalThis.utterOverlay = {
      onFrame: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
  });
  await page.goto(`${origin}/overlay.html`);
  return {
    /** @param {unknown} view @param {string} [theme] @param {string} [language] */
    show: (view, theme = 'system', language = 'en') =>
      page.evaluate((frame) => globalThis.showFrame(frame), { view, theme, language }),
  };
}
