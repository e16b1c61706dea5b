import { describe, expect, it } from 'vitest';
import { finalManifest } from '../seq2seq/fixtures/manifest';
import { isInstalledName, modelFolder, readModelKind, takeInventory, wholeModel } from './inventory';

const part = (file: string) => ({ file, bytes: 10, sha256: '0'.repeat(64) });
const live = (id: string, name: string) =>
  JSON.stringify({
    format: 'onnx-transducer',
    version: 1,
    id,
    name,
    language: 'en',
    licence: 'CC0',
    parts: { encoder: part('e.onnx'), decoder: part('d.onnx'), joiner: part('j.onnx'), tokens: part('tokens.txt') },
  });
const final = JSON.stringify(finalManifest('whisper-base'));
const files = (...names: string[]) => names.map((name) => ({ name, bytes: 1 }));
const folder = (manifest: string | null, ...names: string[]) => modelFolder({ location: 'm', manifest, files: files(...names) });

describe('the inventory of models', () => {
  it('[M12] a manifest says which kind a folder is, and what is wrong with it', () => {
    expect(folder(live('a', 'A'))).toMatchObject({ kind: 'live', manifest: { id: 'a' } });
    expect(folder(final)).toMatchObject({ kind: 'final', manifest: { id: 'whisper-base' } });
    expect(folder('{')).toMatchObject({
      kind: 'damaged',
      failure: { code: 'model-invalid', message: 'm/manifest.json is not JSON.' },
    });
    expect(folder(JSON.stringify({ format: 'else' })).kind).toBe('damaged');
  });

  it('[M12] without a manifest, the names of its files say what a folder is', () => {
    expect(folder(null, 'encoder.onnx')).toMatchObject({ kind: 'plain', layout: 'transducer' });
    expect(folder(null, 'config.json', 'onnx/encoder_model.onnx')).toMatchObject({ kind: 'plain', layout: 'encoder-decoder' });
    expect(folder(null, 'readme.md')).toMatchObject({ kind: 'other', failure: { code: 'model-invalid' } });
  });

  it('[M12] only a folder with a manifest that can be used is a whole model', async () => {
    expect(wholeModel(folder(final)).kind).toBe('final');
    for (const none of [folder('{'), folder(null, 'encoder.onnx'), folder(null)])
      expect(() => wholeModel(none)).toThrow('m/manifest.json');
    const text = live('a', 'Ä');
    const read = () => Promise.resolve(new TextEncoder().encode(text));
    expect(await readModelKind({ location: 'm', read })).toMatchObject({ kind: 'live', manifest: { name: 'Ä' } });
  });

  it('[M12, H13] a model takes the place of one before it in a folder of the same name; what can’t be used is told apart', () => {
    const { models, unusable } = takeInventory([
      { name: 'en', model: folder(live('en', 'Shipped')), from: 1 },
      { name: 'de', model: folder(live('de', 'Zebra')), from: 1 },
      { name: 'en', model: folder(live('en', 'Mine')), from: 2 },
      { name: 'de', model: folder('{'), from: 2 },
    ]);
    expect(models.map(({ name, from, model }) => [name, from, model.manifest.name])).toEqual([
      ['en', 2, 'Mine'],
      ['de', 1, 'Zebra'],
    ]);
    expect(unusable.map(({ name, from, model }) => [name, from, model.kind])).toEqual([['de', 2, 'damaged']]);
    expect(['a', '.a.downloading'].map(isInstalledName)).toEqual([true, false]);
  });
});
