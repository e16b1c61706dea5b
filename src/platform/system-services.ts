/** A recording in the watched folder that waits to be transcribed. */
export interface FoundRecording {
  readonly id: string;
  readonly name: string;
  /** Where the page fetches it. */
  readonly url: string;
}

/** The folder whose new recordings are transcribed. */
export type WatchState =
  | { readonly state: 'off' }
  | { readonly state: 'watching'; readonly folder: string; readonly found: readonly FoundRecording[] }
  /** It is looked for again each minute. */
  | { readonly state: 'failed'; readonly folder: string; readonly reason: string };

/** What the releases' address said. */
export type UpdateAnswer =
  | { readonly state: 'current' }
  | { readonly state: 'newer'; readonly version: string }
  | { readonly state: 'unknown'; readonly reason: string };

/** What Utter asks of the system around it. A browser has none of it. */
export interface SystemServices {
  /** Whether the system starts Utter when the user logs in: the system knows, and can be told elsewhere too. */
  startsAtLogin(): Promise<boolean>;
  setStartsAtLogin(isWanted: boolean): Promise<void>;
  watchState(): Promise<WatchState>;
  /** Lets the user choose the folder to watch; nothing changes if they cancel. */
  chooseWatchFolder(): Promise<void>;
  stopWatching(): Promise<void>;
  /** Writes a recording's text beside it; null: there is none, and it is not to be offered again. */
  finishRecording(id: string, text: string | null): Promise<void>;
  onWatchChanged(listener: (state: WatchState) => void): () => void;
  /** Whether the computer runs on its battery; false where nobody knows. */
  isOnBattery(): Promise<boolean>;
  onBatteryChanged(listener: (isOnBattery: boolean) => void): () => void;
  /** The one request that leaves the machine, and only when the user asks, or has allowed it once a day. */
  lookForUpdate(): Promise<UpdateAnswer>;
  /** Opens the page of the releases in the user's browser. */
  openReleases(): Promise<void>;
  /** The daily look found a newer version. */
  onUpdateFound(listener: (version: string) => void): () => void;
}

export const noSystemCapabilities = { startAtLogin: false, watchFolder: false, updateCheck: false } as const;

/** A host without any of it. */
export const noSystemServices: SystemServices = {
  startsAtLogin: () => Promise.resolve(false),
  setStartsAtLogin: () => Promise.resolve(),
  watchState: () => Promise.resolve({ state: 'off' }),
  chooseWatchFolder: () => Promise.resolve(),
  stopWatching: () => Promise.resolve(),
  finishRecording: () => Promise.resolve(),
  onWatchChanged: () => () => {},
  isOnBattery: () => Promise.resolve(false),
  onBatteryChanged: () => () => {},
  lookForUpdate: () => Promise.resolve({ state: 'unknown', reason: 'A page always has its server’s version.' }),
  openReleases: () => Promise.resolve(),
  onUpdateFound: () => () => {},
};
