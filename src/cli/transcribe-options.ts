import type { Shard } from './batch';
import type { Recipe } from './done-list';
import type { EarsOptions } from './ears-types';
import type { TextOptions } from './text-options';

export const formats = ['txt', 'md', 'docx', 'json', 'srt', 'vtt'] as const;
export type Format = (typeof formats)[number];

export const channelWishes = ['mix', 'loudest', 'each'] as const;
export type ChannelWish = (typeof channelWishes)[number];

export interface TranscribeOptions extends EarsOptions, TextOptions {
  /** A result of each for every recording. */
  readonly format: readonly Format[];
  /** Of the recordings' audio tracks, from 1 on; by default the first with sound. */
  readonly track?: number;
  /** What of several channels is heard: the mean of those with sound, the loudest, or each by itself. */
  readonly channels?: ChannelWish;
  /** Folder for the results of each recording; standard output when absent. */
  readonly out?: string;
  /** Print words as soon as they are certain. */
  readonly stream?: boolean;
  /** A list of words to recognise besides the model's; false for none, by default the user's. */
  readonly words?: string | false;
  /** Tell what each model heard of each segment. */
  readonly why?: boolean;
  /** Only this part of the recordings. */
  readonly shard?: Shard;
  /** Leave out recordings that have a result in `out` already, which was made in the same way. */
  readonly resume?: boolean;
  /** What the results depend on, as it is kept for that. */
  readonly recipe?: Recipe;
  /** How many processes share the recordings where each has a file of its own; by default one for each core. */
  readonly jobs?: number;
}
