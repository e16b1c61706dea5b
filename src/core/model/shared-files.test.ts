import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { FolderSource } from '../onnx/describe';
import { type AnyManifest, manifestBytes, parseAnyManifest, readAnyManifest } from './any-manifest';
import type { ModelFiles } from './files';
import type { Manifest } from './manifest';
import { checkSharedFiles } from './shared-files';
import { understandFolder } from './understand';
import { readModelFile } from './verify';

const shipped = new URL('../../../resources/models/', import.meta.url);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const hashOf = (contents: Uint8Array): string => createHash('sha256').update(contents).digest('hex');
const sha256 = (contents: Uint8Array): Promise<string> => Promise.resolve(hashOf(contents));
const facts = (text: string) => ({ bytes: bytes(text).length, sha256: hashOf(bytes(text)) });

const contents = {
  'weights.safetensors': 'weights',
  'units.txt': 'units',
  'golden.json': '{}',
  'lexicon.safetensors': 'lexicon',
};
const shared = 'lexicon.safetensors';

/** A model of pieces with one more file, which is nobody's in particular: `of` says in whose folder it is. */
function manifest(id: string, of?: string): Manifest {
  const own = JSON.parse(readFileSync(new URL('../../engine/fixtures/tiny/manifest.json', import.meta.url), 'utf8')) as object;
  const files = Object.fromEntries(Object.entries(contents).map(([name, text]) => [name, facts(text)]));
  return parseAnyManifest({ ...own, id, files: { ...files, [shared]: { ...files[shared], of } } }, id) as Manifest;
}

/** Folders side by side. */
function folder(folders: Readonly<Record<string, Readonly<Record<string, string>>>>, name: string): ModelFiles {
  return {
    location: `/models/${name}`,
    read: (file) => {
      const text = folders[name]?.[file];
      return text === undefined
        ? Promise.reject(new Error(`/models/${name}/${file} is not there.`))
        : Promise.resolve(bytes(text));
    },
    beside: (other) => folder(folders, other),
  };
}

const small = manifest('small', 'large');

it('[M14] a file that a model shares is read from the folder beside it, and checked against its own manifest', async () => {
  const folders = { large: { [shared]: 'lexicon' }, small: { [shared]: 'another', 'units.txt': 'units' } };
  const files = folder(folders, 'small');
  expect(await readModelFile(files, small, shared, sha256)).toEqual(bytes('lexicon'));
  expect(await readModelFile(files, small, 'units.txt', sha256)).toEqual(bytes('units'));
  expect(manifestBytes(small)).toBe(manifestBytes(manifest('large')) - bytes('lexicon').length);
});

it('[M14] one that is not there, or is another, is named with both models and the way out', async () => {
  const read = (files: ModelFiles): Promise<Uint8Array> => readModelFile(files, small, shared, sha256);
  for (const folders of [{}, { large: {} }]) {
    await expect(read(folder(folders, 'small'))).rejects.toMatchObject({
      code: 'model-not-found',
      message: `The model "small" shares ${shared} with the model "large", but it can't be read there: /models/large/${shared} is not there.`,
      remedy: expect.stringContaining('Put the complete model "large" into the folder that contains "small"') as string,
    });
  }
  const { beside: _, ...alone } = folder({}, 'small');
  await expect(read(alone)).rejects.toMatchObject({
    code: 'model-not-found',
    message: expect.stringContaining('no folder beside it') as string,
  });
  for (const [text, has] of [
    ['lexicoN', 'SHA-256'],
    ['longer than that', '16 bytes'],
  ] as const) {
    await expect(read(folder({ large: { [shared]: text } }, 'small'))).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringMatching(
        `^${shared} of the model "large" has ${has}.*the model "small", which shares it, needs`,
      ) as string,
      remedy: expect.stringContaining('remove your own model called "large"') as string,
    });
  }
});

it('[M14] only a plain name of another folder can be named', () => {
  for (const of of ['..', '.', '', '../large', 'a/b', 'a\\b', '/large', '.large', 'small']) {
    expect(() => manifest('small', of), of).toThrow(`small/manifest.json is not valid: files.${shared}.of`);
  }
});

it('[M14] models side by side are checked for what they share', () => {
  const check =
    (...models: readonly Manifest[]) =>
    () =>
      checkSharedFiles(new Map(models.map((each): [string, AnyManifest] => [each.id, each])));
  expect(check(manifest('large'), small)).not.toThrow();
  expect(check(small)).toThrow(`The model in small shares ${shared} with the one in large, which is not there.`);
  expect(check(manifest('large', 'third'), small)).toThrow('which is not there');
  expect(check(manifest('large', 'third'), manifest('third'), small)).toThrow('the one in large, which has none');
  const other = manifest('large');
  other.files[shared] = facts('another');
  expect(check(other, small)).toThrow('which has another');
});

it('[M14] the models that ship have what they share', () => {
  const manifests = new Map<string, AnyManifest>();
  for (const id of readdirSync(shipped)) {
    const file = new URL(`${id}/manifest.json`, shipped);
    if (existsSync(file)) manifests.set(id, readAnyManifest(readFileSync(file, 'utf8'), id));
  }
  expect(() => checkSharedFiles(manifests)).not.toThrow();
});

it('[M15] a model is imported whole: with its files elsewhere it is refused, with copies of them it needs no other', async () => {
  const source = (files: Readonly<Record<string, string>>): FolderSource => ({
    location: '/home/me/small',
    title: 'small',
    files: Object.entries(files).map(([name, text]) => ({ name, bytes: bytes(text).length })),
    read: (name) => Promise.resolve(bytes(files[name]!)),
    sha256: (name) => Promise.resolve(hashOf(bytes(files[name]!))),
  });
  const { [shared]: lexicon, ...own } = contents;
  const written = { ...own, 'manifest.json': JSON.stringify(small) };
  await expect(understandFolder(source(written))).rejects.toMatchObject({
    code: 'model-invalid',
    message: `/home/me/small is not a complete model: ${shared} are in the folder of the model "large".`,
    remedy: 'Copy them from there into this folder, or export the model with its own files.',
  });
  const whole = await understandFolder(source({ ...written, [shared]: lexicon }));
  expect(whole.manifest).toEqual(manifest('small'));
  await expect(understandFolder(source({ ...written, [shared]: 'another' }))).rejects.toThrow(shared);
});
