/**
 * How the names of recordings end, videos among them: what a folder is searched for, watched for, and offered in a file dialog. A file that is named by
 * itself is tried whatever it is called.
 */
export const recordingExtensions = [
  'wav',
  'wave',
  'w64',
  'aif',
  'aiff',
  'aifc',
  'caf',
  'au',
  'snd',
  'flac',
  'mp3',
  'mp2',
  'mpga',
  'ogg',
  'oga',
  'opus',
  'spx',
  'm4a',
  'm4b',
  'aac',
  'wma',
  'amr',
  'awb',
  'ac3',
  'eac3',
  'gsm',
  'mka',
  'mp4',
  'm4v',
  'mov',
  '3gp',
  '3g2',
  'webm',
  'mkv',
  'avi',
  'asf',
  'wmv',
  'ts',
  'mts',
  'm2ts',
  'mpg',
  'mpeg',
  'vob',
  'flv',
  'wv',
  'dts',
] as const;

const known = new Set<string>(recordingExtensions);

/** Whether a file is called like a recording; those that systems hide, whose names begin with a dot, are not. */
export function isRecordingName(name: string): boolean {
  const [, base, extension] = /^(.+)\.([^.]+)$/.exec(name.replace(/^.*[\\/]/, '')) ?? [];
  return base !== undefined && !base.startsWith('.') && known.has(extension!.toLowerCase());
}
