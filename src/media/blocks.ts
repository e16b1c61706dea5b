import { UtterError } from '../core/errors';
import type { DecodedPacket } from './codecs/codecs';

/** A track's samples before the checks and the cutting into blocks. */
export interface MonoStream {
  readonly sampleRateHz: number;
  readonly durationMs: number | null;
  /** Whether `durationMs` is exact, so that a file that gives much less has lost its end. */
  readonly isDurationExact: boolean;
  packets(): AsyncIterable<DecodedPacket>;
}

const blockSeconds = 0.5;

/** A file that gives this much less than its header promises has lost its end. */
const shortfallMs = 250;

/** Above this share of damaged packets the gaps outweigh the speech. */
const damagedShare = 0.1;

/** Two steps of 16-bit audio: below it there is only rounding noise. */
const silencePeak = 2 ** -14;

/**
 * Cuts a stream into equal blocks and watches over it.
 * @throws UtterError audio-undecodable when it is damaged or cut off, after all that could be read; audio-empty when
 * there was nothing but silence; audio-invalid at the first sample that is not a number
 */
export async function* checkedBlocks(
  stream: MonoStream,
  name: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Float32Array> {
  const blockSamples = Math.max(1, Math.round(stream.sampleRateHz * blockSeconds));
  let block = new Float32Array(blockSamples);
  let filled = 0;
  let total = 0;
  let peak = 0;
  let packets = 0;
  let damaged = 0;
  /** Silence in place of damaged packets, given only when something intact follows. */
  let gapSamples = 0;
  const atMs = (): number => (total / stream.sampleRateHz) * 1000;

  const iterator = stream.packets()[Symbol.asyncIterator]();
  let failure: unknown = null;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const next = await iterator.next().catch((error: unknown) => {
        failure = error;
        return { done: true, value: undefined } as const;
      });
      if (next.done) break;
      const { samples, isDamaged } = next.value;
      if (samples.length === 0) continue;
      packets++;
      if (isDamaged) {
        damaged++;
        gapSamples += samples.length;
        continue;
      }
      for (let i = -gapSamples; i < samples.length; i++) {
        const sample = i < 0 ? 0 : samples[i]!;
        if (!Number.isFinite(sample)) throw notANumber(name, atMs());
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
    await iterator.return?.();
  }
  if (filled > 0) yield block.subarray(0, filled);

  if (failure !== null) throw cutOff(name, atMs(), null, failure);
  if (damaged > packets * damagedShare) {
    const percent = Math.round((100 * damaged) / packets);
    throw new UtterError('audio-undecodable', `${name} is damaged: ${percent} % of it can't be decoded.`, againRemedy);
  }
  if (total === 0) throw new UtterError('audio-empty', `${name} has no audio in it.`, 'Record or copy it again.');
  if (stream.isDurationExact && stream.durationMs !== null && atMs() < stream.durationMs - shortfallMs) {
    throw cutOff(name, atMs(), stream.durationMs, null);
  }
  if (peak < silencePeak) {
    throw new UtterError(
      'audio-empty',
      `${name} is silent from start to end.`,
      'Check that the right microphone or track was recorded and that it was not muted.',
    );
  }
}

const againRemedy = 'Copy or download it again from where it was recorded.';

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
