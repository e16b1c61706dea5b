import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { finalManifest } from '../seq2seq/fixtures/manifest';
import { isLiveManifest, manifestBytes, manifestFacts, manifestFiles, parseAnyManifest, readAnyManifest } from './any-manifest';

const own = readFileSync(new URL('../../../resources/models/utter-en/manifest.json', import.meta.url), 'utf8');
const part = (file: string) => ({ file, bytes: 10, sha256: '0'.repeat(64) });
const transducer = {
  format: 'onnx-transducer',
  version: 1,
  id: 'zipformer',
  name: 'Zipformer',
  language: 'zh-CN,en',
  licence: 'Apache-2.0',
  source: 'https://models.example/z',
  parts: { encoder: part('e.onnx'), decoder: part('d.onnx'), joiner: part('j.onnx'), tokens: part('tokens.txt') },
  evaluation: [{ set: 'dev', wer: 0.1, source: 'https://papers.example/1' }],
};

it('[M12] the manifest of every kind of model is read in one place, which tells its role, languages, size and rates', () => {
  expect(manifestFacts(readAnyManifest(own, 'm'))).toMatchObject({
    id: 'utter-en',
    language: 'en',
    languages: ['en'],
    role: 'live',
    source: null,
  });
  expect(manifestFacts(parseAnyManifest(transducer, 'm'))).toEqual({
    id: 'zipformer',
    name: 'Zipformer',
    language: 'zh-CN,en',
    languages: ['zh', 'en'],
    licence: 'Apache-2.0',
    bytes: 40,
    rates: [{ set: 'dev', wer: 0.1, source: 'https://papers.example/1' }],
    source: 'https://models.example/z',
    role: 'live',
  });
  const final = parseAnyManifest(finalManifest('whisper-base'), 'm');
  expect(manifestFacts(final)).toMatchObject({
    id: 'whisper-base',
    language: 'en,de',
    languages: ['en', 'de'],
    role: 'final',
    bytes: 40,
  });
  expect(
    [own, JSON.stringify(transducer), JSON.stringify(final)].map((text) => isLiveManifest(readAnyManifest(text, 'm'))),
  ).toEqual([true, true, false]);
});

it('[M12] a file counts once, whatever parts it is', () => {
  const shared = { ...transducer, parts: { ...transducer.parts, joiner: part('d.onnx') } };
  expect(manifestBytes(parseAnyManifest(shared, 'm'))).toBe(30);
  const { files } = JSON.parse(own) as { files: object };
  expect(manifestFiles(readAnyManifest(own, 'm')).map(({ file }) => file)).toEqual(Object.keys(files));
});

it('[M12] what is no manifest is refused with the place, whatever kind it says it is', () => {
  for (const format of ['utter-model', 'onnx-transducer', 'onnx-encoder-decoder', 'else', undefined]) {
    expect(() => parseAnyManifest({ format, version: 1 }, 'folder')).toThrow('folder/manifest.json is not valid');
  }
  expect(() => readAnyManifest('{', 'folder')).toThrow('folder/manifest.json is not JSON');
  expect(() => parseAnyManifest(null, 'folder')).toThrow('folder/manifest.json');
});
