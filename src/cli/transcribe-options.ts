import type { Shard } from './batch';
import type { EarsOptions } from './ears';
import type { TextOptions } from './text-options';

export const formats = ['txt', 'md', 'json', 'srt', 'vtt'] as const;
export type Format = (typeof formats)[number];

export interface TranscribeOptions extends EarsOptions, TextOptions {
  readonly format: Format;
  /** Folder for one result a recording; standard output when absent. */
  readonly out?: string;
  /** Print words as soon as they are certain. */
  readonly stream?: boolean;
  /** A list of words to recognise besides the model's; false for none, by default the user's. */
  readonly words?: string | false;
  /** Tell what each model heard of each segment. */
  readonly why?: boolean;
  /** Only this part of the recordings. */
  readonly shard?: Shard;
  /** Leave out recordings that have a result in `out` already. */
  readonly resume?: boolean;
  /** How many processes share the recordings where each has a file of its own; by default one for each core. */
  readonly jobs?: number;
}
