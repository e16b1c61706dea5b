import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { textLanguages } from '../core/text/languages';
import { type BoundedPunctuator, parsePunctuator, punctuatorFile } from '../core/text/punctuator';

/** What writes text in each language, wherever the command is run. */
export const shippedText = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'resources', 'text');

/** Those of all languages that have one. @throws UtterError `model-invalid` */
export async function loadPunctuators(root: string = shippedText): Promise<ReadonlyMap<string, BoundedPunctuator>> {
  const loaded = new Map<string, BoundedPunctuator>();
  for (const { code } of textLanguages) {
    const punctuator = await loadPunctuator(code, root);
    if (punctuator !== null) loaded.set(code, punctuator);
  }
  return loaded;
}

/**
 * The punctuator of a language, or null where there is none.
 * @throws UtterError `model-invalid`, naming the file, for a damaged one.
 */
export async function loadPunctuator(language: string, root: string = shippedText): Promise<BoundedPunctuator | null> {
  const folder = join(root, language);
  const bytes = await readFile(join(folder, punctuatorFile)).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  return bytes === null ? null : parsePunctuator(bytes, folder);
}
