import { toJson, toMarkdown, toSrt, toTxt, toVtt } from '../../core/transcript/exports';
import { fileName } from '../../core/transcript/file-names';
import type { Transcript } from '../../core/transcript/types';

interface FormatBase {
  readonly mimeType: string;
}

/** A format that is text can also be shown and copied. */
interface TextFormat extends FormatBase {
  readonly kind: 'text';
  write(transcript: Transcript, name: string): string;
}

interface BinaryFormat extends FormatBase {
  readonly kind: 'binary';
  write(transcript: Transcript, name: string): Promise<Uint8Array<ArrayBuffer>>;
}

export type ExportFormat = TextFormat | BinaryFormat;

/** By file extension. */
export const exportFormats = {
  txt: { kind: 'text', mimeType: 'text/plain', write: toTxt },
  md: { kind: 'text', mimeType: 'text/markdown', write: toMarkdown },
  docx: {
    kind: 'binary',

    mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    // Loaded when someone wants one.
    write: async (transcript, name) => (await import('../../core/transcript/docx')).toDocx(transcript, name, new Date()),
  },
  srt: { kind: 'text', mimeType: 'application/x-subrip', write: toSrt },
  vtt: { kind: 'text', mimeType: 'text/vtt', write: toVtt },
  json: { kind: 'text', mimeType: 'application/json', write: toJson },
} as const satisfies Record<string, ExportFormat>;

export type ExportExtension = keyof typeof exportFormats;

/** In the order in which they are offered; each has a name in the locales. */
export const exportExtensions = Object.keys(exportFormats) as ExportExtension[];

/** A transcript's text as it is shown, copied and found again. */
export function shownText(transcript: Transcript): string {
  return exportFormats.txt.write(transcript).trimEnd();
}

/** The recording's name with the new extension; what was dictated is named by its day. */
export function exportName(pageName: string, kind: 'dictation' | 'recording', extension: string, at: Date): string {
  const day = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return fileName(kind === 'recording' ? pageName.replace(/\.[^.]+$/, '') : `${pageName} ${day}`, extension);
}

/** The name without its extension, for titles. */
export function exportTitle(name: string): string {
  return name.replace(/\.[^.]+$/, '');
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
