import type { Units } from '../model/units';
import type { Partial, Word } from '../transcript/types';
import type { EmittedUnit } from './greedy';

/** Puts words together from units. A word is committed once the next one has begun; before that it may still grow. */
export interface WordAssembly {
  add(unit: EmittedUnit, durationLimitMs: number): void;
  partial(): Partial;
  /** Every word, the growing one included; the assembly is empty afterwards. */
  finish(): readonly Word[];
}

interface GrowingWord {
  text: string;
  startMs: number;
  endMs: number;
  logProbability: number;
  units: number;
}

/** @param frameMs duration of one encoder frame. */
export function createWordAssembly(units: Units, frameMs: number): WordAssembly {
  const { pieces, wordBoundary } = units;
  if (wordBoundary === null) throw new Error('phones spell no words; they need a lexicon');
  let committed: Word[] = [];
  let growing: GrowingWord | null = null;

  function closed(word: GrowingWord, latestEndMs: number): Word {
    return {
      text: word.text,
      startMs: word.startMs,
      // Two words may share an encoder frame; they still must not overlap in a subtitle.
      endMs: Math.max(word.startMs, Math.min(word.endMs, latestEndMs)),
      confidence: Math.exp(word.logProbability / word.units),
    };
  }

  function commit(latestEndMs: number): void {
    if (growing !== null && growing.text !== '') committed.push(closed(growing, latestEndMs));
    growing = null;
  }

  return {
    add({ id, frame, logProbability }, durationLimitMs) {
      // Units may come from the silence appended after the last sample; their words end with the recording.
      const startMs = Math.min(frame * frameMs, Math.max(0, durationLimitMs - frameMs));
      const endMs = Math.min((frame + 1) * frameMs, durationLimitMs);
      const parts = (pieces[id] ?? '').split(wordBoundary);
      for (const [index, part] of parts.entries()) {
        if (index > 0) commit(startMs);
        if (index === 0 && part === '') continue;
        growing ??= { text: '', startMs, endMs, logProbability: 0, units: 0 };
        growing.text += part;
        growing.endMs = endMs;
        growing.logProbability += logProbability;
        growing.units++;
      }
    },
    partial() {
      const tentative = growing === null || growing.text === '' ? [] : [closed(growing, Infinity)];
      return { committed: committed.slice(), tentative };
    },
    finish() {
      commit(Infinity);
      const words = committed;
      committed = [];
      return words;
    },
  };
}
