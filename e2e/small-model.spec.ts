import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from './app';
import { speech, wav } from './audio';
import { UtterWindow } from './utter-window';

const standard = join(import.meta.dirname, '..', 'resources', 'models', 'utter-en');
const id = 'utter-en-small';
const name = 'English, small';
const shared = ['lexicon.safetensors', 'lm.safetensors', 'g2p.safetensors'];

interface Manifest {
  readonly files: Readonly<Record<string, { readonly sha256: string }>>;
}

const manifest = JSON.parse(readFileSync(join(standard, 'manifest.json'), 'utf8')) as Manifest;
const hash = manifest.files['weights.safetensors']!.sha256;

/** A machine that was found too slow for the default, which has a smaller model beside it. */
const test = base.extend<{ readonly slow: void }>({
  slow: [
    async ({ page }, use) => {
      const found = { modelId: id, hash, backends: ['wasm'], msPerChunk: 400, chunkMs: 320 };
      await page.addInitScript(
        (more) => {
          const key = 'utter.settings';
          if (!location.protocol.startsWith('http')) return;
          const stored = JSON.parse(localStorage.getItem(key) ?? '{}') as object;
          // What the page itself has stored comes after it.
          localStorage.setItem(key, JSON.stringify({ ...more, ...stored }));
        },
        { backend: 'wasm', automaticModel: found },
      );
      await use();
    },
    { auto: true },
  ],
});

test('[S106] [M14] [U76] a machine too slow for the default has the small model, which shares files with it, until the user chooses', async ({
  page,
}) => {
  test.slow();
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
  const window = new UtterWindow(page);
  await window.open();
  const picker = page.getByRole('combobox', { name: 'Live model' });
  await expect(picker.getByRole('option', { selected: true })).toHaveText(`automatic: ${name}`);
  await page.getByRole('button', { name: 'Self-test' }).click();
  await expect(page.getByRole('region', { name: 'Self-test' })).toContainText('takes 400 ms for 320 ms of speech here');
  await page.keyboard.press('Escape');
  expect((await window.transcribe('small.wav', wav(speech()))).length).toBeGreaterThan(3);
  for (const file of shared) {
    expect(loaded).toContain(`/models/utter-en/${file}`);
    expect(loaded).not.toContain(`/models/${id}/${file}`);
  }
  expect(loaded).not.toContain('/models/utter-en/weights.safetensors');

  await picker.selectOption('utter-en');
  await window.ready();
  await expect(picker).toHaveValue('utter-en');
  await page.reload();
  await window.ready();
  await expect(picker, 'the user’s own choice stays').toHaveValue('utter-en');
});
