import { toJson, toSrt, toTxt, toVtt } from '../core/transcript/exports';
import type { Transcript } from '../core/transcript/types';

export interface ExportFormat {
  readonly label: string;
  readonly mimeType: string;
  write(transcript: Transcript): string;
}

/** By file extension. */
export const exportFormats = {
  txt: { label: 'Text', mimeType: 'text/plain', write: toTxt },
  srt: { label: 'SubRip', mimeType: 'application/x-subrip', write: toSrt },
  vtt: { label: 'WebVTT', mimeType: 'text/vtt', write: toVtt },
  json: { label: 'JSON', mimeType: 'application/json', write: toJson },
} as const satisfies Record<string, ExportFormat>;

export type ExportExtension = keyof typeof exportFormats;

/** The recording's name with the new extension; what was dictated is named by its day. */
export function exportName(pageName: string, kind: 'dictation' | 'recording', extension: string, now: Date): string {
  const day = `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
  const stem = kind === 'recording' ? pageName.replace(/\.[^.]+$/, '') : `${pageName} ${day}`;
  return `${stem}.${extension}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
