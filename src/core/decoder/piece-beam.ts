import type { PieceWords } from '../language/piece-words';
import type { Units } from '../model/units';
import type { EmittedUnit } from './greedy';
import type { DirectSearch, Joint, Predictor, SearchStart } from './types';
import { createWordAssembly } from './words';

/** A unit after those before it; hypotheses share their past. */
interface Link {
  readonly unit: EmittedUnit;
  previous: Link | null;
  readonly depth: number;
}

interface PieceHypothesis {
  readonly score: number;
  readonly last: Link | null;
  readonly context: readonly number[];
  /** Tells texts apart: two hypotheses with the same key have the same units. */
  readonly key: string;
  readonly state: number;
}

const beamSize = 6;
/** Units of a hypothesis that are tried in a frame. */
const unitsTried = 8;
/** Hypotheses further below the best are dropped, nats. */
const beamWidth = 12;
/** Units that hypotheses may disagree on; beyond, the best one is taken. */
const longestOpen = 80;

/**
 * Frame-synchronous beam search for a model of word pieces in which units that spell a user's words gain, and give it back where
 * the word is another after all. Without words of the user, `createPieceSearch` is cheaper and as good.
 */
export function createPieceBeam(
  predictor: Predictor,
  joint: Joint,
  units: Units,
  userWords: PieceWords,
  frameMs: number,
  start: SearchStart,
): DirectSearch {
  const { blankId } = units;
  const logits = new Float32Array(joint.units);
  const blankContext = new Array<number>(predictor.contextUnits).fill(blankId);
  const assembly = createWordAssembly(units, frameMs);
  let frame = start.frame - 1;
  let hypotheses: PieceHypothesis[] = [];
  /** Units of the word that grows in `assembly`, to write it again with those that are still open. */
  let growing: EmittedUnit[] = [];
  let limitMs = Infinity;
  startUtterance();

  function startUtterance(): void {
    hypotheses = [{ score: 0, last: null, context: blankContext, key: '', state: userWords.start }];
    growing = [];
  }

  function normalize(): void {
    let largest = -Infinity;
    for (const logit of logits) if (logit > largest) largest = logit;
    let sum = 0;
    for (const logit of logits) sum += Math.exp(logit - largest);
    const subtracted = largest + Math.log(sum);
    for (let i = 0; i < logits.length; i++) logits[i]! -= subtracted;
  }

  function extended(from: PieceHypothesis, id: number, logProbability: number): PieceHypothesis {
    const state = userWords.after(from.state, id);
    return {
      score: from.score + logProbability + userWords.gain,
      last: { unit: { id, frame, logProbability }, previous: from.last, depth: (from.last?.depth ?? 0) + 1 },
      context: [...from.context.slice(1), id],
      key: `${from.key}${String.fromCharCode(id + 32)}`,
      state,
    };
  }

  /** The units worth trying after a hypothesis, by what they give, words of the user included. */
  function tryUnits(from: PieceHypothesis, worst: number, into: Map<string, PieceHypothesis>): void {
    const gains: { id: number; score: number }[] = [];
    for (let id = 0; id < logits.length; id++) {
      if (id === blankId || from.score + logits[id]! + mostGain < worst) continue;
      userWords.after(from.state, id);
      const score = logits[id]! + userWords.gain;
      if (from.score + score >= worst) gains.push({ id, score });
    }
    gains.sort((a, b) => b.score - a.score || a.id - b.id);
    for (const { id } of gains.slice(0, unitsTried)) merge(into, extended(from, id, logits[id]!));
  }

  /** Commits the units that all hypotheses share. */
  function commit(): void {
    const [best] = hypotheses;
    if (best!.key.length > longestOpen) hypotheses = [best!];
    let shared = best!.last;
    for (const { last } of hypotheses) {
      let other = last;
      while (shared !== other) {
        if (other !== null && (shared === null || other.depth > shared.depth)) other = other.previous;
        else shared = shared!.previous;
      }
    }
    const found: EmittedUnit[] = [];
    for (let at = shared; at !== null; at = at.previous) found.unshift(at.unit);
    if (found.length === 0) return;
    for (const unit of found) {
      if (pieceBegins(unit.id)) growing = [];
      growing.push(unit);
      assembly.add(unit, limitMs);
    }
    // The shared past is in the assembly now: cut it off.
    const cut = shared!.depth;
    shared!.previous = null;
    hypotheses = hypotheses.map((hypothesis) => without(hypothesis, shared!, cut, found.length));
  }

  function without(hypothesis: PieceHypothesis, shared: Link, cut: number, count: number): PieceHypothesis {
    const key = hypothesis.key.slice(count);
    if (hypothesis.last === shared) return { ...hypothesis, key, last: null };
    let at = hypothesis.last!;
    while (at.depth > cut + 1) at = at.previous!;
    at.previous = null;
    return { ...hypothesis, key };
  }

  const pieceBegins = (id: number): boolean => units.pieces[id]!.startsWith(units.wordBoundary!);

  function openUnits({ last }: PieceHypothesis): EmittedUnit[] {
    const found: EmittedUnit[] = [];
    for (let at = last; at !== null; at = at.previous) found.unshift(at.unit);
    return found;
  }

  return {
    advance(data, offset, durationLimitMs) {
      frame++;
      limitMs = durationLimitMs;
      const stayed = new Map<string, PieceHypothesis>();
      let open = hypotheses;
      for (let count = 0; open.length > 0; count++) {
        const grown = new Map<string, PieceHypothesis>();
        for (const hypothesis of open) {
          if (count === joint.maxUnitsPerFrame) {
            merge(stayed, hypothesis);
            continue;
          }
          joint.score(data, offset, predictor.predict(hypothesis.context), logits);
          normalize();
          merge(stayed, { ...hypothesis, score: hypothesis.score + logits[blankId]! });
          tryUnits(hypothesis, bestScore(stayed) - beamWidth, grown);
        }
        open = bestFirst(grown, bestScore(stayed) - beamWidth);
      }
      hypotheses = bestFirst(stayed, bestScore(stayed) - beamWidth);
      commit();
    },
    get lastUnitFrame() {
      return hypotheses[0]!.last?.unit.frame ?? growing.at(-1)?.frame ?? -1;
    },
    partial() {
      const { committed } = assembly.partial();
      const tentative = createWordAssembly(units, frameMs);
      for (const unit of [...growing, ...openUnits(hypotheses[0]!)]) tentative.add(unit, limitMs);
      return userWords.forms.partial({ committed, tentative: tentative.finish() });
    },
    endUtterance() {
      const ended = hypotheses.map((h) => ({ ...h, score: h.score - userWords.refund(h.state) }));
      const best = ended.reduce((a, b) => (b.score > a.score ? b : a));
      for (const unit of openUnits(best)) assembly.add(unit, limitMs);
      startUtterance();
      return userWords.forms.words(assembly.finish());
    },
  };
}

/** No unit gains more: a unit has few letters. */
const mostGain = 12;

function merge(into: Map<string, PieceHypothesis>, hypothesis: PieceHypothesis): void {
  const other = into.get(hypothesis.key);
  if (other === undefined) {
    into.set(hypothesis.key, hypothesis);
    return;
  }
  const [better, worse] = hypothesis.score > other.score ? [hypothesis, other] : [other, hypothesis];
  into.set(hypothesis.key, { ...better, score: better.score + Math.log1p(Math.exp(worse.score - better.score)) });
}

function bestScore(hypotheses: ReadonlyMap<string, PieceHypothesis>): number {
  let best = -Infinity;
  for (const { score } of hypotheses.values()) if (score > best) best = score;
  return best;
}

/** Sorting is stable: of equals, the one that was found first. */
function bestFirst(hypotheses: ReadonlyMap<string, PieceHypothesis>, worst: number): PieceHypothesis[] {
  const within = [...hypotheses.values()].filter(({ score }) => score >= worst);
  return within.sort((a, b) => b.score - a.score).slice(0, beamSize);
}
