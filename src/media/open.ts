import { errorText, UtterError } from '../core/errors';
import { againRemedy, checkedBlocks } from './blocks';
import { type AudioSource, type ByteReader, openBytes } from './bytes';
import { dictationFormat, endsWithinOggPage, isUnfinishedMp4, matroskaState } from './container-signs';
import { endOfFile, invalidData, type Media, MediaError, type MediaStream, openMedia } from './ffmpeg/media';
import { joinedFiles, type Part, partOf } from './joined-files';
import { type ChannelChoice, createMixdown } from './mixdown';
import { type Piece, timeline } from './timeline';
import { convertRemedy, openTrack, type OpenTrack } from './tracks';
import { type Step, walk } from './walk';

export type { AudioSource } from './bytes';

/** A recording, whatever its format, as mono samples. */
export interface AudioFile {
  /** From the file's header; null when only reading it to the end would tell. */
  readonly durationMs: number | null;
  /** Rate of the samples in `blocks`: the recording's own. */
  readonly sampleRateHz: number;
  /** Channels in the file; `blocks` gives one, by the choice that was made. */
  readonly channels: number;
  /** Audio tracks in the file. */
  readonly tracks: number;
  /** What is wrong with the file although it can be read: a sentence each. There are more once it was read. */
  readonly warnings: readonly string[];
  /**
   * Decodes the file from its start: mono samples in [-1, 1] at `sampleRateHz`, half a second a block, in memory that
   * doesn't grow with the length of the file. What is missing in it or damaged is silence of its length. A file that ends before its header says, or
   * is damaged beyond that, gives the audio that can be read first and then throws.
   * @throws UtterError audio-undecodable | audio-empty | audio-invalid
   */
  blocks(signal?: AbortSignal): AsyncIterable<Float32Array>;
  close(): void;
}

/** What of a recording is to be heard. */
export interface AudioChoice {
  /** Of the audio tracks, from 1 on; by default the first in which there is sound. */
  readonly track?: number;
  /** By default all that are not silent. */
  readonly channel?: ChannelChoice;
}

/**
 * Opens a recording, or the sound of a video, for decoding: whatever FFmpeg was built to read (`ffmpeg/build.sh`), of any rate and channel count.
 * @param name how messages call the file
 * @throws UtterError audio-undecodable | audio-empty
 */
export async function openAudio(source: AudioSource, name: string, choice: AudioChoice = {}): Promise<AudioFile> {
  const bytes = await openBytes(source).catch((error: unknown) => {
    throw unreadable(name, error);
  });
  try {
    if (bytes.size === 0) throw new UtterError('audio-empty', `${name} is empty (0 bytes).`, 'Record or copy it again.');
    return await openInput(bytes, name, choice);
  } catch (error) {
    const failure = error instanceof UtterError ? error : undecodable(name, bytes, error);
    bytes.close();
    throw failure;
  }
}

/** One of the files that a recording consists of: nearly always the only one. */
interface OpenPart extends OpenTrack {
  /** Of the sound that its header says it holds. */
  readonly promisedMs: number | null;
  /** The same, or what its packets or its bit rate let expect. */
  readonly statedMs: number | null;
}

async function openInput(file: ByteReader, name: string, choice: AudioChoice): Promise<AudioFile> {
  const warnings: string[] = [];
  const warn = (warning: string): void => void warnings.push(warning);
  const { parts: ranges, end, strayBytes, isCutOff: endsWithinPart } = joinedFiles(file);
  const first = await openFirst(file, ranges[0]!, end, name, choice.track, warn);
  const sampleRateHz = decodedRateHz(first.media, first.stream, name);
  const parts = [first];
  let unread = strayBytes;
  for (const range of ranges.slice(1)) {
    const part = await openPart(partOf(file, range), name, choice.track, warn).catch(() => null);
    if (part === null) unread += range.end - range.start;
    else parts.push(part);
  }
  if (matroskaState(file) === 'damaged')
    warn(`${name} is damaged: what lies there can't be told, and some of its sound may be missing.`);
  if (unread > 0) warn(`${name} goes on behind the end of its sound: ${unread} bytes there could not be read.`);
  let durationMs = summed(parts.map(({ statedMs }) => statedMs));
  const isTold = durationMs !== null;
  return {
    get durationMs() {
      return durationMs;
    },
    sampleRateHz,
    channels: first.stream.channels,
    tracks: first.media.streams.length,
    warnings,
    async *blocks(signal) {
      const mixdown = createMixdown(choice.channel ?? 'mix', sampleRateHz);
      const readings = await Promise.all(parts.map(async (part) => ({ ...part, media: await openMedia(part.bytes) })));
      let isCutOff =
        endsWithinPart || readings.some(({ bytes }) => endsWithinOggPage(bytes) || matroskaState(bytes) === 'cut off');
      function* steps({ media, stream }: OpenPart): Generator<Step> {
        for (const step of walk(media, stream, () => (isCutOff = true))) {
          const { at = 0, seconds = null } = step.kind === 'packet' ? step.packet : {};
          // Where the header says nothing, what was read of the file tells how long it will be.
          if (!isTold && at > 0 && seconds !== null) durationMs = (seconds * 1000 * file.size) / at;
          yield step;
        }
      }
      function* pieces(): Generator<Piece> {
        for (const [index, part] of readings.entries()) yield* timeline(part, steps(part), sampleRateHz, mixdown, index === 0);
      }
      const mono = {
        sampleRateHz,
        promisedMs: summed(parts.map(({ promisedMs }) => promisedMs)),
        shortfallMs: first.media.format === 'flac' ? flacShortfallMs : shortfallMs,
        get isCutOff() {
          return isCutOff;
        },
        pieces,
      };
      const found: string[] = [];
      try {
        yield* checkedBlocks(mono, name, signal, (warning) => found.push(warning));
      } finally {
        for (const warning of found) if (!warnings.includes(warning)) warnings.push(warning);
      }
    },
    close: () => file.close(),
  };
}

/** Some demuxers fail at what stands behind the end. */
async function openFirst(
  file: ByteReader,
  part: Part,
  end: number,
  ...named: [name: string, track: number | undefined, warn: (warning: string) => void]
): Promise<OpenPart> {
  try {
    return await openPart(partOf(file, part), ...named);
  } catch (error) {
    if (part.end < file.size || end === file.size) throw error;
    return openPart(partOf(file, { ...part, end }), ...named);
  }
}

async function openPart(
  file: ByteReader,
  name: string,
  track: number | undefined,
  warn: (warning: string) => void,
): Promise<OpenPart> {
  const opened = await openTrack(file, name, track, warn);
  const { media, stream, wave } = opened;
  const promisedMs = believed(wave === null ? promised(media, stream) : wave.promisedMs, file);
  const statedMs = promisedMs ?? believed(media.isDurationGuessed ? null : toMs(media.durationSeconds), file);
  return { ...opened, promisedMs, statedMs };
}

/** The most sparing codec, in hundreds of bytes, or a picture without sound; what says that it is longer is damaged. */
const leastBytesPerSecond = 8;

function believed(lengthMs: number | null, { size }: ByteReader): number | null {
  return lengthMs !== null && lengthMs > 0 && lengthMs / 1000 < size / leastBytesPerSecond ? lengthMs : null;
}

/** Null where one of them isn't known. */
function summed(lengths: readonly (number | null)[]): number | null {
  return lengths.reduce<number | null>((sum, length) => (sum === null || length === null ? null : sum + length), 0);
}

/** Headers of lossy recordings count what encoders put around the sound. */
const shortfallMs = 250;
/** Those of FLAC count the samples, and its frames may be shorter than that. */
const flacShortfallMs = 20;

/** Containers whose headers count the samples of the track, and are written when it is complete. */
const counting = /\b(flac|mov|aiff|caf|mp3|w64|wav)\b/;

function promised({ format, isDurationGuessed, startSeconds }: Media, { durationSeconds }: MediaStream): number | null {
  if (durationSeconds === null || isDurationGuessed || !counting.test(format)) return null;
  // What an MP3's encoder put before the sound counts in its length.
  return toMs(format === 'mp3' ? durationSeconds - (startSeconds ?? 0) : durationSeconds);
}

function toMs(seconds: number | null): number | null {
  return seconds === null || seconds <= 0 ? null : seconds * 1000;
}

/** Packets after which a stream that has given no sample counts as undecodable. */
const probePackets = 64;

/** Rate of the decoder's output, which for Opus and HE-AAC isn't what the container states. */
function decodedRateHz(media: Media, stream: MediaStream, name: string): number {
  let packets = 0;
  for (const step of walk(media, stream)) {
    if (step.kind === 'frame' && step.frame.sampleRateHz > 0) return step.frame.sampleRateHz;
    if (step.kind === 'packet' && ++packets > probePackets) break;
  }
  if (packets === 0) throw new UtterError('audio-empty', `${name} has a header but no audio.`, 'Record or copy it again.');
  if (stream.sampleRateHz > 0) return stream.sampleRateHz;
  throw new UtterError('audio-undecodable', `${name} can't be decoded: none of its first packets can.`, convertRemedy);
}

function undecodable(name: string, bytes: ByteReader, cause: unknown): UtterError {
  if (isUnfinishedMp4(bytes)) {
    return new UtterError(
      'audio-undecodable',
      `${name} was never finished: its recorder stopped before it wrote the index, without which the sound can't be found.`,
      'A repair tool such as untrunc can rebuild the index from another recording of the same device.',
      { cause },
    );
  }
  const dictation = dictationFormat(bytes);
  if (dictation !== null) {
    const message = `${name} is a dictation in ${dictation}, which only its maker's programs can read.`;
    const remedy = 'Export it as WAV with the program that came with the recorder, or set the recorder to MP3 or WAV.';
    return new UtterError('audio-undecodable', message, remedy, { cause });
  }
  if (cause instanceof MediaError && cause.code === endOfFile) {
    const message = `${name} is cut off before any of its sound.`;
    return new UtterError('audio-undecodable', message, againRemedy, { cause });
  }
  const isUnknown = cause instanceof MediaError && cause.code === invalidData;
  const message = isUnknown
    ? `${name} isn't a recording in a format that Utter knows.`
    : `${name} can't be decoded: ${errorText(cause)}.`;
  return new UtterError('audio-undecodable', message, convertRemedy, { cause });
}

const fileErrors: Readonly<Record<string, string>> = {
  ENOENT: "doesn't exist",
  EACCES: "can't be read with this user's permissions",
  EISDIR: 'is a folder',
};

function unreadable(name: string, cause: unknown): UtterError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const reason = fileErrors[code] ?? `can't be read: ${errorText(cause)}`;
  return new UtterError('audio-undecodable', `${name} ${reason}.`, 'Check the path and its permissions.', { cause });
}
