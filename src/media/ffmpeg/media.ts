/** The WebAssembly module that reads recordings; see README.md. */
import type { ByteReader } from '../bytes';

export interface MediaStream {
  readonly index: number;
  /** FFmpeg's name of it: `aac`, `pcm_s16le` … */
  readonly codec: string;
  readonly canDecode: boolean;
  readonly channels: number;
  readonly sampleRateHz: number;
  /** As the container says; null where it doesn't. */
  readonly durationSeconds: number | null;
  readonly title: string;
}

export interface MediaFrame {
  /** A channel each. */
  readonly planes: readonly Float32Array[];
  /** Which a container may state wrongly: HE-AAC doubles it. */
  readonly sampleRateHz: number;
  /** By the container's clock; null where it has none. */
  readonly seconds: number | null;
}

export interface MediaPacket {
  readonly isDamaged: boolean;
  readonly seconds: number | null;
  readonly durationSeconds: number;
  /** Where it begins in the file; negative where that isn't known. */
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** A recording that is being read: one stream, from its start to its end. */
export interface Media {
  /** FFmpeg's name of the container, several with commas between. */
  readonly format: string;
  /** Earliest time of any stream, and length of all. */
  readonly startSeconds: number | null;
  readonly durationSeconds: number | null;
  /** Whether that length was worked out of the bit rate. */
  readonly isDurationGuessed: boolean;
  /** Of sound. */
  readonly streams: readonly MediaStream[];
  /** @throws MediaError where the stream's set-up data makes no sense */
  select(stream: number): void;
  /** The next packet, whose frames `receive` then gives; null at the end, after which `receive` gives what the decoder still holds. @throws MediaError */
  next(): MediaPacket | null;
  /** The next decoded frame; null when a packet is wanted. */
  receive(): MediaFrame | 'damaged' | null;
}

/** FFmpeg refused; `code` is its error. */
export class MediaError extends Error {
  constructor(
    readonly code: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'MediaError';
  }
}

/** No container that FFmpeg was built for, or one that makes no sense. */
export const invalidData = -1_094_995_529;

/** The file ended where more was wanted. */
export const endOfFile = -541_478_725;

interface Exports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  open(bytes: number): number;
  formatName(): number;
  startSeconds(): number;
  durationSeconds(): number;
  isDurationGuessed(): number;
  streams(): number;
  isAudio(stream: number): number;
  codecName(stream: number): number;
  canDecode(stream: number): number;
  channels(stream: number): number;
  streamRateHz(stream: number): number;
  streamSeconds(stream: number): number;
  title(stream: number): number;
  select(stream: number): number;
  next(): number;
  packetSeconds(): number;
  packetDuration(): number;
  packetAt(): number;
  packetBytes(): number;
  packetData(): number;
  receive(): number;
  planes(): number;
  frameChannels(): number;
  frameRateHz(): number;
  frameSeconds(): number;
}

/** Opens a recording, in a module instance of its own; dropping the last reference frees it all. @throws MediaError */
export async function openMedia(bytes: ByteReader): Promise<Media> {
  let failure: unknown = null;
  const host = {
    readAt(position: number, to: number, count: number): number {
      try {
        const read = bytes.read(position, count);
        new Uint8Array(media.memory.buffer, to, read.length).set(read);
        return read.length;
      } catch (error) {
        failure = error;
        return -1;
      }
    },
  };
  const instance = await WebAssembly.instantiate(await compiledModule(), { host, ...wasiWithoutFiles() });
  const media = instance.exports as unknown as Exports;

  /** A bad recording may bring the module to a stop; it can't hurt anything outside it. */
  const run = (what: string, call: () => number): number => {
    let result: number;
    try {
      result = call();
    } catch (cause) {
      throw new MediaError(0, `its reader stopped while ${what}`, { cause });
    }
    if (failure !== null) throw failure;
    if (result < 0) throw new MediaError(result, `FFmpeg's error ${result} while ${what}`);
    return result;
  };
  const text = (at: number): string => {
    const memory = new Uint8Array(media.memory.buffer);
    return new TextDecoder().decode(memory.subarray(at, memory.indexOf(0, at)));
  };
  const known = (seconds: number): number | null => (Number.isNaN(seconds) ? null : seconds);

  run('starting', () => (media._initialize(), 0));
  run('opening it', () => media.open(bytes.size));
  const count = media.streams();
  return {
    format: text(media.formatName()),
    startSeconds: known(media.startSeconds()),
    durationSeconds: known(media.durationSeconds()),
    isDurationGuessed: media.isDurationGuessed() !== 0,
    streams: Array.from({ length: count }, (_, index) => index)
      .filter((index) => media.isAudio(index) !== 0)
      .map((index) => ({
        index,
        codec: text(media.codecName(index)),
        canDecode: media.canDecode(index) !== 0,
        channels: media.channels(index),
        sampleRateHz: media.streamRateHz(index),
        durationSeconds: known(media.streamSeconds(index)),
        title: text(media.title(index)),
      })),
    select: (stream) => void run('starting its decoder', () => media.select(stream)),
    next() {
      const result = run('reading on', () => media.next());
      if (result === 0) return null;
      return {
        isDamaged: result === 2,
        seconds: known(media.packetSeconds()),
        durationSeconds: media.packetDuration(),
        at: media.packetAt(),
        bytes: new Uint8Array(media.memory.buffer, media.packetData(), media.packetBytes()).slice(),
      };
    },
    receive() {
      let samples: number;
      try {
        samples = run('decoding', () => media.receive());
      } catch (error) {
        if (error instanceof MediaError && error.code < 0) return 'damaged';
        throw error;
      }
      if (samples === 0) return null;
      const at = media.planes();
      return {
        planes: Array.from({ length: media.frameChannels() }, (_, channel) =>
          new Float32Array(media.memory.buffer, at + 4 * channel * samples, samples).slice(),
        ),
        sampleRateHz: media.frameRateHz(),
        seconds: known(media.frameSeconds()),
      };
    },
  };
}

let compiled: Promise<WebAssembly.Module> | null = null;

function compiledModule(): Promise<WebAssembly.Module> {
  compiled ??= readModule().then((bytes) => WebAssembly.compile(bytes));
  compiled.catch(() => (compiled = null)); // so that a failed download is tried again next time
  return compiled;
}

async function readModule(): Promise<BufferSource> {
  const url = new URL('./media.wasm', import.meta.url);
  if (url.protocol === 'file:' && typeof process !== 'undefined') {
    const { readFile } = await import('node:fs/promises');
    return readFile(url);
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.href} could not be read: ${response.status} ${response.statusText}`);
  return response.arrayBuffer();
}

const errnoBadFile = 8;

/** The system calls that C's library wants: no environment, no files, because decoders need neither. */
function wasiWithoutFiles(): WebAssembly.Imports {
  const refuse = (): number => errnoBadFile;
  const succeed = (): number => 0; // an empty environment is the zeros that are there already
  const refused = [
    'clock_time_get',
    'fd_close',
    'fd_fdstat_get',
    'fd_fdstat_set_flags',
    'fd_prestat_get',
    'fd_prestat_dir_name',
    'fd_filestat_get',
    'fd_read',
    'fd_seek',
    'fd_write',
    'path_filestat_get',
    'path_open',
    'poll_oneoff',
  ];
  const proc_exit = (code: number): never => {
    throw new Error(`FFmpeg stopped with status ${code}`);
  };
  const calls = Object.fromEntries(refused.map((call) => [call, refuse]));
  return { wasi_snapshot_preview1: { ...calls, environ_get: succeed, environ_sizes_get: succeed, proc_exit } };
}
