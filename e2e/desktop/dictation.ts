/** One dictation from key to window, and what of it is to be true. */
import { setTimeout as sleep } from 'node:timers/promises';
import { join, resample, silence, speech, wav, writeCached } from '../audio';
import { microphoneArgs } from '../microphone';
import type { UtterProcess } from './utter-process';
import type { TextWindow, XDesktop } from './x-desktop';

/** The first words of the fixture: short, so that two hundred of them take minutes. */
const words = ((): Parameters<typeof wav>[0] => {
  const { sampleRateHz, samples } = speech();
  return { sampleRateHz, samples: samples.subarray(0, Math.round(1.62 * sampleRateHz)) };
})();
const spoken = join(silence(48_000, 300), resample(words, 48_000), silence(48_000, 200));
export const spokenMs = (spoken.samples.length * 1000) / spoken.sampleRateHz;

export const shortMicrophoneArgs = (): readonly string[] => [
  '--no-sandbox',
  '--disable-background-networking',
  ...microphoneArgs({ kind: 'plays', file: writeCached('short-dictation.wav', wav(spoken)) }),
];

export const dictationKeys = ['ctrl', 'shift', 'space'] as const;

export interface Outcome {
  /** What the window got. */
  readonly arrived: string;
  /** What the page handed over, and what it showed then. */
  readonly delivered: string;
  readonly shown: string;
  readonly keyUpToTextMs: number;
}

interface Message {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** What the dictation page shows, spaces and line ends alike. */
export async function shownText(utter: UtterProcess): Promise<string> {
  const text = await utter.evaluate(`document.querySelector('[role=log]').textContent`);
  return String(text).trim().replace(/\s+/g, ' ');
}

/** Holds the key, speaks, lets go, and waits until the clipboard is the user's again. */
export async function dictateByHolding(desktop: XDesktop, utter: UtterProcess, window: TextWindow): Promise<Outcome> {
  const from = utter.events.length;
  const lengthBefore = window.text().length;
  const shownBefore = await shownText(utter);
  desktop.keyDown(...dictationKeys);
  await utter.phase('listening', from);
  await sleep(spokenMs);
  const keyUpMs = performance.now();
  desktop.keyUp(...dictationKeys.toReversed());
  const [textMs] = await Promise.all([
    window.grown(lengthBefore, 30_000),
    utter.heard<{ name: string }>('replied', ({ name }) => name === 'deliver', from),
    utter.phase('idle', from),
  ]);
  const [delivery] = (utter.told('invoked', from) as Message[]).filter(({ name }) => name === 'deliver');
  const shown = await shownText(utter);
  return {
    arrived: window.text().slice(lengthBefore),
    delivered: String(delivery?.args[0]),
    shown: shown.slice(shownBefore.length).trim(),
    keyUpToTextMs: textMs - keyUpMs,
  };
}

/** What was shown is what was pasted, but for the space that joins two dictations. */
export function isExact({ arrived, delivered, shown }: Outcome, isFirst: boolean): boolean {
  const isAsDelivered = arrived === (isFirst ? delivered : ` ${delivered}`);
  return isAsDelivered && delivered.replace(/\s+/g, ' ') === shown && /\w/.test(delivered);
}

/** Something of the user's on the clipboard, another each time: a text, or an image. */
export function borrowable(run: number): { readonly type: string; readonly bytes: Buffer } {
  if (run % 2 === 0) return { type: 'UTF8_STRING', bytes: Buffer.from(`what I had copied, ${run} ä “q”`) };
  // The smallest PNG, with something of our own behind its end, which readers ignore.
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==';
  return { type: 'image/png', bytes: Buffer.concat([Buffer.from(png, 'base64'), Buffer.from(`run ${run}`)]) };
}
