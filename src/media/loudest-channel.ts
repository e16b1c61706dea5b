import { openBytes, type AudioSource } from './bytes';
import { openMedia } from './ffmpeg/media';
import { repairedWave } from './wave';
import { chooseTrack } from './tracks';

/**
 * Which channel of a recording has the most power, from its start to its end; the file is read once for it.
 * @throws UtterError audio-undecodable
 */
export async function loudestChannel(source: AudioSource, name: string, track: number | undefined): Promise<number> {
  const file = await openBytes(source);
  try {
    const bytes = repairedWave(file)?.bytes ?? file;
    const media = await openMedia(bytes);
    const stream = await chooseTrack(
      media,
      () => openMedia(bytes),
      name,
      track,
      () => {},
    );
    media.select(stream.index);
    const powers = Array.from({ length: stream.channels }, () => 0);
    for (let packet = media.next(); packet !== null; packet = media.next()) {
      for (let frame = media.receive(); frame !== null && frame !== 'damaged'; frame = media.receive()) {
        frame.planes.forEach((plane, channel) => {
          powers[channel] = plane.reduce((sum, sample) => sum + sample * sample, powers[channel] ?? 0);
        });
      }
    }
    return powers.indexOf(Math.max(...powers));
  } finally {
    file.close();
  }
}
