import type { PieceWords } from '../language/piece-words';
import type { WrittenForms } from '../language/written-forms';
import type { PieceTable } from '../onnx/tokens';
import type { Word } from '../transcript/types';
import type { TransducerScorer } from './scorer';
import { searchStart, type Search } from './types';
import { lastWordStart, unitWords, type TimedUnit } from './unit-words';

/** Scores of units beside the model's: a language model, or words to be preferred. States are numbers. */
export interface UnitScores {
  readonly startState: number;
  /** What to add, ln, when `unit` comes next; `nextState` is the state after it until the next call. */
  score(state: number, unit: number): number;
  readonly nextState: number;
  /** What to add where the utterance ends in a state; nothing if absent. */
  end?(state: number): number;
}

export interface BeamSearchOptions {
  /** Hypotheses that are followed; one is greedy search. */
  readonly paths: number;
  readonly scores?: readonly UnitScores[];
  /** The user's words: their letters gain, and give it back where the word turns out to be another. */
  readonly words?: PieceWords | null;
}

/** One reading of the utterance. */
export interface UnitHypothesis {
  readonly words: readonly Word[];
  /** Natural logarithm, for each unit. */
  readonly score: number;
}

export interface BeamSearch extends Search {
  /** Searches one frame; the next call must wait for it. */
  advance(data: Float32Array, offset: number, durationLimitMs: number): Promise<void>;
  /** The best readings of the utterance if it ended now, each with another text, best first. */
  nBest(count: number): readonly UnitHypothesis[];
  /** Ids of all units since the search began, committed or not, of the best hypothesis. */
  units(): readonly number[];
}

interface Path<State> {
  /** Units that are not committed yet. */
  readonly units: readonly TimedUnit[];
  readonly state: State;
  readonly extraStates: readonly number[];
  /** ln of everything, extra scores included. */
  readonly score: number;
  /** Units of the utterance, committed ones included. */
  readonly count: number;
  readonly lastFrame: number;
}

/** Continuations that are looked at for each that is kept, where other scores than the model's change their order. */
const triedPerPath = 8;

/** Everything is written as it was found. */
const asFound: WrittenForms = { partial: (partial) => partial, words: (words) => words };

/**
 * Modified beam search of a transducer: in a frame the blank, or as many units as the model allows (one, in icefall's), the best
 * `paths` of all continuations, and those with the same units taken together. Source: icefall `modified_beam_search`; sherpa-onnx
 * `online-transducer-modified-beam-search-decoder.cc`. The unknown unit counts as the blank, as there.
 * @param frameMs duration of one encoder frame.
 */
export function createBeamSearch<State>(
  scorer: TransducerScorer<State>,
  table: PieceTable,
  frameMs: number,
  { paths: most, scores: given = [], words: userWords = null }: BeamSearchOptions,
  start = searchStart,
): BeamSearch {
  const scores = userWords === null ? given : [...given, gainsOf(userWords)];
  const forms = userWords?.forms ?? asFound;
  const { units: unitCount, blankId } = scorer;
  let frame = start.frame - 1;
  let paths: Path<State>[] = [firstPath()];
  let committed: Word[] = [];
  const committedIds: number[] = [];

  function firstPath(): Path<State> {
    return {
      units: [],
      state: scorer.start(),
      extraStates: scores.map(({ startState }) => startState),
      score: 0,
      count: 0,
      lastFrame: -1,
    };
  }

  function extended(path: Path<State>, unit: number, score: number, logProbability: number, limitMs: number): Path<State> {
    if (isBlank(unit)) return { ...path, score };
    let extra = 0;
    const extraStates = scores.map((source, i) => {
      extra += source.score(path.extraStates[i]!, unit);
      return source.nextState;
    });
    // Units may come from the silence appended after the last sample; their words end with the recording.
    const startMs = Math.min(frame * frameMs, Math.max(0, limitMs - frameMs));
    const endMs = Math.min((frame + 1) * frameMs, limitMs);
    return {
      units: [...path.units, { id: unit, startMs, endMs, logProbability }],
      state: scorer.extend(path.state, unit),
      extraStates,
      score: score + extra,
      count: path.count + 1,
      lastFrame: frame,
    };
  }

  /** What all paths share up to the last word that has begun in it can't change any more. */
  function commit(): void {
    const [first] = paths;
    let shared = first!.units.length;
    for (const { units } of paths) {
      let same = 0;
      while (same < shared && units[same]?.id === first!.units[same]!.id) same++;
      shared = same;
    }
    const whole = lastWordStart(first!.units, shared, table);
    if (whole === 0) return;
    const { units } = best();
    committed.push(...unitWords(units.slice(0, whole), table, units[whole]!.startMs));
    committedIds.push(...units.slice(0, whole).map(({ id }) => id));
    paths = paths.map((path) => ({ ...path, units: path.units.slice(whole) }));
  }

  const isBlank = (unit: number): boolean => unit === blankId || unit === table.unknownId;
  const share = ({ score, count }: Path<State>): number => score / Math.max(1, count + scorer.contextUnits);
  const ranked = (all: readonly Path<State>[]): Path<State>[] => all.toSorted((a, b) => share(b) - share(a));
  const best = (): Path<State> => paths.reduce((one, other) => (share(other) > share(one) ? other : one));

  /** The best continuations of paths by a unit or the blank, all scores included; best first. */
  async function continued(open: readonly Path<State>[], data: Float32Array, offset: number, limitMs: number) {
    const logits = await scorer.score(
      data,
      offset,
      open.map(({ state }) => state),
    );
    const tried = scores.length === 0 ? most : most * triedPerPath;
    const found = bestContinuations(
      logits,
      unitCount,
      open.map(({ score }) => score),
      tried,
    ).map((continuation) => ({
      ...continuation,
      path: extended(open[continuation.row]!, continuation.unit, continuation.score, continuation.logProbability, limitMs),
    }));
    return found.sort((a, b) => b.path.score - a.path.score).slice(0, most);
  }

  /** Paths as if the utterance ended now. */
  const ended = (): Path<State>[] =>
    paths.map((path) => ({
      ...path,
      score: scores.reduce((score, { end }, i) => score + (end?.(path.extraStates[i]!) ?? 0), path.score),
    }));

  return {
    async advance(data, offset, durationLimitMs) {
      frame++;
      const closed = new Map<string, Path<State>>();
      let open = paths;
      for (let round = 1; open.length > 0; round++) {
        const grown = new Map<string, Path<State>>();
        for (const { unit, path } of await continued(open, data, offset, durationLimitMs)) {
          merge(isBlank(unit) || round === scorer.maxUnitsPerFrame ? closed : grown, path);
        }
        const worst =
          [...closed.values(), ...grown.values()].map(({ score }) => score).sort((a, b) => b - a)[most - 1] ?? -Infinity;
        for (const [key, { score }] of closed) if (score < worst) closed.delete(key);
        open = [...grown.values()].filter(({ score }) => score >= worst);
      }
      paths = [...closed.values()];
      commit();
    },
    get lastUnitFrame() {
      return best().lastFrame;
    },
    partial: () => forms.partial({ committed: committed.slice(), tentative: unitWords(best().units, table) }),
    endUtterance() {
      paths = ended();
      const { units } = best();
      const words = forms.words([...committed, ...unitWords(units, table)]);
      committedIds.push(...units.map(({ id }) => id));
      committed = [];
      paths = [firstPath()];
      return words;
    },
    nBest(count) {
      const found = new Map<string, UnitHypothesis>();
      for (const path of ranked(ended())) {
        const words = forms.words([...committed, ...unitWords(path.units, table)]);
        const text = words.map((word) => word.text).join(' ');
        if (!found.has(text)) found.set(text, { words, score: share(path) });
        if (found.size >= count) break;
      }
      return [...found.values()];
    },
    units: () => [...committedIds, ...best().units.map(({ id }) => id)],
  };
}

interface Continuation {
  readonly row: number;
  readonly unit: number;
  /** Of the path and the unit. */
  readonly score: number;
  readonly logProbability: number;
}

/** The `count` best of all rows' units by path score and log-softmax, best first; of equals the first. */
function bestContinuations(logits: Float32Array, units: number, scores: readonly number[], count: number): Continuation[] {
  const found: Continuation[] = [];
  for (const [row, pathScore] of scores.entries()) {
    const start = row * units;
    let largest = -Infinity;
    for (let i = 0; i < units; i++) largest = Math.max(largest, logits[start + i]!);
    let sum = 0;
    for (let i = 0; i < units; i++) sum += Math.exp(logits[start + i]! - largest);
    const normalizer = largest + Math.log(sum);
    for (let unit = 0; unit < units; unit++) {
      const logProbability = logits[start + unit]! - normalizer;
      const score = pathScore + logProbability;
      if (found.length === count && !(score > found[count - 1]!.score)) continue;
      let at = found.length;
      while (at > 0 && score > found[at - 1]!.score) at--;
      found.splice(at, 0, { row, unit, score, logProbability });
      if (found.length > count) found.pop();
    }
  }
  return found;
}

function gainsOf(words: PieceWords): UnitScores {
  let nextState = words.start;
  return {
    startState: words.start,
    score(state, unit) {
      nextState = words.after(state, unit);
      return words.gain;
    },
    get nextState() {
      return nextState;
    },
    end: (state) => -words.refund(state),
  };
}

/** Paths with the same units become one, with the times of the likelier. */
function merge<State>(into: Map<string, Path<State>>, path: Path<State>): void {
  const key = path.units.map(({ id }) => id).join();
  const same = into.get(key);
  if (same === undefined) into.set(key, path);
  else into.set(key, { ...(path.score > same.score ? path : same), score: logAdd(same.score, path.score) });
}

function logAdd(a: number, b: number): number {
  const [large, small] = a > b ? [a, b] : [b, a];
  return large + Math.log1p(Math.exp(small - large));
}
