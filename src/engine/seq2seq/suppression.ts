import { decodeUtf8 } from '../../core/onnx/utf8';
import type { Seq2seqConfig } from './configuration';
import type { PieceVocabulary } from './tokenizer';

/** Pieces that are never written, by id; 1 for those. */

/** Notes, arrows and the like stand for sounds that are not speech. */
const noSpeech = /[♪♫♩♬♭♮♯■□▲▼◆○●★☆←↑→↓*#<>{}[\]|\\^_~@=+]/u;
/** Text with a spoken form, which is wanted instead: "twenty three dollars". */
const spelled = /[\p{Nd}\p{No}\p{Sc}%&@#=+*/\\]/u;
/** English is written with these. */
const latin = /^[\p{Script=Latin}\p{M}\p{P}\p{Zs}\s]*$/u;

/** In every language: special pieces, and pieces for sounds that are not speech. */
export function speechPieces(vocabulary: PieceVocabulary, config: Seq2seqConfig): Uint8Array {
  return marked(vocabulary, config, (text) => noSpeech.test(text));
}

/** Where words are wanted as they are spoken, in English. */
export function spokenPieces(vocabulary: PieceVocabulary, config: Seq2seqConfig): Uint8Array {
  return marked(
    vocabulary,
    config,
    (text) => noSpeech.test(text) || spelled.test(text) || (!text.includes('\ufffd') && !latin.test(text)),
  );
}

function marked(
  { bytes }: PieceVocabulary,
  { pieces, suppressed, endId }: Seq2seqConfig,
  isBarred: (text: string) => boolean,
): Uint8Array {
  const barred = new Uint8Array(pieces);
  for (let piece = 0; piece < pieces; piece++) {
    const own = bytes[piece] ?? [];
    if (own.length === 0 || isBarred(decodeUtf8(own))) barred[piece] = 1;
  }
  for (const piece of suppressed) barred[piece] = 1;
  barred[endId] = 0;
  return barred;
}
