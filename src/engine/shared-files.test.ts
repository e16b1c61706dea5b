import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { manifestFile } from '../core/model/any-manifest';
import { transcriptText } from '../core/transcript/text';
import { tinyTableFolder, tinyTableModel } from './fixtures/models';
import { readModel } from './load';
import { loadAnyModel } from './load-any';
import { folderFiles } from './node';

const root = mkdtempSync(join(tmpdir(), 'utter-shared-'));
afterAll(() => rmSync(root, { recursive: true }));

/** The tiny model of phones beside another, in whose folder its lexicon, language model and g2p lie. */
function sharingFolder(): string {
  const [whole, sharing] = [join(root, 'whole'), join(root, 'sharing')];
  for (const folder of [whole, sharing]) cpSync(tinyTableFolder, folder, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(sharing, manifestFile), 'utf8')) as { files: Record<string, object> };
  for (const name of ['lexicon.safetensors', 'lm.safetensors', 'g2p.safetensors']) {
    manifest.files[name] = { ...manifest.files[name], of: 'whole' };
    rmSync(join(sharing, name));
  }
  writeFileSync(join(sharing, manifestFile), JSON.stringify({ ...manifest, id: 'sharing' }));
  return sharing;
}

it('[M14] a model with its language files in the folder beside it gives the same text, and is refused without them', async () => {
  const folder = sharingFolder();
  const { samples } = (await readModel(tinyTableModel)).parts.golden;
  const texts: string[] = [];
  for (const files of [tinyTableModel, folderFiles(folder)]) {
    const model = await loadAnyModel(files, { backend: 'wasm' });
    const recognizer = model.createRecognizer();
    await recognizer.acceptWaveform(samples, 16000);
    texts.push(transcriptText(await recognizer.inputFinished()));
    recognizer.dispose();
    model.dispose();
  }
  expect(texts[1]).toBe(texts[0]);
  rmSync(join(root, 'whole', 'lm.safetensors'));
  await expect(readModel(folderFiles(folder))).rejects.toMatchObject({
    code: 'model-not-found',
    message: expect.stringContaining(
      `with the model "whole", but it can't be read there: ${join(root, 'whole', 'lm.safetensors')}`,
    ) as string,
  });
});
