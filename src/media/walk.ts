import { type Media, MediaError, type MediaFrame, type MediaPacket, type MediaStream } from './ffmpeg/media';

/** What is met on the way through a stream: each packet, then what was decoded of it, then whether a part of it could not be. */
export type Step =
  | { readonly kind: 'packet'; readonly packet: MediaPacket }
  | { readonly kind: 'frame'; readonly frame: MediaFrame }
  | { readonly kind: 'damage'; readonly packet: MediaPacket };

/** A demuxer that stumbles may find its way again; one that doesn't has come to the end of what can be read. */
const mostStumbles = 50;

/**
 * One stream from its start to its end, or to where nothing more can be read.
 * @param onStumble is told of each time that the demuxer failed
 * @throws MediaError with the code 0 where the reader itself stopped
 */
export function* walk(media: Media, { index }: MediaStream, onStumble: () => void = () => {}): Generator<Step, void, undefined> {
  media.select(index);
  for (let packet = nextPacket(media, onStumble); packet !== null; packet = nextPacket(media, onStumble)) {
    yield { kind: 'packet', packet };
    yield* decoded(media, packet);
  }
  yield* decoded(media, null);
}

function nextPacket(media: Media, onStumble: () => void): MediaPacket | null {
  for (let stumbles = 0; ; stumbles++) {
    try {
      return media.next();
    } catch (error) {
      if (!(error instanceof MediaError) || error.code === 0) throw error;
      onStumble();
      if (stumbles === mostStumbles) return null;
    }
  }
}

/** @param packet null at the end, where the decoder gives what it still holds. */
function* decoded(media: Media, packet: MediaPacket | null): Generator<Step, void, undefined> {
  let isDamaged = packet?.isDamaged ?? false;
  for (let frame = media.receive(); frame !== null; frame = media.receive()) {
    if (frame === 'damaged') {
      isDamaged = true;
      break;
    }
    yield { kind: 'frame', frame };
  }
  if (isDamaged && packet !== null) yield { kind: 'damage', packet };
}
