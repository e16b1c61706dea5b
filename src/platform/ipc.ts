import { z } from 'zod';
import type { Failure } from '../core/errors';
import { mostUserWords, userWordSchema } from '../core/language/user-words';
import { settingsSchema } from '../core/settings';
import type { ModelHost } from './model-host';
import type { Platform } from './platform';

/*
 * Every Electron channel, derived from `Platform` and `ModelHost`: a method is a channel of the same name. The preload
 * imports the types alone, so that no schema library reaches the page's process; main imports the schemas
 * too.
 */

/** What crosses to main; files do as the path of their folder or archive. */
export type Host = Platform &
  Omit<ModelHost, 'importModel'> & { importModel(path: string): ReturnType<ModelHost['importModel']> };

/** Methods the page awaits. */
export type RequestName = {
  [Name in keyof Host]: Host[Name] extends (...args: never[]) => Promise<unknown> ? Name : never;
}[keyof Host];

/** Methods that only tell main something. */
export type NoticeName = 'dictationChanged' | 'liveChanged';

/** What main tells the page: `onDictationCommand` listens for `dictationCommand`. */
export type Events = {
  [
    Name in keyof Host as Name extends `on${infer Event}` ? Uncapitalize<Event> : never
  ]: Host[Name] extends (listener: (...args: infer Args) => void) => () => void ? Args : never;
};

export type ChannelName = RequestName | NoticeName;
export type ChannelArguments<Name extends ChannelName> = Parameters<Host[Name]>;
export type RequestResult<Name extends RequestName> = Awaited<ReturnType<Host[Name]>>;

/**
 * How a request's outcome crosses the process boundary: an `Error` would lose its code and remedy on the
 * way.
 */
export type Reply<Result> =
  { readonly ok: true; readonly result: Result } | { readonly ok: false; readonly failure: Failure };

/** A folder's name, and no path. */
const modelName = z.string().min(1).max(255).regex(/^[^./\\][^/\\]*$/);

/** What each channel accepts; main parses every message with these before a handler sees it. */
export const channelArguments: { readonly [Name in ChannelName]: z.ZodType<ChannelArguments<Name>> } = {
  listModels: z.tuple([]),
  readSettings: z.tuple([]),
  writeSettings: z.tuple([settingsSchema]),
  readUserWords: z.tuple([]),
  writeUserWords: z.tuple([z.array(userWordSchema).max(mostUserWords)]),
  copyText: z.tuple([z.string()]),
  deliver: z.tuple([z.string()]),
  saveFile: z.tuple([z.string().min(1).max(255), z.union([z.string(), z.instanceof(Uint8Array)]), z.string().max(255)]),
  hotkeyStates: z.tuple([]),
  startsAtLogin: z.tuple([]),
  setStartsAtLogin: z.tuple([z.boolean()]),
  watchState: z.tuple([]),
  chooseWatchFolder: z.tuple([]),
  stopWatching: z.tuple([]),
  finishRecording: z.tuple([z.uuid(), z.string().nullable()]),
  isOnBattery: z.tuple([]),
  lookForUpdate: z.tuple([]),
  openReleases: z.tuple([]),
  readModelStore: z.tuple([]),
  downloadModel: z.tuple([modelName]),
  cancelDownload: z.tuple([modelName]),
  importModel: z.tuple([z.string().min(1).max(4096)]),
  removeModel: z.tuple([modelName]),
  dictationChanged: z.tuple([z.enum(['idle', 'starting', 'listening', 'finishing', 'error'])]),
  liveChanged: z.tuple([
    z.object({
      committed: z.string(),
      tentative: z.string(),
      levelDb: z.number(),
      problem: z.string().nullable(),
    }),
  ]),
};
