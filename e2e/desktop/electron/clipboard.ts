import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

type Contents = Record<string, string | Blob | { readonly title: string; readonly url: string }>;

export class ClipboardItem {
  readonly types: readonly string[];
  readonly #contents: Contents;

  constructor(contents: Contents) {
    this.#contents = contents;
    this.types = Object.keys(contents);
  }

  async getType(type: string): Promise<Blob> {
    const content = this.#contents[type];
    if (content instanceof Blob) return content;
    if (typeof content === 'string') return new Blob([content], { type });
    throw new Error(`The type ${type} was not found`);
  }
}

/** One of the X server's selections; xclip offers one format at a time, text before others. */
function selection(name: 'clipboard' | 'primary') {
  const xclip = async (...args: string[]): Promise<Buffer> => {
    const { stdout } = await run('xclip', ['-selection', name, '-o', ...args], {
      encoding: 'buffer',
      maxBuffer: 100_000_000,
    });
    return stdout;
  };
  const own = (bytes: Uint8Array, ...args: string[]): Promise<void> =>
    new Promise((resolve, reject) => {
      const owner = spawn('xclip', ['-selection', name, '-i', ...args], { stdio: ['pipe', 'ignore', 'ignore'] });
      owner.on('error', reject);
      // It answers the other applications from a child of its own once it has the selection.
      owner.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`xclip: exit status ${code}`))));
      owner.stdin.end(bytes);
    });
  const targets = async (): Promise<string[]> => {
    try {
      return (await xclip('-t', 'TARGETS')).toString().split('\n');
    } catch {
      return []; // nobody owns it
    }
  };
  const readText = async (): Promise<string> => {
    const isText = (await targets()).includes('UTF8_STRING');
    return isText ? (await xclip('-t', 'UTF8_STRING')).toString() : '';
  };
  return {
    readText,
    writeText: (text: string): Promise<void> => own(Buffer.from(text)),
    async read(): Promise<ClipboardItem[]> {
      const offered = await targets();
      const contents: Contents = {};
      if (offered.includes('UTF8_STRING')) contents['text/plain'] = await readText();
      for (const type of offered.filter((each) => /^image\/|^text\/(html|uri-list)$/.test(each))) {
        contents[type] = new Blob([new Uint8Array(await xclip('-t', type))]);
      }
      return Object.keys(contents).length === 0 ? [] : [new ClipboardItem(contents)];
    },
    async write([item]: readonly ClipboardItem[]): Promise<void> {
      const type = item?.types.includes('text/plain') === true ? 'text/plain' : item?.types[0];
      if (item === undefined || type === undefined) return;
      const bytes = new Uint8Array(await (await item.getType(type)).arrayBuffer());
      await (type === 'text/plain' ? own(bytes) : own(bytes, '-t', type));
    },
    clear: (): void => void own(new Uint8Array(0)),
  };
}

export const clipboard = { ...selection('clipboard'), selection: selection('primary') };
