import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CatalogueEntry, mergeCatalogues, mirrored, parseCatalogue } from './catalogue';
import { describeFolder, fileSha256 } from './folder';
import { importModel, installEntry, removeModel, userModels } from './install';

const fixture = (name: string): string => fileURLToPath(new URL(`../engine/onnx/fixtures/${name}`, import.meta.url));
const shipped = fileURLToPath(new URL('../../resources/catalogue.json', import.meta.url));
const fast = { download: { attempts: 2, retryMs: 1 } };

let server: Server;
let base: string;
let root: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;

/** A hub: files of the lstm fixture, and their hashes in the answer to HEAD. */
function hub(request: IncomingMessage, response: ServerResponse): void {
  const name = (request.url ?? '').split('/').at(-1)!;
  const bytes = readFileSync(join(fixture('lstm'), name));
  if (request.method === 'HEAD') {
    const hash = execFileSync('sha256sum', [join(fixture('lstm'), name)], { encoding: 'utf8' }).slice(0, 64);
    response.writeHead(302, { 'x-linked-etag': `"${hash}"`, 'x-linked-size': bytes.length, Location: '/cdn' }).end();
    return;
  }
  response.writeHead(200, { 'Content-Length': bytes.length }).end(bytes);
}

function entry(): CatalogueEntry {
  const part = (file: string) => ({ file });
  return {
    id: 'small-lstm',
    name: 'Small',
    language: 'en',
    licence: 'CC0',
    family: 'lstm',
    address: `${base}/team/small/resolve/main`,
    megabytes: 1,
    parts: {
      encoder: part('encoder.onnx'),
      decoder: part('decoder.onnx'),
      joiner: part('joiner.onnx'),
      tokens: part('tokens.txt'),
    },
    evaluation: [],
  };
}

beforeEach(async () => {
  answer = hub;
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  root = await mkdtemp(join(tmpdir(), 'utter-models-'));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(root, { recursive: true, force: true });
});

describe('the catalogue', () => {
  it('[X40] that comes with Utter is valid, and lists models of several sizes and languages with licence and address', async () => {
    const entries = parseCatalogue(await readFile(shipped, 'utf8'), shipped);
    expect(entries.length).toBeGreaterThanOrEqual(8);
    const languages = new Set(entries.flatMap(({ language }) => language.split(',')));
    for (const language of ['en', 'fr', 'de', 'es', 'zh', 'ko']) expect(languages).toContain(language);
    expect(entries.filter(({ language }) => language === 'en').length).toBeGreaterThanOrEqual(3);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
    const rated = entries.filter(({ evaluation }) => evaluation.length > 0);
    expect(rated.length).toBeGreaterThan(0);
    for (const { set, wer, source } of rated.flatMap(({ evaluation }) => evaluation)) {
      expect(set).not.toBe('');
      expect(wer).toBeLessThan(1);
      expect(new URL(source).protocol).toBe('https:');
    }
    for (const { address, parts, evaluation, note } of entries) {
      // Either a published rate with its source, or the word that there is none.
      if (evaluation.length === 0) expect(note).toContain('No published error rate');
      expect(new URL(address).protocol).toBe('https:');
      for (const { bytes, sha256 } of Object.values(parts)) expect(bytes === undefined).toBe(sha256 === undefined);
    }
  });

  it('[X41] can be added to by the user, whose entries come first; a bad one is refused with its place', () => {
    const one = entry();
    const text = JSON.stringify({ format: 'utter-catalogue', version: 1, models: [one] });
    expect(mergeCatalogues([parseCatalogue(text, 'a'), [{ ...one, name: 'Mine' }]])).toEqual([{ ...one, name: 'Mine' }]);
    expect(() => parseCatalogue(text.replace('"CC0"', '7'), 'mine.json')).toThrow(/mine\.json.*models\.0\.licence/);
    expect(() => parseCatalogue('{', 'mine.json')).toThrow('mine.json');
  });

  it('[X42] is read from a mirror instead, path and all', () => {
    expect(mirrored('https://hub.example/team/m/resolve/main/a.onnx', 'http://mirror.example/hub/')).toBe(
      'http://mirror.example/hub/team/m/resolve/main/a.onnx',
    );
    expect(mirrored('https://hub.example/a', null)).toBe('https://hub.example/a');
  });
});

describe('a model of the catalogue', () => {
  it('[X43] is installed whole, with the hashes that the hub states remembered', async () => {
    const folder = await installEntry(entry(), root, fast);
    expect(await readdir(root)).toEqual(['small-lstm']);
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
      parts: Record<string, { file: string; sha256: string }>;
    };
    for (const { file, sha256 } of Object.values(manifest.parts)) expect(await fileSha256(join(folder, file))).toBe(sha256);
  });

  it('[X43] with another hash than the hub states is not installed', async () => {
    answer = (request, response) => {
      if (request.method !== 'HEAD') return hub(request, response);
      response.writeHead(302, { 'x-linked-etag': `"${'1'.repeat(64)}"`, Location: '/cdn' }).end();
    };
    await expect(installEntry(entry(), root, fast)).rejects.toMatchObject({ code: 'download-failed' });
    expect(existsSync(join(root, 'small-lstm'))).toBe(false);
  });

  it('[X44] that is cancelled leaves nothing; one that fails is gone on with, and the model before it stays', async () => {
    const controller = new AbortController();
    const cancelled = installEntry(entry(), root, {
      ...fast,
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(cancelled).rejects.toThrow('enough');
    expect(await readdir(root)).toEqual([]);

    await installEntry(entry(), root, fast);
    const asked: string[] = [];
    answer = (request, response) => {
      if (request.method === 'GET') asked.push(request.url!.split('/').at(-1)!);
      if (request.url!.endsWith('joiner.onnx')) response.writeHead(404).end();
      else hub(request, response);
    };
    await expect(installEntry(entry(), root, fast)).rejects.toThrow('404');
    expect(existsSync(join(root, 'small-lstm', 'joiner.onnx'))).toBe(true);
  });

  it('[X44] whose files do not go together is refused, and nothing is left', async () => {
    answer = (request, response) => {
      if (request.url!.endsWith('tokens.txt')) {
        if (request.method === 'HEAD') response.writeHead(200).end();
        else response.end('<blk> 0\na 1\n');
      } else hub(request, response);
    };
    await expect(installEntry(entry(), root, fast)).rejects.toThrow(/267 outputs/);
    expect(await readdir(root)).toEqual([]);
  });
});

describe('a model of one’s own', () => {
  it('[X45] is imported from a folder and told what it is', async () => {
    const { manifest, what, folder } = await importModel(fixture('zipformer2'), root);
    expect(manifest.id).toBe('zipformer2');
    expect(what).toContain('a streaming zipformer2 transducer, 23 pieces');
    expect((await readdir(folder)).toSorted()).toEqual([
      'decoder.int8.onnx',
      'encoder.int8.onnx',
      'joiner.int8.onnx',
      'manifest.json',
      'tokens.txt',
    ]);
    await removeModel('zipformer2', root);
    expect(await readdir(root)).toEqual([]);
    await expect(removeModel('zipformer2', root)).rejects.toMatchObject({ code: 'model-not-found' });
    await expect(removeModel('../elsewhere', root)).rejects.toMatchObject({ code: 'model-not-found' });
  });

  it('[X45] is imported by one of its files', async () => {
    const { manifest } = await importModel(join(fixture('lstm'), 'encoder.onnx'), root);
    expect(manifest.id).toBe('lstm');
  });

  it('[X45] takes no other model’s name: it gets a number, the same one its own', async () => {
    const one = join(root, 'one', 'model');
    const two = join(root, 'two', 'model');
    await cp(fixture('lstm'), one, { recursive: true });
    await cp(fixture('conformer'), two, { recursive: true });
    const models = join(root, 'models');
    for (const source of [one, two, one, two]) await importModel(source, models);
    expect((await readdir(models)).toSorted()).toEqual(['model', 'model-2']);
    const { manifest } = await importModel(two, models);
    expect(manifest).toMatchObject({ id: 'model-2', name: 'model (2)' });
    await writeFile(join(models, 'model', 'manifest.json'), '{');
    expect((await importModel(one, models)).manifest.id).toBe('model-3');
  });

  it('[X51] is imported with the manifest that it has, whose sizes and hashes must be right', async () => {
    const folder = join(root, 'mine');
    await cp(fixture('lstm'), folder, { recursive: true });
    const described = { ...(await describeFolder(folder)), id: 'other-name', name: 'Other', licence: 'CC0' };
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(described));
    const { manifest } = await importModel(folder, join(root, 'models'));
    expect(manifest).toEqual(described);
    expect(await readdir(join(root, 'models'))).toEqual(['other-name']);
    await writeFile(join(folder, 'tokens.txt'), `${await readFile(join(folder, 'tokens.txt'), 'utf8')}\n`);
    await expect(importModel(folder, join(root, 'models'))).rejects.toThrow(/tokens\.txt has \d+ bytes, but should have/);
    await rm(join(folder, 'tokens.txt'));
    await expect(importModel(folder, join(root, 'models'))).rejects.toThrow(/tokens\.txt is missing/);
    await writeFile(join(folder, 'manifest.json'), '{');
    await expect(importModel(folder, join(root, 'models'))).rejects.toThrow(/manifest\.json is not JSON/);
    expect(await readdir(join(root, 'models'))).toEqual(['other-name']);
  });

  it('[M13] of Hugging Face’s layout is imported with its graphs beside the manifest, and those that can’t be read are refused', async () => {
    const folder = join(root, 'whisper-mini');
    await mkdir(join(folder, 'onnx'), { recursive: true });
    await cp(join(fixture('lstm'), 'encoder.onnx'), join(folder, 'onnx', 'encoder_model_int8.onnx'));
    await cp(join(fixture('lstm'), 'decoder.onnx'), join(folder, 'onnx', 'decoder_model_merged.onnx'));
    await writeFile(join(folder, 'config.json'), '{"model_type":"whisper"}');
    await writeFile(join(folder, 'tokenizer.json'), '{"added_tokens":[{"content":"<|de|>"}]}');
    await writeFile(join(folder, 'README.md'), 'not a part');
    const models = join(root, 'models');
    const { manifest, what } = await importModel(folder, models);
    expect(what).toBe('an encoder–decoder model (whisper, de) that hears each segment once more');
    expect(manifest).toMatchObject({ id: 'whisper-mini', parts: { encoder: { file: 'encoder_model_int8.onnx' } } });
    const files = ['config.json', 'decoder_model_merged.onnx', 'encoder_model_int8.onnx', 'manifest.json', 'tokenizer.json'];
    expect((await readdir(join(models, 'whisper-mini'))).toSorted()).toEqual(files);
    const again = await importModel(join(models, 'whisper-mini'), join(root, 'others'));
    expect(again.manifest).toEqual(manifest);

    await writeFile(join(folder, 'onnx', 'decoder_model_merged.onnx'), 'cut off');
    await expect(importModel(folder, models)).rejects.toThrow(/decoder_model_merged\.onnx is no whole ONNX file/);
    expect(await readdir(models)).toEqual(['whisper-mini']);
  });

  it('[X51] may be one of Utter’s own', async () => {
    const shipped = fileURLToPath(new URL('../../resources/models', import.meta.url));
    const id = (await readdir(shipped))
      .toSorted()
      .find((name) => name.startsWith('utter') && existsSync(join(shipped, name, 'manifest.json')))!;
    const { manifest, what, folder } = await importModel(join(shipped, id), root);
    expect(manifest.id).toBe(id);
    expect(what).toContain('a model of Utter’s own');
    expect((await readdir(folder)).toSorted()).toEqual(
      [...Object.keys((manifest as { files: object }).files), 'manifest.json'].toSorted(),
    );
    const damaged = join(root, 'damaged');
    await cp(folder, damaged, { recursive: true });
    const units = join(damaged, 'units.txt');
    await writeFile(units, (await readFile(units, 'utf8')).replace('\n', ' '));
    await expect(importModel(damaged, root)).rejects.toThrow(/units\.txt has SHA-256/);
  });

  it.each(['tar', 'tar.gz', 'tar.bz2', 'zip'])(
    '[X46] is imported from a .%s, without what lies outside or is no model',
    async (suffix) => {
      const work = join(root, 'work');
      await mkdir(join(work, 'my-model', 'test_wavs'), { recursive: true });
      await cp(fixture('lstm'), join(work, 'my-model'), { recursive: true });
      await writeFile(join(work, 'my-model', 'test_wavs', '0.wav'), 'sound');
      await writeFile(join(work, 'my-model', 'run.sh'), 'rm -rf /');
      const archive = join(root, `my-model.${suffix}`);
      const flag = { tar: '-cf', 'tar.gz': '-czf', 'tar.bz2': '-cjf' }[suffix];
      try {
        if (flag === undefined) execFileSync('python3', ['-m', 'zipfile', '-c', archive, 'my-model'], { cwd: work });
        else execFileSync('tar', [flag, archive, '-C', work, 'my-model']);
      } catch {
        // No bzip2 or Python on this machine to make one with.
        return;
      }
      const { folder } = await importModel(archive, join(root, 'models'));
      expect((await readdir(folder)).toSorted()).toEqual([
        'decoder.onnx',
        'encoder.onnx',
        'joiner.onnx',
        'manifest.json',
        'tokens.txt',
      ]);
      const cut = join(root, `cut.${suffix}`);
      await writeFile(cut, (await readFile(archive)).subarray(0, 60_000));
      await expect(importModel(cut, join(root, 'models'))).rejects.toMatchObject({ code: 'model-invalid' });
      expect(await readdir(join(root, 'models'))).toEqual(['my-model']);
    },
  );

  it('[X47] that is not complete, no model, or not there is refused with what is missing, and nothing is left', async () => {
    const folder = join(root, 'half');
    await cp(fixture('lstm'), folder, { recursive: true });
    await rm(join(folder, 'joiner.onnx'));
    await rm(join(folder, 'tokens.txt'));
    await expect(importModel(folder, join(root, 'models'))).rejects.toThrow(
      /joiner….onnx and tokens\.txt are missing.*decoder\.onnx/,
    );
    await writeFile(join(root, 'letter.zip'), 'PK');
    await expect(importModel(join(root, 'letter.zip'), join(root, 'models'))).rejects.toThrow(/letter\.zip can't be unpacked/);
    await writeFile(join(root, 'letter.7z'), '7z');
    await expect(importModel(join(root, 'letter.7z'), join(root, 'models'))).rejects.toThrow('neither a folder nor an archive');
    await expect(importModel(join(root, 'nowhere'), join(root, 'models'))).rejects.toMatchObject({ code: 'model-not-found' });
    await mkdir(join(root, 'empty'));
    await expect(importModel(join(root, 'empty'), join(root, 'models'))).rejects.toThrow('empty');
    expect(await readdir(join(root, 'models'))).toEqual([]);
  });

  it('[X48] lies where the desktop application looks, on every system', () => {
    expect(userModels({ UTTER_DATA: '/data' }, 'linux')).toBe(join('/data', 'models'));
    expect(userModels({ XDG_CONFIG_HOME: '/c' }, 'linux')).toBe(join('/c', 'Utter', 'models'));
    expect(userModels({ APPDATA: 'C:\\d' }, 'win32')).toContain(join('Utter', 'models'));
    expect(userModels({}, 'darwin')).toContain(join('Application Support', 'Utter', 'models'));
  });
});
