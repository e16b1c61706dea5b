import { createResampler } from '../core/audio/resampler';
import type { Encoder, EncoderOutput } from '../core/decoder/types';
import { joinedFloats } from '../core/joined-floats';
import { learnPronunciations } from '../core/language/learned-pronunciation';
import { type PieceSpelling, unitSpelling } from '../core/language/piece-spelling';
import { compilePieceWords } from '../core/language/piece-words';
import { createPronouncer } from '../core/language/pronouncer';
import { compileUserWords } from '../core/language/user-vocabulary';
import type { UserWord, WordProblem } from '../core/language/user-words';
import { UtterError } from '../core/errors';
import type { ActiveWords } from '../core/recognizer';
import type { ModelParts } from './model-parts';
import { nextTask } from './next-task';

/** A short recording, mono. */
export interface Clip {
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
}

/** A user's words for one model, whatever its units. */
export interface ModelUserWords {
  readonly active: () => ActiveWords;
  set(words: readonly UserWord[]): Promise<readonly WordProblem[]>;
  /** @param recordings encoder output of each. */
  learn(recordings: readonly EncoderOutput[], word: UserWord): string[][];
}

const none: ActiveWords = { phones: null, pieces: null };

export function createUserWords({ language, g2p, units, predictor, joint }: ModelParts): ModelUserWords {
  if (language === null) return createPieceUserWords(unitSpelling(units));
  let active = none;
  let latest: unknown = null;
  const pronouncer = createPronouncer(language.lexicon, g2p);

  return {
    active: () => active,
    async set(words) {
      const call = {};
      latest = call;
      // Pronouncing a long list takes seconds: what waits is done in between.
      const { vocabulary, problems } = await compileUserWords(words, language, g2p, units.pieces, nextTask, pronouncer);
      // A list that was set meanwhile is the one to keep.
      if (latest === call) active = words.length === 0 ? none : { phones: vocabulary, pieces: null };
      return problems;
    },
    learn: (recordings, word) =>
      learnPronunciations(recordings, word, language, pronouncer, predictor, joint).map((phones) =>
        phones.map((id) => units.pieces[id]!),
      ),
  };
}

/** For a model whose units spell words. */
export function createPieceUserWords(spelling: PieceSpelling): ModelUserWords {
  let active = none;
  return {
    active: () => active,
    set(words) {
      const compiled = compilePieceWords(words, spelling);
      active = { phones: null, pieces: compiled.words };
      return Promise.resolve(compiled.problems);
    },
    learn() {
      throw new UtterError(
        'words-invalid',
        'This model works with letters, not sounds, so it can’t learn from recordings.',
        'Spell how the word sounds, or choose a phone model.',
      );
    },
  };
}

/** Encoder output of each recording. */
export async function encodedClips(clips: readonly Clip[], encoder: Encoder, sampleRateHz: number): Promise<EncoderOutput[]> {
  const all: EncoderOutput[] = [];
  for (const { samples, sampleRateHz: fromHz } of clips) {
    encoder.reset();
    const resampler = createResampler(fromHz, sampleRateHz);
    const outputs = [
      await encoder.acceptWaveform(resampler.accept(samples)),
      await encoder.acceptWaveform(resampler.finish()),
      await encoder.inputFinished(),
    ];
    const data = joinedFloats(outputs.map((output) => output.data));
    all.push({ data, dim: encoder.outputDim, frames: data.length / encoder.outputDim });
  }
  return all;
}
