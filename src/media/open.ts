import {
  ADTS,
  AudioSampleSink,
  BlobSource,
  CustomSource,
  EncodedPacketSink,
  FilePathSource,
  FLAC,
  Input,
  type InputAudioTrack,
  MATROSKA,
  MP3,
  MP4,
  MPEG_TS,
  OGG,
  QTFF,
  type Source,
  UnsupportedInputFormatError,
  WAVE,
  WEBM,
} from 'mediabunny';
import { UtterError } from '../core/errors';
import { checkedBlocks, type MonoStream } from './blocks';
import { type AudioSource, type ByteReader, openBytes } from './bytes';
import { createStreamDecoder, type DecodedPacket, isCodecName, type StreamDecoder, type StreamFormat } from './codecs/codecs';
import { mp3EncoderDelay } from './encoder-delay';
import { patched, voidedJunk } from './matroska-junk';
import { rawFrames } from './raw-frames';
import { waveDurationMs } from './wave-header';

export type { AudioSource } from './bytes';

/** A recording, whatever its format, as mono samples. */
export interface AudioFile {
  /** From the file's header; null when only reading it to the end would tell. */
  readonly durationMs: number | null;
  /** Rate of the samples in `blocks`: the recording's own. */
  readonly sampleRateHz: number;
  /** Channels in the file; `blocks` gives their mean. */
  readonly channels: number;
  /**
   * Decodes the file from its start: mono samples in [-1, 1] at `sampleRateHz`, half a second a block, in memory that
   * doesn't grow with the length of the file. A file that ends before its header says, or is damaged, gives the audio
   * that can be read first and then throws.
   * @throws UtterError audio-undecodable | audio-empty | audio-invalid
   */
  blocks(signal?: AbortSignal): AsyncIterable<Float32Array>;
  close(): void;
}

// Not HLS, whose playlists make the reader fetch from the network.
const formats = [WAVE, FLAC, MP3, OGG, MP4, QTFF, WEBM, MATROSKA, ADTS, MPEG_TS];

/**
 * Opens a recording, or the sound of a video, for decoding: WAV, FLAC, MP3, Ogg and WebM with Opus or Vorbis, M4A, MP4
 * and MOV with AAC, of any rate and channel count.
 * @param name how messages call the file
 * @throws UtterError audio-undecodable | audio-empty
 */
export async function openAudio(source: AudioSource, name: string): Promise<AudioFile> {
  const bytes = await openBytes(source).catch((error: unknown) => {
    throw unreadable(name, error);
  });
  if (bytes.size === 0) {
    await bytes.close();
    throw new UtterError('audio-empty', `${name} is empty (0 bytes).`, 'Record or copy it again.');
  }
  const input = new Input({ source: await demuxerSource(source, bytes), formats });
  try {
    return await openInput(input, bytes, name);
  } catch (error) {
    input.dispose();
    await bytes.close();
    throw error instanceof UtterError ? error : undecodable(name, error);
  }
}

async function demuxerSource(source: AudioSource, bytes: ByteReader): Promise<Source> {
  const patches = await voidedJunk(bytes);
  if (patches.length > 0) {
    const { size, read } = patched(bytes, patches);
    return new CustomSource({ getSize: () => size, read: (start, end) => read(start, end - start) });
  }
  return source instanceof Blob ? new BlobSource(source) : new FilePathSource(source.path);
}

async function openInput(input: Input, bytes: ByteReader, name: string): Promise<AudioFile> {
  const track = await input.getPrimaryAudioTrack();
  if (!track) {
    throw new UtterError('audio-undecodable', `${name} has no sound in it.`, 'Choose a file with an audio track.');
  }
  const stream = await openStream(track, bytes, name);
  return {
    durationMs: stream.durationMs,
    sampleRateHz: stream.sampleRateHz,
    channels: await track.getNumberOfChannels(),
    blocks: (signal) => checkedBlocks(stream, name, signal),
    close: () => {
      input.dispose();
      void bytes.close();
    },
  };
}

async function openStream(track: InputAudioTrack, bytes: ByteReader, name: string): Promise<MonoStream> {
  const codec = await track.getCodec();
  if (codec !== null && isCodecName(codec)) {
    const config = await track.getDecoderConfig();
    const setup = config?.description;
    return compressedStream(track, bytes, name, {
      codec,
      sampleRateHz: await track.getSampleRate(),
      channels: await track.getNumberOfChannels(),
      setup: setup === undefined ? null : bytesOf(setup),
    });
  }
  if (codec !== null && (codec.startsWith('pcm-') || codec === 'ulaw' || codec === 'alaw')) {
    return pcmStream(track, bytes);
  }
  throw new UtterError(
    'audio-undecodable',
    `${name} uses an encoding that Utter can't decode${codec === null ? '' : ` (${codec})`}.`,
    convertRemedy,
  );
}

async function pcmStream(track: InputAudioTrack, bytes: ByteReader): Promise<MonoStream> {
  const stated = await waveDurationMs(bytes);
  const durationMs = stated ?? (await metadataDurationMs(track));
  return {
    sampleRateHz: await track.getSampleRate(),
    durationMs,
    isDurationExact: stated !== null,
    async *packets() {
      for await (const sample of new AudioSampleSink(track).samples()) {
        const mono = new Float32Array(sample.numberOfFrames);
        const plane = new Float32Array(sample.numberOfFrames);
        for (let planeIndex = 0; planeIndex < sample.numberOfChannels; planeIndex++) {
          sample.copyTo(plane, { planeIndex, format: 'f32-planar' });
          for (let i = 0; i < mono.length; i++) mono[i]! += plane[i]! / sample.numberOfChannels;
        }
        sample.close();
        yield { samples: mono, isDamaged: false };
      }
    },
  };
}

async function compressedStream(
  track: InputAudioTrack,
  bytes: ByteReader,
  name: string,
  format: StreamFormat,
): Promise<MonoStream> {
  const raw = await rawCodec(track);
  const sampleRateHz = raw === null ? await decodedRateHz(track, name, format) : format.sampleRateHz;
  const trim = await trimming(track, bytes, format, sampleRateHz);
  return {
    sampleRateHz,
    durationMs: trim.durationMs,
    isDurationExact: trim.isDurationExact,
    async *packets() {
      const decoder = await createStreamDecoder(format);
      let position = -trim.startSamples;
      const packets = raw === null ? trackPackets(track, decoder) : rawPackets(bytes, raw, decoder);
      for await (const { samples, isDamaged } of packets) {
        const start = Math.min(samples.length, Math.max(0, -position));
        const end = Math.max(start, Math.min(samples.length, trim.endSamples - position));
        position += samples.length;
        yield { samples: samples.subarray(start, end), isDamaged };
      }
    },
  };
}

async function* trackPackets(track: InputAudioTrack, decoder: StreamDecoder): AsyncGenerator<DecodedPacket> {
  for await (const packet of new EncodedPacketSink(track).packets()) {
    const samples = decoder.decode(packet.data);
    // A damaged packet becomes silence, so that the words after it keep their times.
    const silence = (): Float32Array => new Float32Array(Math.round(packet.duration * decoder.sampleRateHz));
    yield { samples: samples ?? silence(), isDamaged: samples === null };
  }
  yield { samples: decoder.decode(null) ?? new Float32Array(0), isDamaged: false };
}

/**
 * FLAC and MP3 files go past the demuxer: it keeps a table of all frames, which grows for hours, and misreads FLAC
 * frames of rates such as 192 kHz.
 */
async function rawCodec(track: InputAudioTrack): Promise<'flac' | 'mp3' | null> {
  const container = await track.input.getFormat();
  return container === FLAC ? 'flac' : container === MP3 ? 'mp3' : null;
}

async function* rawPackets(
  bytes: ByteReader,
  codec: 'flac' | 'mp3',
  decoder: StreamDecoder,
): AsyncGenerator<DecodedPacket> {
  for await (const piece of rawFrames(bytes, codec)) yield* decoder.parse(piece);
  yield* decoder.parse(null);
  yield { samples: decoder.decode(null) ?? new Float32Array(0), isDamaged: false };
}

/** Packets after which a stream that has given no sample counts as undecodable. */
const probePackets = 16;

/** Rate of the decoder's output, which for Opus and HE-AAC isn't what the container states. */
async function decodedRateHz(track: InputAudioTrack, name: string, format: StreamFormat): Promise<number> {
  const decoder = await createStreamDecoder(format);
  let tried = 0;
  for await (const packet of new EncodedPacketSink(track).packets()) {
    if ((decoder.decode(packet.data)?.length ?? 0) > 0) return decoder.sampleRateHz;
    if (++tried === probePackets) break;
  }
  if (tried === 0) throw new UtterError('audio-empty', `${name} has a header but no audio.`, 'Record or copy it again.');
  if ((decoder.decode(null)?.length ?? 0) > 0) return decoder.sampleRateHz;
  throw undecodable(name, new Error('none of its first packets decodes'));
}

interface Trimming {
  /** Samples that the encoder put before the recording and the decoder didn't drop by itself, as Opus's does. */
  readonly startSamples: number;
  /** Length of the recording in samples, infinite when unknown. */
  readonly endSamples: number;
  readonly durationMs: number | null;
  readonly isDurationExact: boolean;
}

async function trimming(
  track: InputAudioTrack,
  bytes: ByteReader,
  format: StreamFormat,
  sampleRateHz: number,
): Promise<Trimming> {
  const container = await track.input.getFormat();
  if (container === MP3) {
    const { startSamples, lengthSamples } = await mp3EncoderDelay(bytes);
    const durationMs = lengthSamples === null ? await metadataDurationMs(track) : (lengthSamples / sampleRateHz) * 1000;
    const isDurationExact = lengthSamples !== null;
    return { startSamples, endSamples: lengthSamples ?? Infinity, durationMs, isDurationExact };
  }
  const isOgg = container === OGG;
  const durationMs = isOgg ? (await track.computeDuration()) * 1000 : await metadataDurationMs(track);
  const isPerTrack = isOgg || container === MP4 || container === QTFF || container === FLAC;
  return {
    startSamples: format.codec === 'opus' ? 0 : await samplesBeforeZero(track, sampleRateHz),
    endSamples: isPerTrack && durationMs !== null ? Math.round((durationMs / 1000) * sampleRateHz) : Infinity,
    durationMs,
    isDurationExact: isPerTrack && durationMs !== null,
  };
}

/** An MP4's edit list puts the encoder's priming samples before time zero. */
async function samplesBeforeZero(track: InputAudioTrack, sampleRateHz: number): Promise<number> {
  const first = await new EncodedPacketSink(track).getFirstPacket();
  return Math.round(Math.max(0, -(first?.timestamp ?? 0)) * sampleRateHz);
}

async function metadataDurationMs(track: InputAudioTrack): Promise<number | null> {
  const seconds = await track.getDurationFromMetadata();
  return seconds !== null && seconds > 0 ? seconds * 1000 : null;
}

function bytesOf(data: AllowSharedBufferSource): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

const convertRemedy = 'Convert it to WAV, FLAC, MP3, Ogg or M4A.';

function undecodable(name: string, cause: unknown): UtterError {
  const message =
    cause instanceof UnsupportedInputFormatError
      ? `${name} isn't a recording in a format that Utter knows.`
      : `${name} can't be decoded: ${cause instanceof Error ? cause.message : String(cause)}`;
  return new UtterError('audio-undecodable', message, convertRemedy, { cause });
}

const fileErrors: Readonly<Record<string, string>> = {
  ENOENT: "doesn't exist",
  EACCES: "can't be read with this user's permissions",
  EISDIR: 'is a folder',
};

function unreadable(name: string, cause: unknown): UtterError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const reason = fileErrors[code] ?? `can't be read: ${cause instanceof Error ? cause.message : String(cause)}`;
  return new UtterError('audio-undecodable', `${name} ${reason}.`, 'Check the path and its permissions.', { cause });
}
