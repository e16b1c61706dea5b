/**
 * Measures what the marks and capitals that a final model wrote are worth to the punctuator: on passages read aloud and heard by the model, the words that
 * were heard right are written by the punctuator alone, as the model wrote them, and by both. `UTTER_HEARINGS` names files of hearings
 * (`hearings.ts`), parted by commas; the half of them that weights were not tuned on counts.
 */
import { basename } from 'node:path';
import { loadPunctuator } from '../../src/cli/punctuator';
import type { WordLabel } from '../../src/core/text/types';
import { readHearings, type HeardPassage } from './hearings';
import { scoresOf, type Passage, type Scores } from './mark-scores';
import type { Figures } from './proofs';

export type LabelHeard = (heard: HeardPassage) => readonly WordLabel[];

export async function proveEvidence(): Promise<Figures> {
  const files = (process.env['UTTER_HEARINGS'] ?? '').split(',').filter((file) => file !== '');
  if (files.length === 0) return { missing: 'UTTER_HEARINGS names no files of what a final model wrote.' };
  const punctuator = await loadPunctuator('en');
  if (punctuator === null) return { missing: 'There is no punctuator.' };
  const figures: Record<string, unknown> = {};
  for (const file of files) {
    const hearings = (await readHearings(file))?.filter(({ split }) => split === 'test');
    if (hearings === undefined) return { missing: `There is no ${file}.` };
    figures[basename(file)] = {
      passages: hearings.length,
      punctuator: heardScores(hearings, ({ words, pausesMs }) => punctuator.label(words, pausesMs, 0, words.length)),
      finalModel: heardScores(hearings, asWritten),
      both: heardScores(hearings, ({ words, pausesMs, evidence }) =>
        punctuator.label(words, pausesMs, 0, words.length, evidence),
      ),
    };
  }
  return figures;
}

/** As the final model wrote it. */
export const asWritten: LabelHeard = ({ words, evidence }) =>
  evidence.map((each, index) => ({ written: each?.form ?? words[index]!, mark: each?.mark ?? '' }));

/** The labels of the words that were heard right. */
export function heardScores(hearings: readonly HeardPassage[], label: LabelHeard): Scores {
  const labels = new Map<Passage, readonly WordLabel[]>();
  for (const heard of hearings) {
    const all = label(heard);
    labels.set(
      heard.reference,
      heard.places.map((place) => all[place]!),
    );
  }
  return scoresOf((passage) => labels.get(passage)!, [...labels.keys()], null);
}
