import { UtterError } from '../core/errors';
import { silencePeak } from './blocks';
import type { ByteReader } from './bytes';
import { type Media, type MediaStream, openMedia } from './ffmpeg/media';
import { walk } from './walk';
import { repairedWave, type RepairedWave } from './wave';

/** Where nothing is heard for so long in one track, another may be the one that was spoken into. */
const longestProbeSeconds = 60;

export const convertRemedy = 'Convert it to WAV, FLAC, MP3, Ogg or M4A with AAC.';

/** A file whose track has been chosen, before anything of it was heard. */
export interface OpenTrack {
  readonly bytes: ByteReader;
  readonly media: Media;
  readonly stream: MediaStream;
  /** Null for what is no WAV file. */
  readonly wave: RepairedWave | null;
}

/**
 * Opens a recording, with its header repaired if it is a WAV file's, and chooses its track.
 * @throws UtterError audio-undecodable
 * @throws MediaError
 */
export async function openTrack(
  file: ByteReader,
  name: string,
  wanted: number | undefined,
  warn: (warning: string) => void,
): Promise<OpenTrack> {
  const wave = repairedWave(file);
  const bytes = wave?.bytes ?? file;
  const media = await openMedia(bytes);
  const stream = await chooseTrack(media, () => openMedia(bytes), name, wanted, warn);
  return { bytes, media, stream, wave };
}

/**
 * The track to be heard: the one that was asked for, else the first that can be decoded and isn't silent.
 * @param reopen a reading of the same file from its start
 * @param warn is told which tracks were passed over, and why
 * @throws UtterError audio-undecodable
 */
async function chooseTrack(
  media: Media,
  reopen: () => Promise<Media>,
  name: string,
  wanted: number | undefined,
  warn: (warning: string) => void,
): Promise<MediaStream> {
  const { streams } = media;
  if (streams.length === 0)
    throw new UtterError('audio-undecodable', `${name} has no sound in it.`, 'Choose a file with an audio track.');
  if (wanted !== undefined) {
    const stream = streams[wanted - 1];
    if (stream === undefined) {
      const count = streams.length === 1 ? 'one audio track' : `${streams.length} audio tracks`;
      throw new UtterError(
        'audio-undecodable',
        `${name} has ${count}, so there is no track ${wanted}.`,
        `Choose one from 1 to ${streams.length}.`,
      );
    }
    return decodable(stream, name);
  }
  const candidates = streams.filter(({ canDecode }) => canDecode);
  if (candidates.length === 0) return decodable(streams[0]!, name);
  if (streams.length === 1) return candidates[0]!;
  for (const seconds of [longestProbeSeconds, Infinity]) {
    for (const stream of candidates) {
      if (!isHeard(await reopen(), stream, seconds)) continue;
      const passedOver = streams.slice(0, streams.indexOf(stream));
      if (passedOver.length > 0) {
        const why = passedOver.map(
          (each) =>
            `track ${streams.indexOf(each) + 1} ${each.canDecode ? 'is silent' : `is in ${each.codec}, which Utter can't decode`}`,
        );
        warn(`${name} has ${streams.length} audio tracks; track ${streams.indexOf(stream) + 1} was taken: ${why.join(', ')}.`);
      }
      return stream;
    }
  }
  return candidates[0]!;
}

function decodable(stream: MediaStream, name: string): MediaStream {
  if (stream.canDecode) return stream;
  const codec = stream.codec === 'none' ? '' : ` (${stream.codec})`;
  throw new UtterError('audio-undecodable', `${name} uses an encoding that Utter can't decode${codec}.`, convertRemedy);
}

function isHeard(media: Media, stream: MediaStream, seconds: number): boolean {
  let heard = 0;
  try {
    for (const step of walk(media, stream)) {
      if (step.kind !== 'frame') continue;
      const { planes, sampleRateHz } = step.frame;
      if (planes.some((plane) => plane.some((sample) => Math.abs(sample) >= silencePeak))) return true;
      heard += (planes[0]?.length ?? 0) / sampleRateHz;
      if (heard >= seconds) break;
    }
  } catch {
    // What can't be read any further is told when it is read for its words.
  }
  return false;
}
