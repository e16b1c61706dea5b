import { toDocx } from '../core/transcript/docx';
import { toMarkdown, toSrt, toTxt, toVtt } from '../core/transcript/exports';
import type { Transcript } from '../core/transcript/types';
import { type AudioChoice, openAudio } from '../media/open';
import { loudestChannel } from '../media/loudest-channel';
import type { HeardRecording } from './heard-recording';
import type { Format, TranscribeOptions } from './transcribe-options';

/** What of a recording is heard by itself, and what its results are called after. */
export interface RecordingPart {
  readonly choice: AudioChoice;
  /** `channel 2` where each is heard by itself; null where there is one result. */
  readonly label: string | null;
}

/** @throws UtterError audio-undecodable | audio-empty */
export async function partsOf(
  path: string,
  name: string,
  { track, channels = 'mix' }: Pick<TranscribeOptions, 'track' | 'channels'>,
): Promise<RecordingPart[]> {
  const chosen = track === undefined ? {} : { track };
  if (channels === 'mix') return [{ choice: chosen, label: null }];
  if (channels === 'loudest') {
    return [{ choice: { ...chosen, channel: { channel: await loudestChannel({ path }, name, track) } }, label: null }];
  }
  const file = await openAudio({ path }, name, chosen);
  file.close();
  if (file.channels < 2) return [{ choice: chosen, label: null }];
  return Array.from({ length: file.channels }, (_, channel) => ({
    choice: { ...chosen, channel: { channel } },
    label: `channel ${channel + 1}`,
  }));
}

export interface ResultDetails {
  readonly title: string;
  readonly label: string | null;
  /** Named in the JSON. */
  readonly file?: string;
  readonly why?: boolean;
  readonly warnings: readonly string[];
  readonly heard: HeardRecording;
}

/** One result, as it is printed or written. */
export function resultOf(
  format: Format,
  transcript: Transcript,
  { title, label, heard, ...details }: ResultDetails,
): string | Uint8Array {
  const named = label === null ? title : `${title}, ${label}`;
  switch (format) {
    case 'txt':
      return label === null ? toTxt(transcript) : `${capital(label)}:\n${toTxt(transcript)}`;
    case 'md':
      return toMarkdown(transcript, named);
    case 'docx':
      return toDocx(transcript, named, new Date());
    case 'srt':
    case 'vtt': {
      const cues = format === 'srt' ? toSrt(transcript) : toVtt(transcript);
      return label === null ? cues : cues.replaceAll(/(-->.*\n)/g, `$1${capital(label)}: `);
    }
    case 'json':
      return `${heard.json(transcript, { ...details, ...(label !== null && { channel: label }) })}\n`;
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
