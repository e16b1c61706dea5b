import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { createWebModels, type WebModelHost } from './web-models';

const fixture = (name: string): string => fileURLToPath(new URL(`../engine/onnx/fixtures/${name}`, import.meta.url));
const shippedRoot = fileURLToPath(new URL('../../resources/models', import.meta.url));

/** A folder in memory, with as much of the browser's interface as is used. */
class MemoryFolder {
  readonly kind = 'directory';
  readonly children = new Map<string, MemoryFolder | MemoryFile>();
  constructor(readonly name: string) {}

  async getDirectoryHandle(name: string, { create = false } = {}): Promise<MemoryFolder> {
    const found = this.children.get(name);
    if (found instanceof MemoryFolder) return found;
    if (!create) throw new DOMException('not there', 'NotFoundError');
    const folder = new MemoryFolder(name);
    this.children.set(name, folder);
    return folder;
  }

  async getFileHandle(name: string, { create = false } = {}): Promise<MemoryFile> {
    const found = this.children.get(name);
    if (found instanceof MemoryFile) return found;
    if (!create) throw new DOMException('not there', 'NotFoundError');
    const file = new MemoryFile(name);
    this.children.set(name, file);
    return file;
  }

  async removeEntry(name: string): Promise<void> {
    if (!this.children.delete(name)) throw new DOMException('not there', 'NotFoundError');
  }

  async *entries(): AsyncGenerator<[string, MemoryFolder | MemoryFile]> {
    yield* this.children;
  }
}

class MemoryFile {
  readonly kind = 'file';
  parts: (File | string)[] = [];
  constructor(readonly name: string) {}

  getFile = async (): Promise<File> => new File(this.parts, this.name);
  createWritable = async () => {
    const parts: (File | string)[] = [];
    return {
      write: async (part: File | string): Promise<void> => {
        if (isFull && part instanceof File && part.size > 1000) throw new DOMException('no room', 'QuotaExceededError');
        parts.push(part);
      },
      close: async (): Promise<void> => void (this.parts = parts),
    };
  };
}

let root: MemoryFolder;
let isFull: boolean;
let persisted: number;
beforeEach(() => {
  root = new MemoryFolder('models');
  isFull = false;
  persisted = 0;
});

function models(changes: Partial<WebModelHost> = {}) {
  return createWebModels({
    shipped: () => Promise.resolve([]),
    fetch: (url) =>
      Promise.resolve(new Response(readFileSync(join(shippedRoot, new URL(url).pathname.split('/').slice(-2).join('/'))))),
    baseUrl: 'https://utter.example/app/',
    folder: () => Promise.resolve(root as unknown as FileSystemDirectoryHandle),
    persist: () => Promise.resolve(++persisted),
    estimate: () => Promise.resolve({ quota: 1000, usage: 400 }),
    ...changes,
  });
}

/** Files of a folder as a browser gives them to the page. */
async function chosen(folder: string, name = 'chosen'): Promise<File[]> {
  const names = await readdir(folder);
  return names.map((each) => {
    const file = new File([readFileSync(join(folder, each))], each);
    return Object.defineProperty(file, 'webkitRelativePath', { value: `${name}/${each}` });
  });
}

describe('models in a browser', () => {
  it('[X56] are imported into the page’s own storage, listed, and removed', async () => {
    const host = models();
    expect(await host.importModel(await chosen(fixture('lstm'), 'my model'))).toEqual({
      id: 'my-model',
      folder: 'my-model',
      what: expect.stringContaining('a streaming lstm transducer, 267 pieces') as string,
    });
    expect(persisted).toBe(1);
    const url = 'https://utter.example/app/models/my-model/?stored';
    const { installed, usedBytes, freeBytes, noImports } = await host.readModelStore();
    expect(installed).toMatchObject([
      { id: 'my-model', name: 'my model', origin: 'imported', folder: 'my-model', url, language: 'und' },
    ]);
    expect(usedBytes).toBeGreaterThan(installed[0]!.bytes);
    expect([freeBytes, noImports]).toEqual([600, null]);
    expect(await host.listStored()).toEqual([
      {
        id: 'my-model',
        name: 'my model',
        language: 'und',
        languages: [],
        bytes: installed[0]!.bytes,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        role: 'live',
        url,
      },
    ]);
    const stored = root.children.get('my-model') as MemoryFolder;
    const encoder = await (await stored.getFileHandle('encoder.onnx')).getFile();
    expect(Buffer.from(await encoder.arrayBuffer()).equals(readFileSync(join(fixture('lstm'), 'encoder.onnx')))).toBe(true);
    await host.removeModel('my-model');
    expect((await host.readModelStore()).installed).toEqual([]);
  });

  it('[M13] of the final pass are stored with their graphs beside the manifest, and listed as such', async () => {
    const file = (path: string, content: string | Uint8Array<ArrayBuffer>): File =>
      Object.defineProperty(new File([content], path.split('/').at(-1)!), 'webkitRelativePath', {
        value: `moonshine-mini/${path}`,
      });
    const graph = Uint8Array.from(readFileSync(join(fixture('lstm'), 'decoder.onnx')));
    const host = models();
    await host.importModel([
      file('config.json', '{"model_type":"moonshine"}'),
      file('tokenizer.json', '{}'),
      file('onnx/encoder_model.onnx', graph),
      file('onnx/decoder_model_merged.onnx', graph),
      file('deep/er/config.json', '{"model_type":"bart"}'),
    ]);
    const stored = root.children.get('moonshine-mini') as MemoryFolder;
    expect([...stored.children.keys()]).toEqual([
      'encoder_model.onnx',
      'decoder_model_merged.onnx',
      'tokenizer.json',
      'config.json',
      'manifest.json',
    ]);
    expect(await host.listStored()).toMatchObject([{ id: 'moonshine-mini', role: 'final', languages: ['en'] }]);
  });

  it('[X56] those beside the page are listed with what their manifests say', async () => {
    const id = (await readdir(shippedRoot)).find((name) => name.startsWith('utter'))!;
    const entry = {
      id,
      name: 'x',
      language: 'en',
      languages: ['en'],
      role: 'live' as const,
      bytes: 1,
      url: `https://utter.example/app/models/${id}/`,
    };
    const { installed } = await models({ shipped: () => Promise.resolve([entry]) }).readModelStore();
    expect(installed).toMatchObject([{ id, origin: 'shipped', url: entry.url }]);
    expect(installed[0]!.licence).not.toBe('');
  });

  it.each([
    ['joiner.onnx', /joiner….onnx is missing/],
    ['tokens.txt', /tokens\.txt is missing/],
  ])('[X56] a folder without %s is refused, and nothing is stored', async (missing, problem) => {
    const files = (await chosen(fixture('lstm'))).filter(({ name }) => name !== missing);
    await expect(models().importModel(files)).rejects.toThrow(problem);
    expect(root.children.size).toBe(0);
  });

  it('[X56] it is said what a page can’t do: unpack, download, store where storage is full or switched off', async () => {
    const host = models();
    const archive = Object.defineProperty(new File(['PK'], 'model.zip'), 'webkitRelativePath', { value: '' });
    await expect(host.importModel([archive])).rejects.toMatchObject({ remedy: expect.stringContaining('Unpack') as string });
    await expect(host.importModel([])).rejects.toMatchObject({ code: 'model-invalid' });
    await expect(host.downloadModel('a')).rejects.toMatchObject({ code: 'download-failed' });
    expect((await host.readModelStore()).noDownloads).toContain('add their folder here');

    isFull = true;
    await expect(host.importModel(await chosen(fixture('lstm')))).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining('no room') as string,
    });
    expect(root.children.size).toBe(0);

    const off = models({ folder: () => Promise.reject(new DOMException('denied', 'SecurityError')) });
    expect((await off.readModelStore()).noImports).toContain('denied');
    expect(await off.listStored()).toEqual([]);
  });

  it('[X56] a stored model that is damaged is not used, and can be removed', async () => {
    const host = models();
    await host.importModel(await chosen(fixture('lstm')));
    const stored = root.children.get('chosen') as MemoryFolder;
    stored.children.delete('manifest.json');
    const { installed, damaged } = await host.readModelStore();
    expect(installed).toEqual([]);
    expect(damaged).toMatchObject([{ folder: 'chosen' }]);
    expect(await host.listStored()).toEqual([]);
  });

  it('[X56] names the catalogue’s models, with the address and the files of each', async () => {
    const { available, noDownloads } = await models().readModelStore();
    expect(noDownloads).toContain('loads nothing from elsewhere');
    expect(available.length).toBeGreaterThan(3);
    for (const { source, note, bytes } of available) {
      expect(source).toMatch(/^https:/);
      expect(note).toMatch(/^Its files: (.+\.onnx, ){3}\S+\./);
      expect(bytes).toBeGreaterThan(1e6);
    }
  });
});
