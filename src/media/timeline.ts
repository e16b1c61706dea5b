import { createResampler, type Resampler } from '../core/audio/resampler';
import type { Media, MediaFrame, MediaPacket, MediaStream } from './ffmpeg/media';
import type { Mixdown } from './mixdown';
import { mpegFrameBytes } from './mpeg-frame';
import type { Step } from './walk';

/** A pause is what a telephone's codec sends instead of a speaker's silence. */
export type Gap = 'damaged' | 'missing' | 'pause';

/** What the file holds at a time, or silence in the place of what it doesn't. */
export interface Piece {
  readonly samples: Float32Array;
  /** Why it is silence; null where it is what was recorded. */
  readonly gap: Gap | null;
}

/** Times that differ by less are what containers round to. */
const toleranceSeconds = 0.05;

/** A jump further than that may be one of the clock. */
const longestJumpSeconds = 600;

/** A longer one is, whatever the container says of its own length: one damaged number makes it billions of years. */
const longestSilenceSeconds = 6 * 3600;

/** Where nothing is heard for so long there is a picture, or packets of another track; else the sound before and after would lie side by side. */
const leastBytesPerSecond = 8;

const pieceSeconds = 0.5;

/** Containers whose times count from the recording's start; those of the others may begin anywhere, as a broadcast's do. */
const fromZero = /\b(mov|matroska|avi|asf|flac)\b/;

/** Containers with times of their own for each packet; where only frames follow each other, there are none to be believed. */
const timed = /\b(mov|matroska|avi|asf|ogg|mpegts|mpeg|flac|flv)\b/;

/**
 * One stream's samples in their places: sound that begins late or is missing in between leaves silence of its length, as do damaged packets. A clock
 * that goes back, as where recordings were joined, goes on from where they were.
 * @param isFirst whether nothing precedes it; where something does, nobody knows how much later it began
 */
export function* timeline(
  { media, stream: { codec } }: { readonly media: Media; readonly stream: MediaStream },
  steps: Iterable<Step>,
  sampleRateHz: number,
  mixdown: Mixdown,
  isFirst = true,
): Generator<Piece> {
  const isTimed = timed.test(media.format);
  const end = media.durationSeconds === null ? null : media.durationSeconds + (media.startSeconds ?? 0);
  let origin = isFirst && fromZero.test(media.format) ? 0 : null;
  /** Samples that were given. */
  let at = 0;
  let resampler: Resampler | null = null;
  const skipped = createSkipDetector(media);
  // Its frames follow each other without one.
  const hasPauses = codec !== 'flac' || !/\bflac\b/.test(media.format);

  function* silence(seconds: number, gap: Gap): Generator<Piece> {
    for (let left = Math.round(seconds * sampleRateHz); left > 0;) {
      const samples = new Float32Array(Math.min(left, Math.round(pieceSeconds * sampleRateHz)));
      left -= samples.length;
      at += samples.length;
      yield { samples, gap };
    }
  }

  /** Where in the file the last packet lies, and the one before. */
  let [lastAt, packetAt] = [0, 0];
  /** What could not be decoded since the last sound; its length is how long it should have been, unless times tell. */
  let damagedSeconds = 0;

  function* damage(seconds: number): Generator<Piece> {
    if (damagedSeconds > 0) yield* silence(Math.max(seconds, 1 / sampleRateHz), 'damaged');
    damagedSeconds = 0;
  }

  function isClockJump(seconds: number, ahead: number): boolean {
    if (end !== null && seconds > end + 1) return true;
    if (ahead <= longestJumpSeconds) return false;
    const isFilled = at === 0 || packetAt - lastAt > ahead * leastBytesPerSecond;
    return end === null || ahead > longestSilenceSeconds || !isFilled;
  }

  function* placed(seconds: number | null): Generator<Piece> {
    if (!isTimed || seconds === null) return yield* damage(damagedSeconds);
    origin ??= seconds - at / sampleRateHz - damagedSeconds;
    const ahead = seconds - origin - at / sampleRateHz;
    if (ahead < -toleranceSeconds || isClockJump(seconds, ahead)) {
      yield* damage(damagedSeconds);
      origin = seconds - at / sampleRateHz;
    } else if (damagedSeconds > 0) yield* damage(ahead);
    else if (ahead > toleranceSeconds) yield* silence(ahead, hasPauses ? 'missing' : 'damaged');
  }

  function* heard({ planes, seconds, sampleRateHz: rateHz }: MediaFrame): Generator<Piece> {
    yield* placed(seconds);
    const mono = mixdown(planes);
    if (rateHz !== (resampler?.fromHz ?? sampleRateHz)) {
      if (resampler !== null) yield given(resampler.finish());
      resampler = rateHz === sampleRateHz ? null : createResampler(rateHz, sampleRateHz);
    }
    yield given(resampler === null ? mono : resampler.accept(mono));
  }

  function* pause(seconds: number): Generator<Piece> {
    yield* damage(damagedSeconds);
    yield* silence(seconds, 'pause');
  }

  function given(samples: Float32Array): Piece {
    at += samples.length;
    return { samples, gap: null };
  }

  for (const step of steps) {
    if (step.kind === 'frame') yield* heard(step.frame);
    else if (step.kind === 'packet') {
      [lastAt, packetAt] = [packetAt, step.packet.at];
      damagedSeconds += skipped(step.packet);
    } else if (isPause(codec, step.packet)) yield* pause(step.packet.durationSeconds);
    else if (!isHeader(step.packet)) damagedSeconds += step.packet.durationSeconds;
  }
  yield* damage(damagedSeconds);
  if (resampler !== null) yield given((resampler as Resampler).finish());
}

/** Whether a packet only says how to decode what follows, as at the start of a recording that was joined to another. */
function isHeader({ bytes }: MediaPacket): boolean {
  return /^(Opus(Head|Tags)|.vorbis|.FLAC|Speex {3})/u.test(String.fromCharCode(...bytes.subarray(0, 8)));
}

/** Lengths of AMR's frames that say that nobody speaks, by their kinds: how silence sounds, or that there is nothing (3GPP TS 26.101, 26.201). */
const pauses: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  amr_nb: { 8: 6, 15: 1 },
  amr_wb: { 9: 6, 14: 1, 15: 1 },
};

/** Whether a frame is a pause, which FFmpeg doesn't decode. Its kind lies in four bits of its first byte, between others that are 0 (RFC 4867). */
function isPause(codec: string, { bytes }: MediaPacket): boolean {
  const [first = 0] = bytes;
  return (first & 0x83) === 0 && pauses[codec]?.[(first >> 3) & 15] === bytes.length;
}

/** Bytes between frames that are somebody's notes: an ID3 tag, another one, a joined file's index. */
const notes = /^(ID3|TAG|APETAGEX|Xing|Info|LAME)/;

/** Shorter stretches are padding. */
const leastSkippedBytes = 64;

/** In raw MPEG audio frames follow each other, and bytes that are none of them had been frames: how long those were, from the rate of those around. */
function createSkipDetector({ format }: Media): (packet: MediaPacket) => number {
  if (format !== 'mp3' && format !== 'aac') return () => 0;
  let end: number | null = null;
  let bytes = 0;
  let seconds = 0;
  return (packet) => {
    const between = end === null || packet.at < 0 ? 0 : Math.max(0, packet.at - end);
    const typical = seconds === 0 ? packet.bytes.length : (packet.durationSeconds * bytes) / seconds;
    const frame = Math.min(packet.bytes.length, mpegFrameBytes(packet.bytes) ?? typical);
    const isNote = notes.test(String.fromCharCode(...packet.bytes.subarray(0, 8)));
    const skipped = isNote ? 0 : between + packet.bytes.length - frame;
    if (packet.at >= 0) end = packet.at + packet.bytes.length;
    if (skipped < leastSkippedBytes) {
      bytes += packet.bytes.length;
      seconds += packet.durationSeconds;
      return 0;
    }
    return bytes === 0 ? 0 : (skipped * seconds) / bytes;
  };
}
