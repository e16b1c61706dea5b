import { expect, test } from './app';
import { fixture, speech, wav } from './audio';
import { liveWords, utter } from './command-line';
import { UtterWindow, wordsOf } from './utter-window';

// Drawn by software or in plain JavaScript, the default model would take minutes.
const modelId = 'utter-en-small';
test.use({ modelId });

/** By the names that people see. */
const backends = {
  webgpu: 'graphics card (WebGPU)',
  webgl: 'graphics card (WebGL)',
  wasm: 'processor (WebAssembly)',
  cpu: 'processor (JavaScript)',
};

for (const [backend, name] of Object.entries(backends)) {
  test(`[W6] ${backend} passes its self-test and gives the same text as the command line`, async ({ page }) => {
    const window = new UtterWindow(page);
    await window.open();
    await window.backend.selectOption(backend);
    await expect(window.backend).toBeEnabled();
    await window.ready();
    await page.getByRole('button', { name: 'Self-test' }).click();
    const row = page
      .getByRole('table')
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name }) });
    await expect(row).toContainText('correct, in use');
    await page.keyboard.press('Escape');

    const words = await window.transcribe('speech.wav', wav(speech()));
    expect(words).not.toEqual([]);
    expect(words).toEqual(wordsOf(await utter('transcribe', ...liveWords, '--model', modelId, fixture('speech.wav'))));
  });
}

test('[W6] the automatic choice is one that passed, and says why', async ({ page }) => {
  const window = new UtterWindow(page);
  await window.open();
  const label = await window.backend.getByRole('option', { name: /^automatic: / }).textContent();
  const chosen = label?.replace('automatic: ', '') ?? '';
  await page.getByRole('button', { name: 'Self-test' }).click();
  const panel = page.getByRole('region', { name: 'Self-test' });
  await expect(panel.getByRole('row').filter({ hasText: 'in use' })).toContainText(chosen);
  await expect(panel.locator('p').first()).toContainText(/\w+ \w+/);
});
