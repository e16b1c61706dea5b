import { joinedFloats } from '../../core/joined-floats';
/** The WebAssembly module that decodes compressed audio; see README.md. */

/** In the order of `names` in codecs.c. */
export const codecNames = ['aac', 'mp3', 'opus', 'vorbis', 'flac'] as const;
export type CodecName = (typeof codecNames)[number];

export function isCodecName(name: string): name is CodecName {
  return codecNames.some((known) => known === name);
}

export interface StreamFormat {
  readonly codec: CodecName;
  readonly sampleRateHz: number;
  readonly channels: number;
  /** The codec's set-up data as containers store it: AudioSpecificConfig, OpusHead, STREAMINFO … */
  readonly setup: Uint8Array | null;
}

export interface StreamDecoder {
  /** Rate of the samples decoded so far; HE-AAC decodes at twice the rate that its container may state. */
  readonly sampleRateHz: number;
  /** Decodes one packet, null to drain; gives mono samples, or null when the packet is damaged. */
  decode(packet: Uint8Array | null): Float32Array | null;
  /** Decodes the packets found in a piece of a raw stream, null to drain; a damaged packet gives silence. */
  parse(piece: Uint8Array | null): DecodedPacket[];
}

export interface DecodedPacket {
  readonly samples: Float32Array;
  readonly isDamaged: boolean;
}

interface CodecExports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  buffer(bytes: number): number;
  open(codec: number, sampleRateHz: number, channels: number, setupBytes: number): number;
  send(bytes: number): number;
  receive(): number;
  samples(): number;
  sampleRateHz(): number;
  parse(offset: number, bytes: number): number;
  parsed(): number;
  parsedSamples(): number;
}

/** A decoder for one stream, in a module instance of its own; dropping the last reference frees it all. */
export async function createStreamDecoder(format: StreamFormat): Promise<StreamDecoder> {
  const instance = await WebAssembly.instantiate(await compiledModule(), wasiWithoutFiles());
  const codecs = instance.exports as unknown as CodecExports;
  codecs._initialize();
  const write = (bytes: Uint8Array): void => {
    const offset = codecs.buffer(bytes.length);
    if (offset === 0) throw new RangeError(`The decoder has no room for a packet of ${bytes.length} bytes`);
    new Uint8Array(codecs.memory.buffer, offset, bytes.length).set(bytes);
  };
  const setup = format.setup ?? new Uint8Array(0);
  if (setup.length > 0) write(setup);
  const opened = codecs.open(codecNames.indexOf(format.codec), format.sampleRateHz, format.channels, setup.length);
  if (opened < 0) throw new Error(`The ${format.codec} decoder refused the stream's set-up data (${opened})`);

  const receive = (): Float32Array | null => {
    const pieces: Float32Array[] = [];
    let count: number;
    while ((count = codecs.receive()) > 0) {
      pieces.push(new Float32Array(codecs.memory.buffer, codecs.samples(), count).slice());
    }
    return count < 0 && pieces.length === 0 ? null : pieces.length === 1 ? pieces[0]! : joinedFloats(pieces);
  };

  return {
    get sampleRateHz() {
      return codecs.sampleRateHz();
    },
    decode(packet) {
      if (packet?.length === 0) return null;
      if (packet) write(packet);
      return codecs.send(packet?.length ?? 0) < 0 ? null : receive();
    },
    parse(piece) {
      if (piece) write(piece);
      const length = piece?.length ?? 0;
      const packets: DecodedPacket[] = [];
      for (let offset = 0; ; ) {
        const taken = codecs.parse(offset, length - offset);
        if (taken < 0) throw new Error(`The ${format.codec} parser failed (${taken})`);
        offset += taken;
        const result = codecs.parsed();
        if (result === 0 && offset === length) return packets;
        if (result === 0) continue;
        const samples = result < 0 ? null : receive();
        packets.push({
          samples: samples ?? new Float32Array(codecs.parsedSamples()),
          isDamaged: samples === null,
        });
      }
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
  const url = new URL('./codecs.wasm', import.meta.url);
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
    'clock_time_get', 'fd_close', 'fd_fdstat_get', 'fd_fdstat_set_flags', 'fd_prestat_get', 'fd_prestat_dir_name',
    'fd_read', 'fd_seek', 'fd_write', 'path_open',
  ];
  const proc_exit = (code: number): never => {
    throw new Error(`The audio decoder stopped with status ${code}`);
  };
  const calls = Object.fromEntries(refused.map((call) => [call, refuse]));
  return { wasi_snapshot_preview1: { ...calls, environ_get: succeed, environ_sizes_get: succeed, proc_exit } };
}
