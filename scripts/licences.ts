import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { init, type InitOpts, type ModuleInfos } from 'license-checker-rseidelsohn';
import type { Plugin } from 'vite';

const fileName = 'licences.txt';

/** What no package manager knows of: texts in this repository, with what they are for. */
const ownParts = [
  { title: 'Utter (Apache-2.0)', file: 'LICENSE' },
  {
    title: 'Demuxers and audio decoders of FFmpeg 5.1.9, as WebAssembly (LGPL-2.1-or-later)',
    file: 'src/media/ffmpeg/README.md',
  },
  { title: 'The GNU Lesser General Public License 2.1', file: 'src/media/ffmpeg/LICENSE.LGPL-2.1' },
  { title: 'Case and punctuation of English (CC BY-SA 4.0)', file: 'resources/text/en/MODEL_CARD.md' },
  { title: 'Names of emoji (MIT, Unicode-3.0)', file: 'scripts/licences/emoji-names.txt' },
  { title: 'The speech detector Silero VAD (MIT)', file: 'resources/speech/README.md' },
];

/** Type declarations are no part of what ships. */
const isCode = (key: string): boolean => !key.startsWith('@types/');

function installedPackages(root: string): Promise<ModuleInfos> {
  const options: InitOpts = {
    start: root,
    production: true,
    excludePrivatePackages: true,
    customFormat: { name: '', version: '', licenses: '', licenseText: '', repository: '', publisher: '' } as never,
  };
  return new Promise((resolve, reject) => init(options, (error, packages) => (error ? reject(error) : resolve(packages))));
}

/** The licences of all that the application is made of, as one text. Reads what is installed, and no network. */
export async function collectLicences(root: string): Promise<string> {
  const sections: string[] = [];
  for (const { title, file } of ownParts) {
    sections.push(section(title, await readFile(path.join(root, file), 'utf8')));
  }
  for (const id of (await readdir(path.join(root, 'resources/models'))).toSorted()) {
    const card = await readFile(path.join(root, 'resources/models', id, 'MODEL_CARD.md'), 'utf8').catch(() => null);
    if (card !== null) sections.push(section(`The model ${id}`, card));
  }
  for (const [key, found] of Object.entries(await installedPackages(root)).filter(([each]) => isCode(each))) {
    const licences = [found.licenses ?? 'unknown licence'].flat().join(', ');
    const origin = [found.publisher, found.repository].filter(Boolean).join(', ');
    // Without a file of its own the checker takes the package's readme, which names the licence at best.
    const isText = found.licenseFile !== undefined && /licen[cs]e|copying/i.test(path.basename(found.licenseFile));
    const text = isText ? (found.licenseText ?? '') : `The package has no licence text of its own. ${origin}`;
    const notice = found.noticeFile === undefined ? '' : `\n\n${await readFile(found.noticeFile, 'utf8')}`;
    sections.push(section(`${key} (${licences})`, `${text}${notice}`));
  }
  const mit = await readFile(path.join(root, 'scripts/licences/MIT.txt'), 'utf8');
  sections.push(section('The MIT License, for packages without a text of their own', mit));
  sections.push('Those under the Apache License 2.0 have the text that is at the top of this file.\n');
  return sections.join('\n');
}

/** `licences.txt` beside the page: made by a build, and in development when it is asked for. The page is in `src/renderer`. */
export function licences(): Plugin {
  let root = '';
  return {
    name: 'utter:licences',
    configResolved: (config) => {
      root = path.resolve(config.root, '../..');
    },
    configureServer: (server) => {
      server.middlewares.use(`/${fileName}`, (_request, response, next) => {
        collectLicences(root).then((text) => response.end(text), next);
      });
    },
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName, source: await collectLicences(root) });
    },
  };
}

function section(title: string, text: string): string {
  return `${'='.repeat(80)}\n${title}\n${'='.repeat(80)}\n\n${text.trim()}\n`;
}
