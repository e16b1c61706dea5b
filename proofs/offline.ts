/**
 * Proves that dictating asks nothing of the network:
 *
 *     npm run prove -- offline [--seconds 20]
 *
 * Every request that the page and its workers make from the moment dictation starts until its text is written is counted, and so
 * is everything that the browser sends elsewhere. The last line is one JSON object: `requests` left the machine, `ownHost` asked the
 * page's own server for a file of the application.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isLocal, openOutside } from '../e2e/network';
import { openUtter, serveSite, startBrowser } from './browser/browser';

const { values: options } = parseArgs({ options: { seconds: { type: 'string', default: '20' } } });
const seconds = Number(options.seconds);
if (!(seconds > 0)) throw new Error('--seconds is a positive number');

const site = await serveSite();
const outside = await openOutside();
const profile = await mkdtemp(path.join(tmpdir(), 'utter-offline-'));
const microphone = path.resolve(import.meta.dirname, '../e2e/fixtures/speech.wav');
const browser = await startBrowser(profile, microphone, [outside.proxyArg]);
try {
  const { page } = browser;
  await openUtter(page, site.address, { backend: 'wasm' });
  const before = outside.requests.length;
  const requested: string[] = [];
  page.context().on('request', (request) => requested.push(request.url()));
  await page.getByRole('button', { name: 'Start dictation' }).click();
  await page.waitForTimeout(seconds * 1000);
  await page.getByRole('button', { name: 'Stop dictation' }).click();
  await page.getByRole('button', { name: 'Start dictation', disabled: false }).waitFor({ timeout: 60_000 });
  const text = await page.getByRole('log', { name: 'Finished text' }).innerText();
  const left = [...requested.filter((url) => !isLocal(url)), ...outside.requests.slice(before)];
  for (const request of left) console.log(request);
  const words = text.split(/\s+/).filter((word) => word !== '').length;
  const ownHost = requested.filter((url) => /^https?:/.test(url) && isLocal(url)).length;
  if (words === 0) throw new Error('Nothing was dictated, so nothing is proved.');
  console.log(JSON.stringify({ requests: left.length, ownHost, words, seconds }));
  process.exitCode = left.length === 0 ? 0 : 1;
} finally {
  await browser.kill();
  await outside.close();
  await site.close();
  await rm(profile, { recursive: true, force: true });
}
