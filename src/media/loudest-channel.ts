import { type AudioSource, openBytes } from './bytes';
import { openTrack } from './tracks';
import { walk } from './walk';

/**
 * Which channel of a recording has the most power, from its start to its end; the file is read once for it.
 * @throws UtterError audio-undecodable
 */
export async function loudestChannel(source: AudioSource, name: string, track: number | undefined): Promise<number> {
  const file = await openBytes(source);
  try {
    const { media, stream } = await openTrack(file, name, track, () => {});
    const powers = Array.from({ length: stream.channels }, () => 0);
    for (const step of walk(media, stream)) {
      if (step.kind !== 'frame') continue;
      for (const [channel, plane] of step.frame.planes.entries()) {
        powers[channel] = plane.reduce((sum, sample) => sum + sample * sample, powers[channel] ?? 0);
      }
    }
    return powers.indexOf(Math.max(...powers));
  } finally {
    file.close();
  }
}
