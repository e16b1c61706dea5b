import type { Failure } from '../core/errors';
import type { UserWord } from '../core/language/user-words';
import type { Settings } from '../core/settings';
import type { ModelHost } from './model-host';
import type { DictationPhase, FileContents, LiveDictation, Platform } from './platform';

/*
 * Every Electron channel, once: a method of `Platform` or `ModelHost` is a channel of the same name. The preload makes the page's
 * object from this list, main answers what is in it. It is plain data, so that no schema library reaches the page's process: main
 * has a schema for each kind of argument.
 */

/** What crosses to main; files do as the path of their folder or archive. */
export type Host = Platform &
  Omit<ModelHost, 'importModel'> & { importModel(path: string): ReturnType<ModelHost['importModel']> };

/** The kinds of arguments, by what a handler gets. */
export interface ArgumentKinds {
  readonly text: string;
  readonly textOrNone: string | null;
  readonly isWanted: boolean;
  readonly fileName: string;
  readonly fileContents: FileContents;
  readonly mimeType: string;
  readonly path: string;
  readonly modelName: string;
  readonly recordingId: string;
  readonly settings: Settings;
  readonly userWords: readonly UserWord[];
  readonly phase: DictationPhase;
  readonly live: LiveDictation;
}
export type ArgumentKind = keyof ArgumentKinds;

/** Kinds that give a handler what it takes. */
type KindOf<Argument> = { [Kind in ArgumentKind]: [ArgumentKinds[Kind]] extends [Argument] ? Kind : never }[ArgumentKind];
type KindsOf<Arguments extends readonly unknown[]> = { readonly [Index in keyof Arguments]: KindOf<Arguments[Index]> };

/** The channel that a method is. */
type Channel<Method> = Method extends (listener: (...args: infer _Arguments) => void) => () => void
  ? { readonly kind: 'event' }
  : Method extends (...args: infer Arguments) => Promise<unknown>
    ? { readonly kind: 'request'; readonly takes: KindsOf<Arguments> }
    : Method extends (...args: infer Arguments) => void
      ? { readonly kind: 'notice'; readonly takes: KindsOf<Arguments> }
      : never;

type Methods = { readonly [Name in keyof Host as Host[Name] extends (...args: never[]) => unknown ? Name : never]: Host[Name] };

/** The page asks main and awaits the answer. */
const asks = <const Takes extends readonly ArgumentKind[]>(...takes: Takes) => ({ kind: 'request', takes }) as const;
/** The page tells main something. */
const tells = <const Takes extends readonly ArgumentKind[]>(...takes: Takes) => ({ kind: 'notice', takes }) as const;
/** The page listens to main: `onDictationCommand` to `dictationCommand`. */
const hears = { kind: 'event' } as const;

export const channels = {
  listModels: asks(),
  readSettings: asks(),
  writeSettings: asks('settings'),
  readUserWords: asks(),
  writeUserWords: asks('userWords'),
  copyText: asks('text'),
  deliver: asks('text'),
  saveFile: asks('fileName', 'fileContents', 'mimeType'),
  hotkeyStates: asks(),
  onDictationCommand: hears,
  dictationChanged: tells('phase'),
  liveChanged: tells('live'),
  startsAtLogin: asks(),
  setStartsAtLogin: asks('isWanted'),
  watchState: asks(),
  chooseWatchFolder: asks(),
  stopWatching: asks(),
  finishRecording: asks('recordingId', 'textOrNone'),
  onWatchChanged: hears,
  isOnBattery: asks(),
  onBatteryChanged: hears,
  lookForUpdate: asks(),
  openReleases: asks(),
  onUpdateFound: hears,
  readModelStore: asks(),
  downloadModel: asks('modelName'),
  cancelDownload: asks('modelName'),
  importModel: asks('path'),
  removeModel: asks('modelName'),
  onDownloadProgress: hears,
} satisfies { readonly [Name in keyof Methods]: Channel<Methods[Name]> };

type NamesOf<Kind extends 'request' | 'notice'> = {
  [Name in keyof typeof channels]: (typeof channels)[Name]['kind'] extends Kind ? Name : never;
}[keyof typeof channels];

export type RequestName = NamesOf<'request'>;
export type NoticeName = NamesOf<'notice'>;
export type ChannelName = RequestName | NoticeName;
export type ChannelArguments<Name extends ChannelName> = Parameters<Host[Name]>;
export type RequestResult<Name extends RequestName> = Awaited<ReturnType<Host[Name]>>;

/** What main tells the page, by the event's name. */
export type Events = {
  [Name in keyof Host as Name extends `on${infer Event}` ? Uncapitalize<Event> : never]: Host[Name] extends (
    listener: (...args: infer Args) => void,
  ) => () => void
    ? Args
    : never;
};

/** The event that a method listens for. */
export function eventOf(method: string): string {
  return method.charAt(2).toLowerCase() + method.slice(3);
}

/**
 * How a request's outcome crosses the process boundary: an `Error` would lose its code and remedy on the
 * way.
 */
export type Reply<Result> = { readonly ok: true; readonly result: Result } | { readonly ok: false; readonly failure: Failure };
