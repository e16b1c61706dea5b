import { readFile } from 'node:fs/promises';
import { type CatalogueEntry, mergeCatalogues, parseCatalogue } from './catalogue';

/**
 * The catalogues in files, such as the one that comes with Utter and the user's own; those that aren't there are left out, and
 * later ones come first.
 * @throws UtterError `model-invalid` for one that makes no sense.
 */
export async function readCatalogues(paths: readonly string[]): Promise<readonly CatalogueEntry[]> {
  const found: (readonly CatalogueEntry[])[] = [];
  for (const path of paths) {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (text !== null) found.push(parseCatalogue(text, path));
  }
  return mergeCatalogues(found);
}
