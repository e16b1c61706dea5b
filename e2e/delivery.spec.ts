/**
 * The built main process on an X server of its own: a key is pressed, a recording is spoken into the microphone, and the
 * text arrives in another application's window. `npm run prove -- delivery` does it two hundred times.
 */
import { expect, test } from '@playwright/test';
import { setTimeout as sleep } from 'node:timers/promises';
import { findChromium } from '../scripts/chromium.mjs';
import {
  borrowable,
  dictateByHolding,
  dictationKeys,
  isExact,
  shortMicrophoneArgs,
  shownText,
  spokenMs,
} from './desktop/dictation';
import { coreShares } from './desktop/processor-time';
import { isBuilt, UtterProcess } from './desktop/utter-process';
import { whyNoDesktop, XDesktop, type TextWindow } from './desktop/x-desktop';

const reason = whyNoDesktop() ?? (isBuilt() ? null : 'out/ is missing (npm run build)');
if (reason !== null) console.log(`Skipped, delivery into real windows: ${reason}.`);

interface Message {
  readonly name: string;
  readonly args: readonly unknown[];
}

test.describe('delivery into real windows', () => {
  test.skip(reason !== null, reason ?? '');
  test.setTimeout(240_000);

  let desktop: XDesktop;
  let utter: UtterProcess;
  let field: TextWindow;

  test.beforeAll(async () => {
    desktop = await XDesktop.open();
    utter = new UtterProcess({
      env: desktop.env,
      userData: `${desktop.folder}/user-data`,
      chromium: (await findChromium()) ?? '',
      browserArgs: shortMicrophoneArgs(),
      settings: { deliveryRules: [{ app: 'typed-into', method: 'type' }] },
    });
    await utter.ready();
    field = await desktop.openField();
  });
  test.afterAll(async () => {
    await utter?.close();
    desktop?.close();
  });

  /** Two words at least, and none of the overlay's own, which end in three dots. */
  const words = /^[^…]*\w \w[^…]*$/;
  const overlayText = (): Promise<unknown> =>
    utter.ask('evaluate Utter is listening', `document.querySelector('main')?.textContent`);

  for (const [run, [name, open]] of (
    [
      ['a text field', () => Promise.resolve(field)],
      ['a terminal', () => desktop.openTerminal('Gnome-terminal')],
      ['xterm', () => desktop.openTerminal('XTerm')],
    ] as const
  ).entries()) {
    test(`[P30] what was shown is what arrives in ${name}, twice, and the clipboard is given back`, async () => {
      const window = await open();
      await window.focus();
      for (const time of [0, 1]) {
        const owned = borrowable(run + time);
        desktop.copy(owned.bytes, owned.type);
        const outcome = await dictateByHolding(desktop, utter, window);
        expect(isExact(outcome, time === 0), JSON.stringify(outcome)).toBe(true);
        expect(desktop.clipboardBytes(owned.type)).toEqual(owned.bytes);
      }
    });
  }

  test('[P23] where pasting fails the text is typed, and the clipboard is left alone', async () => {
    const window = await desktop.openTerminal('Typed-into');
    await window.focus();
    const owned = borrowable(1);
    desktop.copy(owned.bytes, owned.type);
    const from = utter.events.length;
    const dictation = dictateByHolding(desktop, utter, window);
    const { delivered } = await dictation;
    await expect.poll(() => window.text()).toBe(delivered);
    const isDelivery = ({ name }: { name: string }): boolean => name === 'deliver';
    const { reply } = await utter.heard<{ name: string; reply: unknown }>('replied', isDelivery, from);
    expect(reply).toEqual({ ok: true, result: { state: 'typed', app: 'xterm' } });
    expect(desktop.clipboardBytes(owned.type)).toEqual(owned.bytes);
  });

  test('[U40] the overlay shows the words as they come, and the focus stays where it was', async () => {
    await field.focus();
    const before = desktop.activeWindow();
    // The overlay of the dictation before closes by itself.
    const isOverlay = (each: unknown): boolean => (each as { title: string }).title === 'Utter is listening';
    const last = (): string => (utter.told('window').findLast(isOverlay) as { how: string } | undefined)?.how ?? 'hide';
    await expect.poll(last, { timeout: 10_000 }).toBe('hide');
    const from = utter.events.length;
    desktop.keyDown(...dictationKeys);
    await utter.phase('listening', from);
    await expect.poll(overlayText).toMatch(words);
    expect(desktop.activeWindow()).toBe(before);
    desktop.keyUp(...dictationKeys.toReversed());
    await utter.phase('idle', from);
    await expect.poll(overlayText).toBe('Pasted');
    const shows = utter.told('window', from) as { title: string; how: string }[];
    expect(shows[0]).toEqual({ title: 'Utter is listening', how: 'showInactive' });
    await expect.poll(() => utter.told('window', from)).toContainEqual({ title: 'Utter is listening', how: 'hide' });
    const sent = utter.told('sent', from) as Message[];
    const spoken = sent.flatMap(({ name, args: [live] }) =>
      name === 'liveChanged' ? [(live as { tentative: string }).tentative] : [],
    );
    expect(
      spoken.some((tentative) => tentative !== ''),
      'tentative words were among them',
    ).toBe(true);
  });

  test('[S50] a tap starts, another stops, and no key of either reaches the application', async () => {
    await field.focus();
    const before = field.text();
    const from = utter.events.length;
    desktop.tap('ctrl+shift+space');
    await utter.phase('listening', from);
    await sleep(spokenMs);
    expect(field.text()).toBe(before);
    desktop.tap('ctrl+shift+space');
    await field.grown(before.length, 30_000);
    await utter.phase('idle', from);
    expect(field.text().slice(before.length)).toMatch(/^ ?\w/);
  });

  test('[S53] Escape cancels: nothing arrives, and what was said stays in Utter', async () => {
    await field.focus();
    const before = field.text();
    const shownBefore = await shownText(utter);
    const from = utter.events.length;
    desktop.keyDown(...dictationKeys);
    await utter.phase('listening', from);
    await expect.poll(overlayText).toMatch(words);
    desktop.tap('Escape');
    desktop.keyUp(...dictationKeys.toReversed());
    await utter.phase('idle', from);
    await sleep(1000);
    expect(field.text()).toBe(before);
    expect((await shownText(utter)).length).toBeGreaterThan(shownBefore.length);
    expect(utter.told('invoked', from).some((each) => (each as Message).name === 'deliver')).toBe(false);
  });

  test('[P27] a key pastes the last text again', async () => {
    await field.focus();
    const first = await dictateByHolding(desktop, utter, field);
    const before = field.text();
    desktop.tap('ctrl+shift+F9');
    await field.grown(before.length, 10_000);
    await expect.poll(() => field.text().slice(before.length).trim()).toBe(first.delivered);
    await sleep(1000);
  });

  test('[S56] scripts start, stop and cancel the Utter that runs, and can’t stop one that doesn’t', async () => {
    await field.focus();
    const before = field.text();
    let from = utter.events.length;
    expect(utter.launchAgain('--start').status).toBe(0);
    await utter.phase('listening', from);
    await sleep(spokenMs);
    expect(utter.launchAgain('--stop').status).toBe(0);
    await field.grown(before.length, 30_000);
    await utter.phase('idle', from);
    from = utter.events.length;
    utter.launchAgain('--toggle');
    await utter.phase('listening', from);
    utter.launchAgain('--cancel');
    await utter.phase('idle', from);
    const alone = utter.launchAgain('--stop', `${desktop.folder}/nobody`);
    expect([alone.status, alone.stderr]).toEqual([1, expect.stringContaining('Utter is not running')]);
  });

  test('[S52] after the keyboard hook was killed, holding the key works again', async () => {
    await field.focus();
    const from = utter.events.length;
    process.kill(Number(await utter.ask('utility process', 'Utter keyboard')), 'SIGKILL');
    const isHook = ({ serviceName }: { serviceName: string }): boolean => serviceName === 'Utter keyboard';
    await utter.heard('utility process', isHook, from);
    await sleep(1500);
    const outcome = await dictateByHolding(desktop, utter, field);
    expect(outcome.arrived.trim()).toBe(outcome.delivered);
    expect(outcome.delivered).not.toBe('');
  });

  test('[H61] after the screen was locked and unlocked another hook listens, and holding the key works', async () => {
    await field.focus();
    const from = utter.events.length;
    const before = await utter.ask('utility process', 'Utter keyboard');
    await utter.ask('power', 'lock-screen');
    await utter.ask('power', 'unlock-screen');
    const isHook = ({ serviceName, pid }: { serviceName: string; pid: number }): boolean =>
      serviceName === 'Utter keyboard' && pid !== before;
    await utter.heard('utility process', isHook, from);
    await sleep(1500);
    const outcome = await dictateByHolding(desktop, utter, field);
    expect(outcome.arrived.trim()).toBe(outcome.delivered);
    expect(outcome.delivered).not.toBe('');
  });

  test('[H64] while nobody dictates, main and the keyboard hook take next to no processor time', async () => {
    const hookPid = Number(await utter.ask('utility process', 'Utter keyboard'));
    const { main, hook } = await coreShares(utter.pid, hookPid, 20);
    expect(main + hook).toBeLessThanOrEqual(0.005);
  });

  test('[W8] no page wrote an error', () => {
    expect(utter.errors).toEqual([]);
  });
});
