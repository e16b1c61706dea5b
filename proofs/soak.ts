/**
 * Proves that a long dictation needs no more memory than its beginning:
 *
 *     npm run prove -- soak [--minutes 60] [--as-browser]
 *
 * Speech is fed to the page as fast as it is recognised, journal and history included, in a Chromium with the desktop application's
 * settings of memory, or its own with `--as-browser`. The last line is one JSON object.
 * Needs `ps`.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { serveSite } from './browser/browser';
import { soak } from './browser/long-dictation';

const { values: options } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, 'as-browser': { type: 'boolean', default: false } },
});
const minutes = Number(options.minutes);
if (!(minutes > 0)) throw new Error('--minutes is a positive number');

const site = await serveSite();
const profile = await mkdtemp(path.join(tmpdir(), 'utter-soak-'));
try {
  const wav = await readFile(path.resolve(import.meta.dirname, '../e2e/fixtures/speech.wav'));
  const speech = wav.subarray(44).toString('base64');
  const result = await soak({
    address: site.address,
    profile,
    speech,
    minutes,
    ...(options['as-browser'] && { v8Flags: '' }),
    log: (line) => console.log(line),
  });
  console.log(JSON.stringify(result));
  process.exitCode = result.tensorGrowth === 0 && result.rssGrowthPct < 10 && result.keptGrowthPct < 10 ? 0 : 1;
} finally {
  await site.close();
  await rm(profile, { recursive: true, force: true });
}
