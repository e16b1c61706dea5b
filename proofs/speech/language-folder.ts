import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseLanguage } from '../../src/core/language/language';
import type { Language } from '../../src/core/language/language';
import type { PhoneManifest, SearchConfig } from '../../src/core/model/manifest';
import { parseSafetensors } from '../../src/core/model/safetensors';

/**
 * Language of a folder with lexicon.safetensors, lm.safetensors and units.txt, which needs no model beside it. The
 * blank is the first unit; silence is the one called SIL, if any.
 */
export function languageOfFolder(folder: string, search: SearchConfig): Language & { readonly units: number } {
  const names = ['lexicon.safetensors', 'lm.safetensors'] as const;
  const contents = new Map(names.map((name) => [name as string, new Uint8Array(readFileSync(join(folder, name)))]));
  const [lexicon, lm] = names.map((name) => parseSafetensors(contents.get(name)!, folder, name));
  const pieces = readFileSync(join(folder, 'units.txt'), 'utf8').trim().split('\n');
  const silenceId = pieces.indexOf('SIL');
  const manifest = {
    units: { kind: 'phones', file: 'units.txt', count: pieces.length, blankId: 0, ...(silenceId > 0 && { silenceId }) },
    lexicon: { file: names[0], words: lexicon!.vectorLength('word.offset') - 1 },
    languageModel: { file: names[1], order: lm!.names.filter((name) => name.endsWith('.word')).length + 1 },
    search,
  } as PhoneManifest;
  const language = parseLanguage(manifest, { pieces, blankId: 0, wordBoundary: null }, contents, folder);
  return { ...language, units: pieces.length };
}
