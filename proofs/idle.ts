/**
 * `npm run prove -- idle [--minutes 5]`: what Utter costs while nobody dictates. The built main process (with the tests'
 * double of Electron) and its keyboard hook run with the keys armed and the window hidden, on an X server of their own; their
 * processor time is counted, as a share of one core. Then the same while someone types. The page runs in a Chromium without a
 * display, which stands for Electron's and is told apart. Needs `npm run build`, Linux, Xvfb, openbox and xdotool.
 * The last line is one JSON object; the status tells whether main and hook stayed within 0.5 % while nobody typed.
 */
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { coreShares } from '../e2e/desktop/processor-time';
import { isBuilt, UtterProcess } from '../e2e/desktop/utter-process';
import { whyNoDesktop, XDesktop } from '../e2e/desktop/x-desktop';
import { findChromium } from '../scripts/chromium.mjs';

const { values: options } = parseArgs({ options: { minutes: { type: 'string', default: '5' } } });
const minutes = Number(options.minutes);
if (!(minutes > 0)) throw new Error('--minutes is a positive number');
const reason = isBuilt() ? whyNoDesktop() : 'out/ is missing (npm run build)';
if (reason !== null) throw new Error(`There is no desktop to be idle on: ${reason}.`);
const chromium = await findChromium();
if (chromium === undefined) throw new Error('No Chromium found: set CHROME_PATH.');

/** Until the model is loaded, and what follows is done. */
const settleMs = 20_000;
const typingSeconds = 20;
const mostShare = 0.005;

const desktop = await XDesktop.open();
const utter = new UtterProcess({
  env: desktop.env,
  userData: `${desktop.folder}/user-data`,
  chromium,
  browserArgs: ['--no-sandbox', '--disable-background-networking', '--use-fake-device-for-media-stream'],
});
try {
  await utter.ready();
  await sleep(settleMs);
  const hookPid = Number(await utter.ask('utility process', 'Utter keyboard'));
  const share = (seconds: number) => coreShares(utter.pid, hookPid, seconds);
  const idle = await share(minutes * 60);
  console.log(`nobody types: ${JSON.stringify(idle)} of a core`);
  // Ten keys a second, faster than anyone types for long.
  const typing = desktop.start('xdotool', ['type', '--delay', '50', 'the quick brown fox '.repeat(typingSeconds)]);
  const typed = await share(typingSeconds);
  typing.kill();
  console.log(`someone types: ${JSON.stringify(typed)} of a core`);
  console.log(JSON.stringify({ minutes, idle, typing: typed }));
  process.exitCode = idle.main + idle.hook <= mostShare ? 0 : 1;
} finally {
  await utter.close();
  desktop.close();
  rmSync(desktop.folder, { recursive: true, force: true });
}
