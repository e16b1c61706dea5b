import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { Mark } from '../../src/core/text/types';
import type { Passage } from './mark-scores';
import { textFolder } from './number-round-trip';

/** Texts of which some sentences were kept from training, and two, news and small talk, that were kept from it whole. */
const partly = ['commonvoice', 'sgd', 'tatoeba', 'gutenberg', 'masc_mixed', 'podcast_transcripts', 'medical', 'topical_chat'];
const corpora = [...partly, 'us_gov_blogs', 'gum_mixed', 'persona_chat'];
const recipe = path.resolve(import.meta.dirname, '../../training');

const heldOutSchema = z.record(
  z.string(),
  z.array(
    z.object({
      spoken: z.array(z.string()),
      written: z.array(z.string()),
      marks: z.array(z.custom<Mark>((value) => typeof value === 'string' && value.length <= 1)),
    }),
  ),
);

export interface HeldOut {
  /** By corpus. */
  readonly passages: Readonly<Record<string, readonly Passage[]>>;
  /** Why there are none, or null. */
  readonly missing: string | null;
}

/** Interpreters that may have what the recipe needs, the first that works counts. */
function interpreters(): string[] {
  const named = process.env['UTTER_PYTHON'];
  return named === undefined ? [path.join(homedir(), 'venv/bin/python'), 'python3', 'python'] : [named];
}

/** Writes `file` from the texts there are; returns null, or why it could not. */
function write(file: string, folder: string): string | null {
  const texts = corpora
    .flatMap((name) => [path.join(folder, `${name}.txt.xz`), path.join(folder, 'modern', `${name}.txt.xz`)])
    .filter((text) => existsSync(text));
  if (texts.length === 0)
    return `There is no text in ${folder}; UTTER_TEXT names another folder, UTTER_HELD_OUT a file of passages.`;
  mkdirSync(path.dirname(file), { recursive: true });
  let why = '';
  for (const python of interpreters()) {
    const run = spawnSync(python, ['-m', 'utter_training.text.held_out', '--out', file, ...texts], {
      cwd: recipe,
      encoding: 'utf8',
    });
    if (run.status === 0) return null;
    why = run.error?.message ?? run.stderr.trim().split('\n').at(-1) ?? '';
  }
  return `Held-out passages are written by the recipe (utter_training.text.held_out), which did not run: ${why}. UTTER_PYTHON names its Python.`;
}

/**
 * Passages that the punctuator has never seen: those in the file that `UTTER_HELD_OUT` names, else made from the texts in `folder` and kept in
 * the temporary folder.
 */
export async function heldOutPassages(folder = textFolder): Promise<HeldOut> {
  const named = process.env['UTTER_HELD_OUT'];
  const file = named ?? path.join(tmpdir(), 'utter-prove', 'held-out.json');
  if (!existsSync(file)) {
    const missing = named === undefined ? write(file, folder) : `${named} is not there.`;
    if (missing !== null) return { passages: {}, missing };
  }
  return { passages: heldOutSchema.parse(JSON.parse(await readFile(file, 'utf8'))), missing: null };
}
