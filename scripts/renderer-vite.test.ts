import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, expect, it } from 'vitest';
import { modelFolders, textFolder } from './renderer-vite';

const root = mkdtempSync(path.join(tmpdir(), 'utter-text-'));
afterAll(() => rmSync(root, { recursive: true }));

async function built(folder: string, out: string, plugin = textFolder): Promise<string> {
  writeFileSync(path.join(root, 'index.html'), '<!doctype html><title>page</title>');
  const outDir = path.join(root, out);
  await build({ root, configFile: false, logLevel: 'silent', build: { outDir }, plugins: [plugin(folder)] });
  return path.join(outDir, plugin === textFolder ? 'text' : 'models');
}

/** The tiny model, and one that has its units from there. */
function sharingModels(): string {
  const folder = path.join(root, 'models');
  const tiny = fileURLToPath(new URL('../src/engine/fixtures/tiny', import.meta.url));
  for (const id of ['tiny', 'sharing']) cpSync(tiny, path.join(folder, id), { recursive: true });
  const file = path.join(folder, 'sharing/manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { files: Record<string, object> };
  const units = { ...manifest.files['units.txt'], of: 'tiny' };
  writeFileSync(file, JSON.stringify({ ...manifest, id: 'sharing', files: { ...manifest.files, 'units.txt': units } }));
  rmSync(path.join(folder, 'sharing/units.txt'));
  return folder;
}

it('[K46] the browser edition has the text folder beside its page', async () => {
  mkdirSync(path.join(root, 'resources/en'), { recursive: true });
  writeFileSync(path.join(root, 'resources/en/punctuator.safetensors'), 'bytes');
  const text = await built(path.join(root, 'resources'), 'out');
  expect(readFileSync(path.join(text, 'en/punctuator.safetensors'), 'utf8')).toBe('bytes');
});

it('[K46] without the folder it is built all the same', async () => {
  expect(existsSync(await built(path.join(root, 'none'), 'without'))).toBe(false);
});

it('[M14] the browser edition has a file that models share once, and is not built without it', async () => {
  const folder = sharingModels();
  const models = await built(folder, 'shared', modelFolders);
  expect([existsSync(path.join(models, 'tiny/units.txt')), existsSync(path.join(models, 'sharing/units.txt'))]).toEqual([
    true,
    false,
  ]);
  const index = JSON.parse(readFileSync(path.join(models, 'index.json'), 'utf8')) as { id: string; hash: string }[];
  expect(index.map(({ id, hash }) => [id, hash.length])).toEqual([
    ['sharing', 64],
    ['tiny', 64],
  ]);
  rmSync(path.join(folder, 'tiny'), { recursive: true });
  await expect(built(folder, 'without-it', modelFolders)).rejects.toThrow(
    'The model in sharing shares units.txt with the one in tiny, which is not there.',
  );
});
