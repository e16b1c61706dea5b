import type { Units } from '../model/units';
import { createGreedySearch } from './greedy';
import type { DirectSearch, Joint, Predictor } from './types';
import { searchStart } from './types';
import { createWordAssembly } from './words';

/** Greedy search of a model of word pieces: units of the best path, put together to words. */
export function createPieceSearch(
  predictor: Predictor,
  joint: Joint,
  units: Units,
  frameMs: number,
  start = searchStart,
): DirectSearch {
  const greedy = createGreedySearch(predictor, joint, units.blankId, start.frame);
  const words = createWordAssembly(units, frameMs);
  let lastUnitFrame = -1;

  return {
    advance(data, offset, durationLimitMs) {
      for (const unit of greedy.advance(data, offset)) {
        words.add(unit, durationLimitMs);
        lastUnitFrame = unit.frame;
      }
    },
    get lastUnitFrame() {
      return lastUnitFrame;
    },
    partial: () => words.partial(),
    endUtterance() {
      greedy.resetContext();
      lastUnitFrame = -1;
      return words.finish();
    },
  };
}
