import { createHash } from 'node:crypto';
import type { Recipe } from './done-list';
import type { EarsParts } from './ears-types';
import type { TranscribeOptions } from './transcribe-options';

/** Of the options and the models that they lead to, which may have been replaced under the same name. */
export async function recipeOf(
  options: TranscribeOptions,
  parts: Pick<EarsParts, 'findModel' | 'finalFolders'>,
): Promise<Recipe> {
  const said: Readonly<Record<string, unknown>> = {
    '--track': options.track,
    '--channels': options.channels === 'mix' ? undefined : options.channels,
    '--pass': options.pass === 'final' ? undefined : options.pass,
    '--language': options.language,
    '--final-models': options.finalModels === 'both' ? undefined : options.finalModels,
    '--words': options.words === false ? undefined : options.words,
    '--verbatim': options.verbatim,
    '--no-punctuation': options.punctuation === false ? true : undefined,
    '--commands-off': options.commandsOff,
    '--replacements': options.replacements,
    '--why': options.why,
    '--model': await digest(() => parts.findModel(options.model).then(({ manifest }) => manifest)),
    '--final-model': hasFinalPass(options) ? await digest(() => finalManifests(options, parts)) : undefined,
  };
  return Object.fromEntries(
    Object.entries(said).flatMap(([option, value]) => (value === undefined ? [] : [[option, JSON.stringify(value)]])),
  );
}

function hasFinalPass({ pass, finalModels }: TranscribeOptions): boolean {
  return pass !== 'streaming' && finalModels !== 'none';
}

async function finalManifests(
  { finalModel }: TranscribeOptions,
  { findModel, finalFolders }: Pick<EarsParts, 'findModel' | 'finalFolders'>,
): Promise<unknown[]> {
  const found = finalModel === undefined ? await finalFolders() : await Promise.all(finalModel.map((name) => findModel(name)));
  return found.map(({ manifest }) => manifest);
}

/** A manifest names its model's files with their hashes. What isn't there is told when it is loaded. */
async function digest(read: () => Promise<unknown>): Promise<string> {
  const manifest = await read().catch(() => null);
  return createHash('sha256').update(JSON.stringify(manifest)).digest('hex').slice(0, 16);
}
