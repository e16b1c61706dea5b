import { createLexiconSearch } from '../../src/core/decoder/lexicon-search';
import { createPieceBeam } from '../../src/core/decoder/piece-beam';
import { createPieceSearch } from '../../src/core/decoder/piece-search';
import { searchStart } from '../../src/core/decoder/types';
import type { DirectSearch } from '../../src/core/decoder/types';
import { unitSpelling } from '../../src/core/language/piece-spelling';
import { compilePieceWords } from '../../src/core/language/piece-words';
import { compileUserWords } from '../../src/core/language/user-vocabulary';
import type { UserWord } from '../../src/core/language/user-words';
import type { OpenModel } from '../speech/model';

/** Searches with a list of words, and what making it took. */
export interface Words {
  readonly compileMs: number;
  create(): DirectSearch;
}

export const userWord = (written: string, boost: number): UserWord => ({ written, soundsLike: '', boost, learned: [] });

/** Processor time of this process, which other work on the machine doesn't stretch. */
export const cpuMs = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};

export async function wordsOf(opened: OpenModel, words: readonly UserWord[]): Promise<Words> {
  const { parts, encoder } = opened;
  const { predictor, joint, units, language, g2p } = parts;
  const before = process.cpuUsage();
  if (language === null) {
    const { words: pieces } = compilePieceWords(words, unitSpelling(units));
    const { frameMs } = encoder;
    return {
      compileMs: cpuMs(before),
      create: () =>
        pieces === null
          ? createPieceSearch(predictor, joint, units, frameMs)
          : createPieceBeam(predictor, joint, units, pieces, frameMs, searchStart),
    };
  }
  const user = words.length === 0 ? null : (await compileUserWords(words, language, g2p, units.pieces)).vocabulary;
  const compileMs = cpuMs(before);
  return { compileMs, create: () => createLexiconSearch(predictor, joint, { ...language, user }, encoder.frameMs) };
}

export function recognized(search: DirectSearch, data: Float32Array, dim: number): string[] {
  for (let offset = 0; offset < data.length; offset += dim) search.advance(data, offset, Infinity);
  return search.endUtterance().map((word) => word.text);
}
