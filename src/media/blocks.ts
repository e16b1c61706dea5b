import { UtterError } from '../core/errors';
import type { Piece } from './timeline';

/** A track's samples before the checks and the cutting into blocks. */
export interface MonoStream {
  readonly sampleRateHz: number;
  /** Length of the sound that the file says it holds; null where it doesn't say, or can't be believed. A file that gives much less has lost its end. */
  readonly promisedMs: number | null;
  /** A file that gives this much less than that has lost something, most likely its end. */
  readonly shortfallMs: number;
  /** Whether the file's own structure goes on beyond its end. */
  readonly isCutOff: boolean;
  pieces(): Iterable<Piece>;
}

const blockSeconds = 0.5;

/** Above this share of damage the gaps outweigh the speech. */
const damagedShare = 0.5;

/** Two steps of 16-bit audio: below it there is only rounding noise. */
export const silencePeak = 2 ** -14;

/** Speech that never gets louder than this (-34 dB of full scale) is heard, but not as surely. */
const quietPeak = 0.02;

/** A pause of the recorder's that is worth telling; shorter ones are those of a codec that doesn't send silence. */
const leastMissingMs = 1000;

/** What lies closer together is one place. */
const samePlaceMs = 1000;

const mostPlaces = 5;

/**
 * Cuts a stream into equal blocks and watches over it.
 * @param warn is told what is wrong with a recording that can be read all the same, once it was read
 * @throws UtterError audio-undecodable when it is damaged or cut off, after all that could be read; audio-empty when
 * there was nothing but silence; audio-invalid at the first sample that is not a number
 */
export async function* checkedBlocks(
  stream: MonoStream,
  name: string,
  signal: AbortSignal | undefined,
  warn: (warning: string) => void,
): AsyncGenerator<Float32Array> {
  const blockSamples = Math.max(1, Math.round(stream.sampleRateHz * blockSeconds));
  let block = new Float32Array(blockSamples);
  let filled = 0;
  let total = 0;
  let peak = 0;
  let recorded = 0;
  let damaged = 0;
  /** Silence in place of what is damaged, given only when something intact follows. */
  let gapSamples = 0;
  const places = { damaged: [] as Place[], missing: [] as Place[] };
  const toMs = (samples: number): number => (samples / stream.sampleRateHz) * 1000;

  const iterator = stream.pieces()[Symbol.iterator]();
  let failure: unknown = null;
  const nextPiece = (): Piece | null => {
    try {
      const next = iterator.next();
      return next.done === true ? null : next.value;
    } catch (error) {
      failure = error;
      return null;
    }
  };
  try {
    for (let piece = nextPiece(); piece !== null; piece = nextPiece()) {
      signal?.throwIfAborted();
      const { samples, gap } = piece;
      if (samples.length === 0) continue;
      if (gap === 'damaged' || gap === 'missing') addPlace(places[gap], toMs(total + gapSamples), toMs(samples.length));
      if (gap === 'damaged') {
        damaged += samples.length;
        gapSamples += samples.length;
        continue;
      }
      if (gap === null || gap === 'pause') recorded += samples.length;
      for (let i = -gapSamples; i < samples.length; i++) {
        const sample = i < 0 ? 0 : samples[i]!;
        if (!Number.isFinite(sample)) throw notANumber(name, toMs(total));
        peak = Math.max(peak, Math.abs(sample));
        block[filled++] = sample;
        total++;
        if (filled === blockSamples) {
          yield block;
          signal?.throwIfAborted();
          block = new Float32Array(blockSamples);
          filled = 0;
        }
      }
      gapSamples = 0;
    }
  } finally {
    iterator.return?.();
  }
  if (filled > 0) yield block.subarray(0, filled);

  const heldMs = toMs(recorded + damaged);
  if (damaged > (recorded + damaged) * damagedShare) {
    const percent = Math.round((100 * damaged) / (recorded + damaged));
    throw new UtterError('audio-undecodable', `${name} is damaged: ${percent} % of it can't be decoded.`, againRemedy);
  }
  if (recorded === 0 && failure === null)
    throw new UtterError('audio-empty', `${name} has no audio in it.`, 'Record or copy it again.');
  for (const place of shown(places.damaged)) warn(`${name} is damaged ${place}: silence stands there instead.`);
  for (const place of shown(places.missing.filter(({ startMs, lengthMs }) => startMs > 0 && lengthMs >= leastMissingMs))) {
    warn(`${name} holds no sound ${place}: silence stands there instead.`);
  }
  if (peak >= silencePeak && peak < quietPeak) {
    warn(`${name} is very quiet (${Math.round(20 * Math.log10(peak))} dB at its loudest): words may be missing or wrong.`);
  }
  const isShort = stream.promisedMs !== null && heldMs < stream.promisedMs - stream.shortfallMs;
  if (failure !== null || isShort || stream.isCutOff)
    throw cutOff(name, toMs(total), isShort ? stream.promisedMs : null, failure);
  if (peak < silencePeak) {
    throw new UtterError(
      'audio-empty',
      `${name} is silent from start to end.`,
      'Check that the right microphone or track was recorded and that it was not muted.',
    );
  }
}

interface Place {
  readonly startMs: number;
  lengthMs: number;
}

function addPlace(places: Place[], startMs: number, lengthMs: number): void {
  const last = places.at(-1);
  if (last !== undefined && startMs - (last.startMs + last.lengthMs) < samePlaceMs)
    last.lengthMs = startMs + lengthMs - last.startMs;
  else places.push({ startMs, lengthMs });
}

/** "from 1.3 s to 1.9 s" of each, as far as a person would read on. */
function shown(places: readonly Place[]): string[] {
  const first = places
    .slice(0, mostPlaces)
    .map(({ startMs, lengthMs }) => `from ${seconds(startMs)} to ${seconds(startMs + lengthMs)}`);
  return places.length > mostPlaces ? [...first, `at ${places.length - mostPlaces} more places`] : first;
}

export const againRemedy = 'Copy or download it again from where it was recorded.';

function cutOff(name: string, readMs: number, promisedMs: number | null, cause: unknown): UtterError {
  const promised = promisedMs === null ? '' : ` of ${seconds(promisedMs)}`;
  const message = `${name} is cut off or damaged: only the first ${seconds(readMs)}${promised} could be read.`;
  return new UtterError('audio-undecodable', message, againRemedy, { cause });
}

function notANumber(name: string, atMs: number): UtterError {
  return new UtterError(
    'audio-invalid',
    `${name} contains a sample that is not a number, at ${seconds(atMs)}.`,
    'Export it again, preferably as 16-bit WAV or FLAC.',
  );
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
