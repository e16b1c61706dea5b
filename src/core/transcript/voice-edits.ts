import { commandOf, commandPauseMs, type EditAction } from './edit-commands';
import { wordsText } from './text';
import type { Segment, Span, Transcript, Word } from './types';

/** Words said without a pause; what one command takes back. `segment` is the utterance they were said in. */
export interface Run {
  readonly words: readonly Word[];
  readonly segment: Segment;
}

/** A dictation's words after its commands. The last `selectedWords` are replaced by what is said next. */
export interface EditedText {
  readonly runs: readonly Run[];
  readonly selectedWords: number;
}

/** What a command did, for the status line; `words` are those that it removed, restored or selected. */
export interface EditEvent {
  readonly action: EditAction;
  readonly words: readonly Word[];
}

export interface EditState {
  readonly text: EditedText;
  /** Texts before this one, newest last, and those that were undone. */
  readonly past: readonly EditedText[];
  readonly future: readonly EditedText[];
  /** The end of an utterance that is a command only if a pause follows. */
  readonly pending: Run | null;
  /** Where the last word ended, commands included; minus infinity before the first. */
  readonly lastEndMs: number;
  /** Whether a pause is known to follow the last word, whatever the times say: those of a final segment are measured less exactly than pauses. */
  readonly isPaused: boolean;
  /** Of the last step. */
  readonly events: readonly EditEvent[];
}

/** Steps that can be undone: more than anyone remembers, and a bound on memory. */
const maxPast = 50;

/** An utterance shorter than this was ended by a pause of at least 1.2 s, a longer one perhaps by 0.3 s (SPEC D8). */
const endedByPauseMs = 19_000;

const nothing: EditedText = { runs: [], selectedWords: 0 };
export const initialEdits: EditState = {
  text: nothing,
  past: [],
  future: [],
  pending: null,
  lastEndMs: Number.NEGATIVE_INFINITY,
  isPaused: false,
  events: [],
};

/**
 * The state after one more ended utterance. Depends on the words, their times and confidences alone, so that the same
 * speech gives the same text however it came in.
 * @param off actions that are switched off: their phrases are text
 */
export function acceptSegment(state: EditState, segment: Segment, off: readonly string[]): EditState {
  const runs = runsOf(segment);
  const [first] = runs;
  const last = runs.at(-1);
  if (first === undefined || last === undefined) return { ...state, events: [] };
  const isJoined = !state.isPaused && pauseMs(state.lastEndMs, first) < commandPauseMs;
  let next: EditState = resolvePending({ ...state, events: [] }, !isJoined, off);
  const startMs = Math.max(state.lastEndMs, 0);
  for (const run of runs) {
    // Said in one breath with the utterance before, it is part of a longer run.
    const isAlone = run !== first || !isJoined;
    const isFollowed = run !== last || endsInPause(segment, startMs);
    if (!isAlone || commandOf(run.words, off) === null) next = addText(next, run);
    else if (isFollowed) next = obey(next, run, off);
    else next = { ...next, pending: run };
  }
  return { ...next, lastEndMs: last.words.at(-1)!.endMs, isPaused: segment.isCut === false };
}

/** @param startMs where the segment's speech or the pause before it began */
function endsInPause({ isCut, endMs }: Segment, startMs: number): boolean {
  return isCut === undefined ? endMs - startMs < endedByPauseMs : !isCut;
}

/** The state after the end of the dictation, which is a pause. */
export function finishEdits(state: EditState, off: readonly string[]): EditState {
  return resolvePending({ ...state, events: [] }, true, off);
}

/** The edited text as utterances; those without a change are the very ones that came in. */
export function editedSegments({ text: { runs }, pending }: EditState): readonly Segment[] {
  const segments: Segment[] = [];
  const all = pending === null ? runs : [...runs, pending];
  for (let from = 0; from < all.length;) {
    const { segment } = all[from]!;
    let to = from;
    while (to < all.length && all[to]!.segment === segment) to++;
    const words = all.slice(from, to).flatMap((run) => run.words);
    if (words.length === segment.words.length) segments.push(segment);
    else if (words.length > 0) segments.push(partOf(segment, words));
    from = to;
  }
  return segments;
}

/** A whole dictation with the commands obeyed that were spoken. */
export function editedTranscript(transcript: Transcript, off: readonly string[]): Transcript {
  const accepted = transcript.segments.reduce((state, segment) => acceptSegment(state, segment, off), initialEdits);
  return { ...transcript, segments: editedSegments(finishEdits(accepted, off)) };
}

function partOf({ words: all, written: spans, ...segment }: Segment, words: readonly Word[]): Segment {
  const written = spans && writtenPart(spans, all, new Set(words));
  return { ...segment, words, startMs: words[0]!.startMs, endMs: words.at(-1)!.endMs, ...(written && { written }) };
}

/** The text of the words that are kept; those of a span that loses some ("10:30" its "thirty") stand as recognised. */
export function writtenPart(spans: readonly Span[], words: readonly Word[], keptWords: ReadonlySet<Word>): readonly Span[] {
  const written: Span[] = [];
  let isLastKept = true;
  for (const span of spans) {
    const made = words.filter(({ startMs, endMs }) => startMs < span.endMs && endMs > span.startMs);
    const kept = made.filter((word) => keptWords.has(word));
    // A mark that nobody said belongs to the word before it.
    if (made.length > 0) isLastKept = kept.length > 0;
    if (kept.length < made.length && isLastKept) {
      const space = /^\s*/u.exec(span.text)![0];
      written.push({ text: space + wordsText(kept), startMs: kept[0]!.startMs, endMs: kept.at(-1)!.endMs });
    } else if (isLastKept) written.push(span);
  }
  return written;
}

/** The utterance cut at its pauses. */
export function runsOf(segment: Segment): readonly Run[] {
  const runs: Word[][] = [];
  for (const word of segment.words) {
    const last = runs.at(-1);
    if (last === undefined || word.startMs - last.at(-1)!.endMs >= commandPauseMs) runs.push([word]);
    else last.push(word);
  }
  return runs.map((words) => ({ words, segment }));
}

function pauseMs(lastEndMs: number, run: Run): number {
  return run.words[0]!.startMs - lastEndMs;
}

function resolvePending(state: EditState, isFollowedByPause: boolean, off: readonly string[]): EditState {
  const { pending } = state;
  if (pending === null) return state;
  const open = { ...state, pending: null };
  return isFollowedByPause ? obey(open, pending, off) : addText(open, pending);
}

/** A step that can be undone. */
function step(state: EditState, text: EditedText, event: EditEvent | null): EditState {
  return {
    ...state,
    text,
    past: [...state.past, state.text].slice(-maxPast),
    future: [],
    events: event === null ? state.events : [...state.events, event],
  };
}

function addText(state: EditState, run: Run): EditState {
  const { runs, selectedWords } = state.text;
  return step(state, { runs: [...withoutLast(runs, selectedWords), run], selectedWords: 0 }, null);
}

function obey(state: EditState, run: Run, off: readonly string[]): EditState {
  const action = commandOf(run.words, off)?.action;
  const { runs, selectedWords } = state.text;
  const lastRun = runs.at(-1)?.words ?? [];
  switch (action) {
    case undefined:
      return addText(state, run);
    case 'scratch':
      return remove(state, 'scratch', selectedWords > 0 ? selectedWords : lastRun.length);
    case 'delete-last-word':
      return remove(state, 'delete-last-word', selectedWords > 0 ? selectedWords : Math.min(1, lastRun.length));
    case 'select-last-word':
      return select(state, 'select-last-word', Math.min(1, lastRun.length));
    case 'correct':
      return select(state, 'correct', lastRun.length);
    case 'undo':
      return travel(state, 'undo');
    case 'redo':
      return travel(state, 'redo');
    case 'stop':
      return { ...state, events: [...state.events, { action, words: [] }] };
  }
}

function remove(state: EditState, action: EditAction, count: number): EditState {
  const { runs } = state.text;
  const event = { action, words: lastWords(runs, count) };
  if (count === 0) return { ...state, events: [...state.events, event] };
  return step(state, { runs: withoutLast(runs, count), selectedWords: 0 }, event);
}

function select(state: EditState, action: EditAction, count: number): EditState {
  const { runs } = state.text;
  const event = { action, words: lastWords(runs, count) };
  if (count === 0) return { ...state, events: [...state.events, event] };
  return step(state, { runs, selectedWords: count }, event);
}

function travel(state: EditState, action: 'undo' | 'redo'): EditState {
  const { text, past, future } = state;
  const [from, to] = action === 'undo' ? [past, future] : [future, past];
  const target = from.at(-1);
  if (target === undefined) return { ...state, events: [...state.events, { action, words: [] }] };
  const fewer = from.slice(0, -1);
  const more = [...to, text];
  return {
    ...state,
    text: target,
    past: action === 'undo' ? fewer : more,
    future: action === 'undo' ? more : fewer,
    events: [...state.events, { action, words: changedWords(text, target) }],
  };
}

function lastWords(runs: readonly Run[], count: number): readonly Word[] {
  return count === 0 ? [] : runs.flatMap(({ words }) => words).slice(-count);
}

function withoutLast(runs: readonly Run[], count: number): readonly Run[] {
  let rest = count;
  const kept = [...runs];
  while (rest > 0 && kept.length > 0) {
    const last = kept.pop()!;
    if (last.words.length > rest) kept.push({ ...last, words: last.words.slice(0, -rest) });
    rest -= Math.min(rest, last.words.length);
  }
  return kept;
}

/** Words that only one of two texts has: what an undo took away or brought back. */
function changedWords(before: EditedText, after: EditedText): readonly Word[] {
  const words = (text: EditedText): readonly Word[] => text.runs.flatMap((run) => run.words);
  const [shorter, longer] = [words(before), words(after)].toSorted((a, b) => a.length - b.length);
  const kept = new Set(shorter);
  return longer!.filter((word) => !kept.has(word));
}
