import { commandPauseMs, type EditAction, type EditCommand } from './edit-commands';
import { EditGate, type GatePart } from './edit-gate';
import { endsSentence, wordsText } from './text';
import type { Segment, Span, Transcript, Word } from './types';

/** Words said without a pause; what one command takes back. `segment` is the utterance they were said in. */
export interface Run {
  readonly words: readonly Word[];
  readonly segment: Segment;
  /** It goes on with the run before it, whose utterance was cut in one breath. */
  readonly goesOn?: boolean;
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
  /** Decides what is a command, and holds words back that may become one. */
  readonly gate: EditGate | null;
  /** Those words. */
  readonly held: readonly Run[];
  /** Of the last step. */
  readonly events: readonly EditEvent[];
}

/** Steps that can be undone: more than anyone remembers, and a bound on memory. */
const maxPast = 50;

const nothing: EditedText = { runs: [], selectedWords: 0 };
export const initialEdits: EditState = {
  text: nothing,
  past: [],
  future: [],
  gate: null,
  held: [],
  events: [],
};

/**
 * The state after one more ended utterance. Depends on the words, their times and confidences alone, so that the same
 * speech gives the same text however it came in.
 * @param off actions that are switched off: their phrases are text
 */
export function acceptSegment(state: EditState, segment: Segment, off: readonly string[]): EditState {
  if (segment.words.length === 0) return { ...state, events: [] };
  const gate = state.gate?.fork() ?? new EditGate(off);
  const parts = [...gate.accept(segment.words), ...gate.endSegment(segment)];
  return takeParts({ ...state, gate, events: [], held: [...state.held, { words: segment.words, segment }] }, parts);
}

/** The state after the end of the dictation, which is a pause. */
export function finishEdits(state: EditState): EditState {
  const gate = state.gate?.fork() ?? null;
  return takeParts({ ...state, gate, events: [] }, gate?.endUtterance() ?? []);
}

/** @param parts of the words that are held, in order */
function takeParts(state: EditState, parts: readonly GatePart[]): EditState {
  let next = state;
  for (const [index, part] of parts.entries()) {
    const [taken, held] = split(next.held, part.words.length);
    next = { ...next, held };
    if (part.kind === 'command') next = obey(next, part.command);
    else {
      const before = parts[index - 1];
      const isSameRun = before?.kind === 'text' && !part.startsRun;
      for (const [at, run] of taken.entries()) next = addText(next, run, !part.startsRun || at > 0, isSameRun || at > 0);
    }
  }
  return next;
}

/** The first words of runs, and the rest. */
function split(runs: readonly Run[], count: number): [Run[], Run[]] {
  const [first, rest]: [Run[], Run[]] = [[], []];
  let left = count;
  for (const run of runs) {
    if (left > 0) first.push({ ...run, words: run.words.slice(0, left) });
    if (run.words.length > left) rest.push({ ...run, words: run.words.slice(Math.max(0, left)) });
    left -= Math.min(left, run.words.length);
  }
  return [first, rest];
}

/** The edited text as utterances; those without a change are the very ones that came in. */
export function editedSegments({ text: { runs }, held }: EditState): readonly Segment[] {
  const segments: Segment[] = [];
  const all = [...runs, ...held];
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
  return { ...transcript, segments: editedSegments(finishEdits(accepted)) };
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

/** @param isPart whether it was said in one breath with the words before it, and is undone with them */
function addText(state: EditState, run: Run, goesOn: boolean, isPart: boolean): EditState {
  const { runs, selectedWords } = state.text;
  const kept = withoutLast(runs, selectedWords);
  const last = kept.at(-1);
  const isSame = goesOn && isPart && last?.segment === run.segment;
  const all = isSame
    ? [...kept.slice(0, -1), { ...last, words: [...last.words, ...run.words] }]
    : [...kept, goesOn ? { ...run, goesOn } : run];
  const text = { runs: all, selectedWords: 0 };
  return isPart ? { ...state, text } : step(state, text, null);
}

function obey(state: EditState, { action, count }: EditCommand): EditState {
  const { runs, selectedWords } = state.text;
  const all = runs.reduce((sum, { words }) => sum + words.length, 0);
  const orSelected = (words: number): number => (selectedWords > 0 ? selectedWords : words);
  switch (action) {
    case 'scratch':
      return remove(state, action, orSelected(lastRunWords(runs)));
    case 'delete-last-word':
      return remove(state, action, orSelected(Math.min(count, all)));
    case 'delete-last-sentence':
      return remove(state, action, orSelected(lastSentenceWords(runs)));
    case 'delete-all':
      return remove(state, action, all);
    case 'select-last-word':
      return select(state, action, Math.min(count, all));
    case 'select-last-sentence':
      return select(state, action, lastSentenceWords(runs));
    case 'select-all':
      return select(state, action, all);
    case 'unselect':
      return selectedWords === 0
        ? { ...state, events: [...state.events, { action, words: [] }] }
        : step(state, { runs, selectedWords: 0 }, { action, words: lastWords(runs, selectedWords) });
    case 'correct':
      return select(state, action, lastRunWords(runs));
    case 'undo':
      return travel(state, 'undo');
    case 'redo':
      return travel(state, 'redo');
    case 'stop':
      return { ...state, events: [...state.events, { action, words: [] }] };
  }
}

/** How many words were said since the last pause. */
function lastRunWords(runs: readonly Run[]): number {
  const first = runs.findLastIndex(({ goesOn }) => goesOn !== true);
  return runs.slice(Math.max(0, first)).reduce((sum, { words }) => sum + words.length, 0);
}

/** How many words the last sentence has as it is written; where nothing is written, those since the last pause. */
function lastSentenceWords(runs: readonly Run[]): number {
  let count = 0;
  for (const { words, segment } of runs.toReversed()) {
    if (segment.written === undefined) return count === 0 ? lastRunWords(runs) : count;
    for (const word of words.toReversed()) {
      const span = segment.written.findLast(({ startMs }) => startMs < word.endMs);
      if (count > 0 && span !== undefined && span.endMs <= word.endMs && endsSentence(span.text)) return count;
      count++;
    }
  }
  return count;
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
