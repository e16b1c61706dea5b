import { finalSampleRateHz, type FinalModel, type Heard, type HearRequest } from '../../core/final/types';
import { seededRandom } from '../../core/metrics';
import { invalidModel, type ModelFiles } from '../../core/model/files';
import { searchBeam, type BeamOptions, type PieceHypothesis } from '../../core/seq2seq/beam-search';
import { searchDraft } from '../../core/seq2seq/draft';
import { heardWords } from '../../core/seq2seq/heard-words';
import type { Seq2seqManifest } from '../../core/seq2seq/manifest';
import { createPieceBias } from '../../core/seq2seq/piece-bias';
import type { DecoderOutput, PieceDecoder } from '../../core/seq2seq/piece-decoder';
import { leveled } from '../../core/seq2seq/level';
import { soundWindow } from '../../core/seq2seq/sound-window';
import { decodeUtf8 } from '../../core/onnx/utf8';
import type { OnnxRuntime } from '../onnx/runtime';
import { parseConfig } from './configuration';
import { melBins, whisperFeatures } from './log-mel';
import { readSeq2seqFiles } from './read';
import { encodeSound } from './sessions';
import { speechPieces, spokenPieces } from './suppression';
import { parseTokenizer } from './tokenizer';

/** Whisper's two tests of a text that was not said: its own token for silence, and how sure it is of the pieces. */
const noSpeechProbability = 0.6;
const doubtfulLogProb = -1;
/** Where a text loops or is doubtful, drawn texts are tried at these temperatures (Whisper's "fallback", bounded). */
const temperatures = [0.4, 0.8];
/** More pieces than anybody says in a second, and some for a short text. */
const mostPiecesASecond = 9;
const piecesOfShortText = 8;
/** The pieces were chosen on English mostly: other languages need more of them, some up to three a sign. */
const mostPiecesASecondElsewhere = 18;
/** Of the attention: two steps of the convolutions before Whisper's encoder, three before Moonshine's. */
const frameMs = { whisper: 20, moonshine: 24 };

/**
 * Loads Whisper or Moonshine, of any size, from its ONNX files.
 * @throws UtterError `model-not-found`, `model-invalid`
 */
export async function loadFinalModel(
  files: ModelFiles,
  manifest: Seq2seqManifest,
  runtime: OnnxRuntime,
  onProgress: (fraction: number) => void = () => {},
): Promise<FinalModel> {
  const { location } = files;
  const contents = await readSeq2seqFiles(files, manifest, (fraction) => onProgress(fraction * 0.6));
  const text = (part: 'tokenizer' | 'config' | 'generationConfig'): string | null => {
    const bytes = manifest.parts[part] && contents.get(manifest.parts[part].file);
    return bytes ? new TextDecoder().decode(bytes) : null;
  };
  const config = parseConfig(text('config')!, text('generationConfig'), location);
  if (config.family !== manifest.family)
    throw invalidModel(location, 'config.json', `is of ${config.family}, but the manifest says ${manifest.family}`);
  const vocabulary = parseTokenizer(text('tokenizer')!, location, manifest.parts.tokenizer.file);
  const { encoder: encoderFile, decoder: decoderFile } = manifest.parts;
  const encoder = await runtime.createSession(contents.get(encoderFile.file)!, encoderFile.file, false);
  contents.delete(encoderFile.file);
  onProgress(0.8);
  const decoder = await runtime.createSession(contents.get(decoderFile.file)!, decoderFile.file, true);
  contents.delete(decoderFile.file);
  onProgress(1);

  const heardBy = { modelId: manifest.id, family: manifest.family };
  const isWhisper = config.family === 'whisper';
  const suppressed = { spoken: spokenPieces(vocabulary, config), written: speechPieces(vocabulary, config) };
  const silence = isWhisper ? (vocabulary.idOf('<|nospeech|>') ?? vocabulary.idOf('<|nocaptions|>')) : undefined;
  const random = seededRandom(1);

  const isMark = (piece: number): boolean => /^[\p{P}\s]+$/u.test(decodeUtf8(vocabulary.bytes[piece] ?? []));

  async function encode(samples: Float32Array, languages: readonly string[]): Promise<PieceDecoder> {
    const length = soundWindow(samples.length, languages, manifest);
    const padded = new Float32Array(length);
    padded.set(samples.subarray(0, Math.min(samples.length, length)));
    if (!isWhisper) return encodeSound(runtime, encoder, decoder, config, runtime.tensor('float32', padded, [1, length]));
    const { frames, data } = whisperFeatures(padded);
    return encodeSound(runtime, encoder, decoder, config, runtime.tensor('float32', data, [1, melBins, frames]));
  }

  /** Begins a text; which language it is in is asked of Whisper where there is a choice. */
  async function begin(
    sound: PieceDecoder,
    wanted: readonly string[],
  ): Promise<{ output: DecoderOutput; language: string; noSpeech: number }> {
    if (!isWhisper) return { output: await sound.begin([config.startId]), language: manifest.languages[0]!, noSpeech: 0 };
    const known = wanted.filter((code) => manifest.languages.includes(code));
    const choices = known.length > 0 ? known : manifest.languages;
    const rest = (language: string): number[] => {
      const isMultilingual = vocabulary.idOf('<|transcribe|>') !== undefined && vocabulary.idOf(`<|${language}|>`) !== undefined;
      const names = isMultilingual ? [`<|${language}|>`, '<|transcribe|>', '<|notimestamps|>'] : ['<|notimestamps|>'];
      return names.flatMap((name) => vocabulary.idOf(name) ?? []);
    };
    if (choices.length === 1) {
      const output = await sound.begin([config.startId, ...rest(choices[0]!)]);
      return { output, language: choices[0]!, noSpeech: probability(output.logits.subarray(0, config.pieces), silence) };
    }
    const start = await sound.begin([config.startId]);
    const score = (code: string): number => start.logits[vocabulary.idOf(`<|${code}|>`) ?? -1] ?? -Infinity;
    const language = choices.reduce((best, code) => (score(code) > score(best) ? code : best));
    const noSpeech = probability(start.logits, silence);
    return { output: await sound.append(rest(language)), language, noSpeech };
  }

  async function hear(samples: Float32Array, request: HearRequest): Promise<Heard> {
    const { signal } = request;
    signal?.throwIfAborted();
    const sound = await encode(leveled(samples), request.languages);
    signal?.throwIfAborted();
    const { output, language, noSpeech } = await begin(sound, request.languages);
    const isSpoken = language === 'en';
    const seconds = samples.length / finalSampleRateHz;
    const options: BeamOptions = {
      beam: request.beam ?? manifest.beam,
      endId: config.endId,
      suppressed: isSpoken ? suppressed.spoken : suppressed.written,
      suppressedFirst: config.suppressedFirst,
      mostPieces: Math.ceil(seconds * (isSpoken ? mostPiecesASecond : mostPiecesASecondElsewhere)) + piecesOfShortText,
      bias: createPieceBias(request.bias ?? [], vocabulary.bytes),
      ...(signal && { signal }),
    };
    const draft = request.draft === undefined ? [] : vocabulary.encode(` ${request.draft.trim()}`);
    let found = await searchDraft(sound, output, { ...options, draft, isMark });
    if (!isPlausible(found[0]!) && request.beam !== 1) found = await retried(sound, language, options, found);
    const best = found[0]!;
    const isSilence = noSpeech > noSpeechProbability && meanLogProb(best) < doubtfulLogProb;
    if (isSilence || best.pieces.length === 0) return { ...heardBy, language, hypotheses: [], hasTimes: false };
    const words = { pieceBytes: vocabulary.bytes, isSpoken, durationMs: seconds * 1000, frameMs: frameMs[config.family] };
    const hypotheses = found.map((hypothesis) => heardWords(hypothesis, words));
    return { ...heardBy, language, hypotheses, hasTimes: best.attention.length > 0 };
  }

  /** Texts drawn at rising temperatures, where the likeliest one can't have been said. */
  async function retried(
    sound: PieceDecoder,
    language: string,
    options: BeamOptions,
    found: PieceHypothesis[],
  ): Promise<PieceHypothesis[]> {
    let best = found;
    for (const temperature of temperatures) {
      const { output } = await begin(sound, [language]);
      const drawn = await searchBeam(sound, output, { ...options, temperature, random });
      if (isPlausible(drawn[0]!)) return drawn;
      if (drawn[0]!.hasEnded && !best[0]!.hasEnded) best = drawn;
    }
    return best;
  }

  return {
    id: manifest.id,
    languages: manifest.languages,
    hear,
    async dispose() {
      await encoder.release();
      await decoder.release();
    },
  };
}

function meanLogProb({ logProb, logProbs }: PieceHypothesis): number {
  return logProb / Math.max(1, logProbs.length);
}

function isPlausible(hypothesis: PieceHypothesis): boolean {
  return hypothesis.hasEnded && meanLogProb(hypothesis) >= doubtfulLogProb;
}

/** Of one piece among all. */
function probability(logits: Float32Array, piece: number | undefined): number {
  if (piece === undefined) return 0;
  const highest = logits.reduce((most, logit) => Math.max(most, logit), -Infinity);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - highest), 0);
  return Math.exp(logits[piece]! - highest) / sum;
}
