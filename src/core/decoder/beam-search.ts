import type { PieceTable } from '../onnx/tokens';
import type { Word } from '../transcript/types';
import type { TransducerScorer } from './scorer';
import type { Search } from './types';
import { lastWordStart, unitWords, type TimedUnit } from './unit-words';

/** Scores of units beside the model's: a language model, or words to be preferred. States are numbers. */
export interface UnitScores {
  readonly startState: number;
  /** What to add, ln, when `unit` comes next; `nextState` is the state after it until the next call. */
  score(state: number, unit: number): number;
  readonly nextState: number;
}

export interface BeamSearchOptions {
  /** Hypotheses that are followed; one is greedy search. */
  readonly paths: number;
  readonly scores?: readonly UnitScores[];
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

/**
 * Modified beam search of a transducer: one unit or the blank in a frame, the best `paths` of all continuations, and those
 * with the same units taken together. Source: icefall `modified_beam_search`; sherpa-onnx
 * `online-transducer-modified-beam-search-decoder.cc`. The unknown unit is taken for the blank, as there.
 * @param frameMs duration of one encoder frame.
 */
export function createBeamSearch<State>(
  scorer: TransducerScorer<State>,
  table: PieceTable,
  frameMs: number,
  { paths: most, scores = [] }: BeamSearchOptions,
): BeamSearch {
  const { units: unitCount, blankId } = scorer;
  let frame = -1;
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
    if (unit === blankId || unit === table.unknownId) return { ...path, score };
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

  const share = ({ score, count }: Path<State>): number => score / Math.max(1, count + scorer.contextUnits);
  const ranked = (): Path<State>[] => paths.toSorted((a, b) => share(b) - share(a));
  const best = (): Path<State> => paths.reduce((one, other) => (share(other) > share(one) ? other : one));

  /** Extends all paths by a unit or the blank; returns whether the best has a new unit. */
  async function step(data: Float32Array, offset: number, durationLimitMs: number): Promise<boolean> {
    const current = paths;
    const logits = await scorer.score(data, offset, current.map(({ state }) => state));
    const candidates = bestContinuations(logits, unitCount, current.map(({ score }) => score), most);
    const merged = new Map<string, Path<State>>();
    for (const { row, unit, score, logProbability } of candidates) {
      const path = extended(current[row]!, unit, score, logProbability, durationLimitMs);
      const key = path.units.map(({ id }) => id).join();
      const same = merged.get(key);
      merged.set(key, same === undefined ? path : { ...same, score: logAdd(same.score, path.score) });
    }
    paths = [...merged.values()];
    return candidates[0]!.unit !== blankId && candidates[0]!.unit !== table.unknownId;
  }

  return {
    async advance(data, offset, durationLimitMs) {
      frame++;
      const rounds = most === 1 ? scorer.maxUnitsPerFrame : 1;
      for (let round = 0; round < rounds; round++) if (!(await step(data, offset, durationLimitMs))) break;
      commit();
    },
    get lastUnitFrame() {
      return best().lastFrame;
    },
    partial: () => ({ committed: committed.slice(), tentative: unitWords(best().units, table) }),
    endUtterance() {
      const { units } = best();
      const words = [...committed, ...unitWords(units, table)];
      committedIds.push(...units.map(({ id }) => id));
      committed = [];
      paths = [firstPath()];
      return words;
    },
    nBest(count) {
      const found = new Map<string, UnitHypothesis>();
      for (const path of ranked()) {
        const words = [...committed, ...unitWords(path.units, table)];
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

function logAdd(a: number, b: number): number {
  const [large, small] = a > b ? [a, b] : [b, a];
  return large + Math.log1p(Math.exp(small - large));
}
