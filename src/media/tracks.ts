import { UtterError } from '../core/errors';
import { silencePeak } from './blocks';
import type { Media, MediaStream } from './ffmpeg/media';

/** Where nothing is heard for so long in one track, another may be the one that was spoken into. */
const longestProbeSeconds = 60;

export const convertRemedy = 'Convert it to WAV, FLAC, MP3, Ogg or M4A with AAC.';

/**
 * The track to be heard: the one that was asked for, else the first that can be decoded and isn't silent.
 * @param reopen a reading of the same file from its start
 * @param warn is told which tracks were passed over, and why
 * @throws UtterError audio-undecodable
 */
export async function chooseTrack(
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

function isHeard(media: Media, { index }: MediaStream, seconds: number): boolean {
  media.select(index);
  let heard = 0;
  try {
    while (heard < seconds) {
      const packet = media.next();
      for (let frame = media.receive(); frame !== null && frame !== 'damaged'; frame = media.receive()) {
        heard += (frame.planes[0]?.length ?? 0) / frame.sampleRateHz;
        if (frame.planes.some((plane) => plane.some((sample) => Math.abs(sample) >= silencePeak))) return true;
      }
      if (packet === null) break;
    }
  } catch {
    // What can't be read any further is told when it is read for its words.
  }
  return false;
}
