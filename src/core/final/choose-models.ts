import type { Seq2seqManifest } from '../seq2seq/manifest';

/** The models of a final pass: one whose work grows with the sound, and a larger one that knows more languages. */
export interface FinalModels<M> {
  readonly small: M | null;
  readonly large: M | null;
}

type Facts = Pick<Seq2seqManifest, 'family' | 'languages'>;

/**
 * Which of the installed models hear speech in some languages. The large one must know all of them; with it, the small one is asked where
 * the large one has found a language that it knows.
 * @param installed of several that would do the last is taken, so the user's own come after those that come with Utter.
 * @param languages ISO 639 codes; none for any, which only a model of several languages can tell apart.
 */
export function chooseFinalModels<M extends Facts>(installed: readonly M[], languages: readonly string[]): FinalModels<M> {
  const knowsAll = (model: Facts): boolean =>
    languages.length === 0 ? model.languages.length > 1 : languages.every((code) => model.languages.includes(code));
  const knowsOne = (model: Facts): boolean => languages.length === 0 || languages.some((code) => model.languages.includes(code));
  const last = (family: Facts['family'], isFit: (model: Facts) => boolean): M | null =>
    installed.findLast((model) => model.family === family && isFit(model)) ?? null;
  const large = last('whisper', knowsAll);
  return { small: last('moonshine', large === null ? knowsAll : knowsOne), large };
}
