import { commandOf, commandPauseMs } from './edit-commands';
import { openParagraphs } from './text';
import type { OpenText, Partial, Segment, Transcript, Word } from './types';
import { acceptSegment, editedSegments, runsOf, writtenPart, type EditState } from './voice-edits';

/**
 * A dictation as its commands would leave it if the words that may still change stayed as they are: the effect is shown, and nothing is remembered.
 * @param state of the segments that count
 * @param shown its text so far: those segments as edited, and all words after them as open
 * @param tentative of the open words, the last ones, those that may still change
 * @returns null where no command is among those
 */
export function previewedEdits(
  state: EditState,
  shown: Transcript,
  tentative: readonly Word[],
  off: readonly string[],
): Transcript | null {
  const { committed, tentative: open, written } = shown.partial;
  const words = [...committed, ...open];
  const last = words.at(-1);
  if (last === undefined) return null;
  const isPaused = shown.durationMs - last.endMs >= commandPauseMs;
  const said: Segment = { words, startMs: words[0]!.startMs, endMs: last.endMs, isCut: !isPaused };
  const changeable = new Set(tentative);
  const isCommand = (run: readonly Word[]): boolean =>
    (isPaused || run.at(-1) !== last) && run.every((word) => changeable.has(word)) && commandOf(run, off) !== null;
  if (!runsOf(said).some((run) => isCommand(run.words))) return null;
  const after = acceptSegment(state, said, off);
  const runs = [...after.text.runs, ...after.held];
  const kept = new Set(runs.flatMap((run) => (run.segment === said ? run.words : [])));
  const before = runs.filter(({ segment }) => segment !== said);
  const partial: Partial = {
    committed: committed.filter((word) => kept.has(word)),
    tentative: open.filter((word) => kept.has(word)),
    ...(written && { written: keptText(shown, words, kept) }),
  };
  return { ...shown, segments: editedSegments({ ...after, text: { runs: before, selectedWords: 0 }, held: [] }), partial };
}

function keptText(shown: Transcript, words: readonly Word[], kept: ReadonlySet<Word>): OpenText {
  const paragraphs = openParagraphs(shown).map(({ committed, tentative }) => ({
    committed: writtenPart(committed, words, kept),
    tentative: writtenPart(tentative, words, kept),
  }));
  let end = 0;
  const ends = paragraphs.map(({ committed, tentative }) => (end += committed.length + tentative.length));
  return {
    ...shown.partial.written!,
    committed: paragraphs.flatMap(({ committed }) => committed),
    tentative: paragraphs.flatMap(({ tentative }) => tentative),
    paragraphEnds: ends.slice(0, -1),
  };
}
