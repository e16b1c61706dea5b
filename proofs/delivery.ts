/**
 * `npm run prove -- delivery [RUNS]`: dictates into real windows, 200 times in a row unless told otherwise, from the key
 * through microphone, model and clipboard to the window, and compares what arrived with what was shown. Needs Linux with
 * Xvfb, openbox, xdotool, xclip, xterm, python3-tk and a Chromium. The last line is one JSON object.
 */
import { rmSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { borrowable, dictateByHolding, isExact, shortMicrophoneArgs, shownText } from '../e2e/desktop/dictation';
import { UtterProcess } from '../e2e/desktop/utter-process';
import { whyNoDesktop, XDesktop, type TextWindow } from '../e2e/desktop/x-desktop';
import { findChromium } from '../scripts/chromium.mjs';

const runs = Number(process.argv[2] ?? 200);
if (!Number.isInteger(runs) || runs < 1) fail(`“${process.argv[2]}” is no number of runs.`);
const reason = whyNoDesktop();
if (reason !== null) fail(`There is no desktop to dictate on: ${reason}.`);
const chromium = (await findChromium()) ?? fail('No Chromium found: set CHROME_PATH.');

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

/** The `share` quantile by the nearest rank, in whole milliseconds. */
function quantileMs(valuesMs: readonly number[], share: number): number {
  const sorted = valuesMs.toSorted((one, other) => one - other);
  return Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN);
}

const desktop = await XDesktop.open();
const utter = new UtterProcess({
  env: desktop.env,
  userData: `${desktop.folder}/user-data`,
  chromium,
  browserArgs: shortMicrophoneArgs(),
});
const counts = { exact: 0, clipboardRestored: 0 };
const latenciesMs: number[] = [];
try {
  await utter.ready();
  // A text field, a terminal that pastes the clipboard, and one that pastes the selection.
  const windows = [await desktop.openField(), await desktop.openTerminal('Gnome-terminal'), await desktop.openTerminal('XTerm')];
  let last: TextWindow | null = null;
  for (let run = 0; run < runs; run++) {
    const window = windows[Math.floor((run * windows.length) / runs)]!;
    if (window !== last) await window.focus();
    const isFirst = window !== last;
    last = window;
    const owned = borrowable(run);
    desktop.copy(owned.bytes, owned.type);
    const from = utter.events.length;
    try {
      const outcome = await dictateByHolding(desktop, utter, window);
      const exact = isExact(outcome, isFirst);
      const restored = isDeepStrictEqual(desktop.clipboardBytes(owned.type), owned.bytes);
      counts.exact += Number(exact);
      counts.clipboardRestored += Number(restored);
      latenciesMs.push(outcome.keyUpToTextMs);
      const verdict = exact && restored ? 'ok' : `exact ${exact}, clipboard restored ${restored}: ${JSON.stringify(outcome)}`;
      console.log(`${run + 1}/${runs} ${window.name} ${outcome.keyUpToTextMs.toFixed(0)} ms “${outcome.arrived}” ${verdict}`);
    } catch (error) {
      console.log(`${run + 1}/${runs} ${window.name} failed: ${error instanceof Error ? error.message : String(error)}`);
      console.log(JSON.stringify([...utter.told('invoked', from), ...utter.told('replied', from), await shownText(utter)]));
      desktop.keyUp('space', 'shift', 'ctrl');
    }
  }
} finally {
  await utter.close();
  desktop.close();
  rmSync(desktop.folder, { recursive: true, force: true });
}
const load = loadavg()[0]?.toFixed(1);
console.log(`load ${load} on ${availableParallelism()} cores; 400 ms of each latency is the recorded tail`);
const percentiles = { keyUpToTextMsP50: quantileMs(latenciesMs, 0.5), keyUpToTextMsP95: quantileMs(latenciesMs, 0.95) };
console.log(JSON.stringify({ runs, ...counts, ...percentiles }));
process.exitCode = counts.exact === runs && counts.clipboardRestored === runs ? 0 : 1;
