/** `npm run bench -- cold-start`: how long after its start the application can be used: its own main process and pages, with the tests' double of Electron. */
import { rmSync } from 'node:fs';
import { microphoneArgs } from '../e2e/microphone';
import { UtterProcess } from '../e2e/desktop/utter-process';
import { whyNoDesktop, XDesktop } from '../e2e/desktop/x-desktop';
import { findChromium } from '../scripts/chromium.mjs';

/** Times are from the start of the process, which includes Node's and the double's own (the double starts Chromium anew). */
interface Start {
  /** The first one of a new user; the later ones find what the browser has cached. */
  readonly start: 'first' | 'later';
  /** The system has granted the dictation key. */
  readonly hotkeyMs: number;
  /** Dictation begins when the key is pressed: what is said is kept until the model is there. */
  readonly listensMs: number;
  /** The model is loaded and has passed its self-test. */
  readonly modelMs: number;
}

type ColdStart =
  | { readonly state: 'measured'; readonly starts: readonly Start[] }
  | { readonly state: 'skipped'; readonly reason: string };

const laterStarts = 3;

async function measureColdStart(): Promise<ColdStart> {
  const noDesktop = whyNoDesktop();
  if (noDesktop !== null) return { state: 'skipped', reason: `there is no desktop: ${noDesktop}` };
  const chromium = await findChromium();
  if (chromium === undefined) return { state: 'skipped', reason: 'there is no Chromium here: set CHROME_PATH' };
  const desktop = await XDesktop.open();
  try {
    const starts: Start[] = [];
    for (let i = 0; i <= laterStarts; i++) starts.push(await start(desktop, chromium, i === 0 ? 'first' : 'later'));
    return { state: 'measured', starts };
  } finally {
    desktop.close();
    rmSync(desktop.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function start(desktop: XDesktop, chromium: string, which: Start['start']): Promise<Start> {
  const startMs = performance.now();
  const passedMs = (): number => performance.now() - startMs;
  const utter = new UtterProcess({
    env: desktop.env,
    userData: `${desktop.folder}/user-data`,
    chromium,
    browserArgs: ['--no-sandbox', '--disable-background-networking', ...microphoneArgs({ kind: 'denied' })],
  });
  try {
    const hotkey = utter.heard('registered', () => true, 0, 60_000).then(passedMs);
    const listens = listening(utter).then(passedMs);
    const model = utter.ready().then(passedMs);
    const [hotkeyMs, listensMs, modelMs] = await Promise.all([hotkey, listens, model]);
    return { start: which, hotkeyMs, listensMs, modelMs };
  } finally {
    await utter.close();
  }
}

/** Until the page would begin a dictation. */
async function listening(utter: UtterProcess): Promise<void> {
  const isReady = `document.querySelector('button[aria-label="Start dictation"], button[title="Start dictation"]')?.disabled === false`;
  const endMs = performance.now() + 60_000;
  while ((await utter.evaluate(isReady).catch(() => false)) !== true) {
    if (performance.now() > endMs) throw new Error('the page can not be used');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const measured = await measureColdStart();
if (measured.state === 'skipped') console.log(measured.reason);
else {
  for (const { start: which, hotkeyMs, listensMs, modelMs } of measured.starts) {
    console.log(
      `${which} start: key after ${Math.round(hotkeyMs)} ms, listens after ${Math.round(listensMs)} ms, model after ${Math.round(modelMs)} ms`,
    );
  }
}
console.log(JSON.stringify(measured));
