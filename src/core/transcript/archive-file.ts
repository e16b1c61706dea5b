import { strToU8, zipSync } from 'fflate';
import { distinctNames } from './file-names';

/** One file of an archive; text is written as UTF-8. */
export interface ArchivedFile {
  readonly name: string;
  readonly contents: string | Uint8Array;
}

/** A ZIP archive of several exports, as every system opens it; names that clash are numbered. */
export function toZip(files: readonly ArchivedFile[], writtenAt: Date): Uint8Array<ArrayBuffer> {
  const names = distinctNames(files.map(({ name }) => name));
  const entries = files.map(({ contents }, index) => {
    const bytes = typeof contents === 'string' ? strToU8(contents) : contents;
    return [names[index]!, bytes] as const;
  });
  return zipSync(Object.fromEntries(entries), { mtime: writtenAt });
}
