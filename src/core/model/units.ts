import { invalidModel } from './files';
import type { Manifest } from './manifest';

/** The output alphabet: word pieces or phones by id. Which id is the blank is the manifest's to say. */
export interface Units {
  readonly pieces: readonly string[];
  readonly blankId: number;
  /** Silence, where the model has a unit for it; like the blank it is not written. */
  readonly silenceId?: number | undefined;
  /** What stands for a space in a piece; null for phones, which spell no words. */
  readonly wordBoundary: string | null;
}

/** Parses `units.txt` (one unit a line, line number = id) against the manifest. */
export function parseUnits(text: string, manifest: Manifest, location: string): Units {
  const { file, count, blankId } = manifest.units;
  const pieces = text.replace(/\r?\n$/, '').split(/\r?\n/);
  if (pieces.length !== count) {
    throw invalidModel(location, file, `has ${pieces.length} units, but manifest.json says ${count}`);
  }
  const empty = pieces.findIndex((piece) => piece === '');
  if (empty !== -1) throw invalidModel(location, file, `has an empty unit on line ${empty + 1}`);
  if (manifest.units.kind === 'phones') return { pieces, blankId, silenceId: manifest.units.silenceId, wordBoundary: null };
  return { pieces, blankId, wordBoundary: manifest.units.wordBoundary };
}

/** Text of a sequence of units: joined, the word boundary as a space, no blanks; phones separated by spaces, no silence. */
export function unitsToText(ids: readonly number[], units: Units): string {
  const pieces = ids.filter((id) => id !== units.blankId && id !== units.silenceId).map((id) => units.pieces[id] ?? '');
  if (units.wordBoundary === null) return pieces.join(' ');
  return pieces.join('').replaceAll(units.wordBoundary, ' ').replace(/ +/g, ' ').trim();
}
