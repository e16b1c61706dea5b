import { execFile } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A short phrase in every container, and in every codec that the container is met with. */

const fixtures = join(import.meta.dirname, '../../src/media/fixtures');

/** Recordings that tests read, too. */
const kept: Readonly<Record<string, string>> = {
  wav: 'speech.wav',
  'wav-gsm': 'speech-gsm.wav',
  'wav-adpcm': 'speech-adpcm.wav',
  w64: 'speech.w64',
  aiff: 'speech.aiff',
  caf: 'speech.caf',
  flac: 'speech.flac',
  mp3: 'speech-16k.mp3',
  'mp3-vbr': 'speech-44k-stereo.mp3',
  mp2: 'speech.mp2',
  aac: 'speech.aac',
  m4a: 'speech-44k-stereo.m4a',
  'm4a-alac': 'speech-alac.m4a',
  'mp4-video': 'speech-video.mp4',
  'ogg-opus': 'speech.opus',
  'ogg-vorbis': 'speech-44k.ogg',
  'ogg-flac': 'speech-flac.ogg',
  'ogg-speex': 'speech-speex.ogg',
  webm: 'speech-stereo.webm',
  'mkv-ac3': 'speech-ac3.mkv',
  wma: 'speech.wma',
  avi: 'speech-mp2.avi',
  m2ts: 'speech-aac.m2ts',
  eac3: 'speech.eac3',
  amr: 'speech.amr',
  'amr-wb': 'speech.awb',
};

/** Made of the first of those by ffmpeg: the ending, and what it is told. */
const made: Readonly<Record<string, readonly [ending: string, ...options: string[]]>> = {
  'wav-ima': ['wav', '-c:a', 'adpcm_ima_wav'],
  rf64: ['wav', '-rf64', 'always', '-c:a', 'pcm_s16le'],
  au: ['au', '-c:a', 'pcm_s16be'],
  'caf-alac': ['caf', '-c:a', 'alac'],
  loas: ['loas', '-c:a', 'aac', '-b:a', '48k', '-f', 'latm'],
  'mp4-fragmented': ['mp4', '-c:a', 'aac', '-b:a', '48k', '-movflags', 'frag_keyframe+empty_moov', '-frag_duration', '300000'],
  'mp4-fast-start': ['mp4', '-c:a', 'aac', '-b:a', '48k', '-movflags', '+faststart'],
  'mov-pcm': ['mov', '-c:a', 'pcm_s16le'],
  mov: ['mov', '-c:a', 'aac', '-b:a', '48k'],
  'mkv-vorbis': ['mka', '-ar', '44100', '-c:a', 'libvorbis'],
  'mkv-pcm': ['mkv', '-c:a', 'pcm_s16le'],
  'webm-live': ['webm', '-c:a', 'libopus', '-b:a', '24k', '-f', 'webm', '-live', '1', '-cluster_time_limit', '300'],
  'asf-mp3': ['asf', '-c:a', 'libmp3lame', '-b:a', '48k'],
  'avi-pcm': ['avi', '-c:a', 'pcm_s16le'],
  'ts-mp2': ['ts', '-c:a', 'mp2', '-b:a', '48k'],
  mpg: ['mpg', '-ar', '48000', '-c:a', 'mp2', '-b:a', '64k'],
  ac3: ['ac3', '-ar', '48000', '-c:a', 'ac3', '-b:a', '64k'],
  gsm: ['gsm', '-ar', '8000', '-c:a', 'libgsm'],
  flv: ['flv', '-ar', '44100', '-c:a', 'libmp3lame', '-b:a', '48k'],
  wv: ['wv', '-c:a', 'wavpack'],
  'wav-g722': ['wav', '-c:a', 'g722'],
  'wav-g726': ['wav', '-ar', '8000', '-c:a', 'g726'],
  'aiff-float': ['aiff', '-c:a', 'pcm_f32be'],
  'au-law': ['au', '-c:a', 'pcm_mulaw'],
  'mp4-opus': ['mp4', '-strict', '-2', '-c:a', 'libopus'],
  'mp4-vorbis': ['mp4', '-ar', '44100', '-c:a', 'libvorbis'],
  'mp4-flac': ['mp4', '-strict', '-2', '-c:a', 'flac'],
  'mov-mp3': ['mov', '-c:a', 'libmp3lame'],
  'mov-ima': ['mov', '-c:a', 'adpcm_ima_qt'],
  'mkv-wavpack': ['mka', '-c:a', 'wavpack'],
  'mkv-dts': ['mkv', '-ar', '48000', '-strict', '-2', '-c:a', 'dca', '-b:a', '192k'],
  vob: ['vob', '-ar', '48000', '-ac', '2', '-c:a', 'pcm_dvd'],
  'm2ts-pcm': ['m2ts', '-ar', '48000', '-ac', '2', '-c:a', 'pcm_bluray', '-f', 'mpegts'],
  wma1: ['wma', '-ar', '44100', '-c:a', 'wmav1'],
  'flv-aac': ['flv', '-c:a', 'aac'],
  'flv-speex': ['flv', '-ar', '16000', '-c:a', 'libspeex'],
  dts: ['dts', '-ar', '48000', '-strict', '-2', '-c:a', 'dca', '-b:a', '192k'],
};

/** Put into another container as they are: no encoder for them comes with ffmpeg. */
const copied: Readonly<Record<string, readonly [from: string, to: string]>> = {
  '3gp': ['speech.amr', '3gp'],
  '3gp-wb': ['speech.awb', '3gp'],
};

export const containerNames = [...Object.keys(kept), ...Object.keys(made), ...Object.keys(copied)];

/** @returns the path of the recording, below `folder`. */
export async function makeRecording(name: string, folder: string): Promise<string> {
  const run = promisify(execFile);
  const quiet = ['-v', 'error', '-y', '-bitexact', '-i'];
  if (name in kept) {
    const path = join(folder, kept[name]!);
    await copyFile(join(fixtures, kept[name]!), path);
    return path;
  }
  const [from, ending, options] =
    name in copied ? [copied[name]![0], copied[name]![1], ['-c', 'copy']] : ['speech.wav', made[name]![0], made[name]!.slice(1)];
  const path = join(folder, `${name}.${ending}`);
  await run('ffmpeg', [...quiet, join(fixtures, from), ...options, path]);
  return path;
}
