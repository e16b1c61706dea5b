import { onLine } from '../transcript/lines';
import type { Segment, Word } from '../transcript/types';
import { joinOverlap } from './overlap';
import { createRefreshedWords, type RefreshedWords } from './refreshed-words';
import type { StreamedWords } from './streamed-words';
import type { SpeechSegment } from './types';
import { ordered } from './word-times';

/**
 * The segments of a recording on their way to the transcript, in order. A segment closes (the detector heard its end), is ready (the streaming
 * search's words in it are known, and taken), and done (its final words are known); then it is published, after all before it.
 */
export interface SegmentLine {
  /** Published: they never change. */
  readonly segments: readonly Segment[];
  /** Segments that are closed and not done. */
  readonly pending: readonly LineItem[];
  readonly openSegment: OpenSegment | null;
  /** Where things stand after a block. */
  advance(progress: LineProgress): void;
  /** The words of the segment are known. @param language of them, where there is a choice. */
  finish(item: LineItem, words: readonly Word[], language?: string): void;
  /** What is shown of `item`, or would be without its final words. */
  bestWords(item: LineItem): readonly Word[];
  /** Words after the published segments: the best there are. */
  tentative(): readonly Word[];
  /** All segments, with the best words of those that aren't published. */
  filled(): readonly Segment[];
}

/** What the detector knows after a block. */
export interface LineProgress {
  readonly closed: readonly ClosedSegment[];
  readonly nowMs: number;
  readonly openSinceMs: number | null;
  /** No segment that is still to come begins before this. */
  readonly heldFromMs: number;
  readonly isEnd: boolean;
  /** The detector has failed: nobody but the streaming search tells what was said. */
  readonly isDeaf: boolean;
}

export interface ClosedSegment extends SpeechSegment {
  readonly samples: Float32Array;
}

export interface OpenSegment {
  readonly startMs: number;
  readonly refreshed: RefreshedWords;
  /** What the streaming search heard in it so far. */
  streamed(): readonly Word[];
}

export interface LineItem {
  readonly segment: SpeechSegment;
  readonly samples: Float32Array;
  readonly state: 'closed' | 'ready' | 'done';
  /** What the streaming search heard in it, once it is ready. */
  readonly streamed: readonly Word[];
}

interface Item extends LineItem {
  state: 'closed' | 'ready' | 'done';
  streamed: readonly Word[];
  words: readonly Word[];
  language: string | undefined;
  readonly refreshed: RefreshedWords | null;
  /** Where the next segment begins, if it begins before this one ends. */
  overlapsFromMs: number | null;
}

export interface LineRules {
  /** Streamed words this near to a segment belong to it. */
  readonly reachMs: number;
  /** The streaming search has heard all but so much of the sound; null where there is none. */
  readonly lagMs: number | null;
  /** Words outside of all segments count if their mean confidence is at least this. */
  readonly leastConfidence: number;
}

/** Words this near to each other are judged together. */
const runGapMs = 500;
/** A word this near to the next segment may be in it too. */
const overlapMarginMs = 300;

/** Words near the end of a segment that the next one overlaps. */
interface Carried {
  readonly words: readonly Word[];
  readonly endMs: number;
  readonly language: string | undefined;
}

interface Taken {
  /** Words before the segment that are in none. */
  readonly stray: readonly Word[];
  readonly own: readonly Word[];
  readonly endMs: number;
  /** Whether the next segment is known. */
  readonly isBounded: boolean;
  readonly overlapsFromMs: number | null;
}

/** @param streamed words of the streaming search; the line drops those that it has taken. */
export function createSegmentLine(streamed: StreamedWords, rules: LineRules): SegmentLine {
  let segments: readonly Segment[] = [];
  const items: Item[] = [];
  let carried: Carried | null = null;
  /** Streamed words before this have been taken. */
  let takenMs = 0;
  let open: { readonly startMs: number; readonly refreshed: RefreshedWords } | null = null;
  let progress: LineProgress = { closed: [], nowMs: 0, openSinceMs: null, heldFromMs: 0, isEnd: false, isDeaf: false };

  function straysBetween(fromMs: number, toMs: number): readonly Word[] {
    return confidentRuns(streamed.between(fromMs, toMs), progress.isDeaf ? 0 : rules.leastConfidence);
  }

  function close(segment: ClosedSegment): void {
    const refreshed = open?.startMs === segment.startMs ? open.refreshed : null;
    const { samples, ...bounds } = segment;
    items.push({
      segment: bounds,
      samples,
      state: 'closed',
      streamed: [],
      words: [],
      language: undefined,
      refreshed,
      overlapsFromMs: null,
    });
  }

  /** Which streamed words are a segment's, given that those before `fromMs` are taken. */
  function take({ segment }: Item, next: Item | undefined, fromMs: number): Taken {
    const nextMs = next?.segment.startMs ?? progress.openSinceMs;
    const heldMs = nextMs ?? (progress.isEnd ? Infinity : Math.max(progress.heldFromMs, segment.endMs));
    const startMs = Math.max(fromMs, segment.startMs - rules.reachMs);
    const endMs = Math.max(startMs, Math.min(segment.endMs + rules.reachMs, (segment.endMs + heldMs) / 2));
    return {
      stray: straysBetween(fromMs, startMs),
      own: streamed.between(startMs, endMs),
      endMs,
      isBounded: nextMs !== null,
      overlapsFromMs: nextMs !== null && nextMs < segment.endMs ? nextMs : null,
    };
  }

  function settle(): void {
    for (let at = 0; at < items.length; at++) {
      const item = items[at]!;
      if (item.state !== 'closed') continue;
      const taken = take(item, items[at + 1], takenMs);
      if (!progress.isEnd && rules.lagMs !== null && !isSettled(item, taken, rules.lagMs)) return;
      item.streamed = taken.own;
      item.overlapsFromMs = taken.overlapsFromMs;
      item.state = 'ready';
      if (taken.stray.length > 0) items.splice(at++, 0, strayItem(taken.stray));
      moveOn(taken.endMs);
    }
    settleStray();
  }

  /** Whether the streamed words of a segment that has ended are known, and what is the next one's. */
  function isSettled({ segment: { endMs } }: Item, taken: Taken, lagMs: number): boolean {
    const isHeard = progress.nowMs >= endMs + lagMs || streamed.isSettledUntil(taken.endMs);
    return isHeard && (taken.isBounded || progress.heldFromMs >= endMs + 2 * rules.reachMs);
  }

  /** Words that no segment can contain any more. */
  function settleStray(): void {
    const beforeMs = progress.isEnd ? Infinity : (progress.openSinceMs ?? progress.heldFromMs) - rules.reachMs;
    // Those of an utterance are judged when it has ended, so that it doesn't depend on when that is asked.
    const untilMs =
      progress.isEnd || streamed.endedMs < beforeMs ? Math.min(beforeMs, progress.isEnd ? Infinity : streamed.endedMs) : takenMs;
    if (untilMs <= takenMs) return;
    const stray = straysBetween(takenMs, untilMs);
    if (stray.length > 0) items.push(strayItem(stray));
    moveOn(untilMs);
  }

  function moveOn(ms: number): void {
    takenMs = ms;
    streamed.dropBefore(ms);
  }

  function publish(): void {
    while (items[0]?.state === 'done') {
      const item = items.shift()!;
      const added = append(carried, item, item.words, segments.at(-1));
      add(added.segments);
      carried = added.carried;
    }
    const isFollowed = items.length > 0 || progress.openSinceMs !== null;
    if (carried === null || isFollowed) return;
    add([segmentOf(carried)]);
    carried = null;
  }

  function add(added: readonly Segment[]): void {
    if (added.length > 0) segments = [...segments, ...onLines(added, segments.at(-1))];
  }

  /** What the published segments would be followed by if nothing more came. */
  function rest(): { readonly segments: readonly Segment[]; readonly open: readonly Word[] } {
    let added: Segment[] = [];
    let after = carried;
    let fromMs = takenMs;
    for (const [at, item] of items.entries()) {
      if (item.state === 'closed') {
        const { stray, own, endMs, overlapsFromMs } = take(item, items[at + 1], fromMs);
        if (stray.length > 0) added = [...added, segmentOf({ words: stray })];
        fromMs = endMs;
        const shown = item.refreshed?.joined(own) ?? own;
        const more = append(after, { ...item, overlapsFromMs }, shown, added.at(-1) ?? segments.at(-1));
        added.push(...more.segments);
        after = more.carried;
      } else {
        const more = append(after, item, bestWords(item), added.at(-1) ?? segments.at(-1));
        added.push(...more.segments);
        after = more.carried;
      }
    }
    if (after !== null) added.push(segmentOf(after));
    const lastMs = (added.at(-1) ?? segments.at(-1))?.endMs ?? 0;
    return { segments: added, open: ordered(openWords(fromMs), { startMs: lastMs, endMs: Infinity }) };
  }

  function openWords(fromMs: number): readonly Word[] {
    const startMs = progress.openSinceMs ?? progress.heldFromMs;
    const untilMs = Math.max(fromMs, startMs - rules.reachMs);
    const stray = straysBetween(fromMs, untilMs);
    const own = streamed.between(untilMs, Infinity);
    return [...stray, ...(open?.refreshed.joined(own) ?? own)];
  }

  function bestWords(item: LineItem): readonly Word[] {
    const { state, words, refreshed, streamed: own } = item as Item;
    return state === 'done' ? words : (refreshed?.joined(own) ?? own);
  }

  return {
    get segments() {
      return segments;
    },
    get pending() {
      return items.filter(({ state }) => state !== 'done');
    },
    get openSegment() {
      if (open === null) return null;
      const { startMs, refreshed } = open;
      return { startMs, refreshed, streamed: () => streamed.between(Math.max(takenMs, startMs - rules.reachMs), Infinity) };
    },
    advance(latest) {
      progress = latest;
      for (const segment of latest.closed) close(segment);
      const { openSinceMs } = latest;
      if (openSinceMs === null) open = null;
      else if (open?.startMs !== openSinceMs) open = { startMs: openSinceMs, refreshed: createRefreshedWords(openSinceMs) };
      settle();
      publish();
    },
    finish(item, words, language) {
      const own = item as Item;
      own.words = words;
      own.language = language;
      own.state = 'done';
      publish();
    },
    bestWords,
    tentative() {
      const shown = rest();
      return [...shown.segments.flatMap(({ words }) => words), ...shown.open];
    },
    filled() {
      const shown = rest();
      const open = shown.open.length > 0 ? [segmentOf({ words: shown.open })] : [];
      return [...segments, ...onLines([...shown.segments, ...open], segments.at(-1))];
    },
  };
}

/** Adds a segment's words behind those that came before. */
function append(
  carried: Carried | null,
  { segment, overlapsFromMs, language }: Item,
  heard: readonly Word[],
  last: Segment | undefined,
): { readonly segments: readonly Segment[]; readonly carried: Carried | null } {
  const added: Segment[] = [];
  let words = heard;
  if (carried !== null) {
    if (segment.startMs < carried.endMs) {
      words = joinOverlap(carried.words, heard, { startMs: segment.startMs, endMs: carried.endMs });
    } else {
      added.push(segmentOf(carried));
    }
  }
  const fromMs = (added[0] ?? last)?.endMs ?? 0;
  words = ordered(words, { startMs: fromMs, endMs: Infinity });
  const firstShared = overlapsFromMs === null ? -1 : words.findIndex(({ endMs }) => endMs > overlapsFromMs - overlapMarginMs);
  const settled = firstShared < 0 ? words : words.slice(0, firstShared);
  if (settled.length > 0) added.push(segmentOf({ words: settled, language }, segment.isCut ?? false));
  return {
    segments: added,
    carried: firstShared < 0 ? null : { words: words.slice(firstShared), endMs: segment.endMs, language },
  };
}

/** Words outside of all segments; nobody hears them again. */
function strayItem(words: readonly Word[]): Item {
  return {
    segment: { startMs: words[0]!.startMs, endMs: words.at(-1)!.endMs },
    samples: new Float32Array(0),
    state: 'done',
    streamed: words,
    words,
    language: undefined,
    refreshed: null,
    overlapsFromMs: null,
  };
}

/** Of words that nobody but the streaming search heard, those that are probably right. */
function confidentRuns(words: readonly Word[], least: number): readonly Word[] {
  const kept: Word[] = [];
  let run: Word[] = [];
  const judge = (): void => {
    const mean = run.reduce((sum, { confidence }) => sum + confidence, 0) / run.length;
    if (mean >= least) kept.push(...run);
    run = [];
  };
  for (const word of words) {
    if (run.length > 0 && word.startMs - run.at(-1)!.endMs > runGapMs) judge();
    run.push(word);
  }
  judge();
  return kept;
}

/** @param isCut whether it ended in the middle of speech. */
function segmentOf(
  { words, language }: { readonly words: readonly Word[]; readonly language?: string | undefined },
  isCut = false,
): Segment {
  return { words, startMs: words[0]!.startMs, endMs: words.at(-1)!.endMs, isCut, ...(language !== undefined && { language }) };
}

/** Segments that end at short pauses share lines. */
function onLines(added: readonly Segment[], last: Segment | undefined): Segment[] {
  const lined: Segment[] = [];
  for (const segment of added) lined.push(onLine(segment, lined.at(-1) ?? last ?? null));
  return lined;
}
