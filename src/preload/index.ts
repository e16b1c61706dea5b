import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type {
  ChannelArguments,
  Events,
  NoticeName,
  Reply,
  RequestName,
  RequestResult,
} from '../platform/ipc';
import type { ModelHost } from '../platform/model-host';
import type { Platform } from '../platform/platform';

/** A method that asks main and awaits the answer; a failure rejects with a plain `Failure`. */
function ask<Name extends RequestName>(name: Name) {
  return async (...args: ChannelArguments<Name>): Promise<RequestResult<Name>> => {
    const reply = (await ipcRenderer.invoke(name, ...args)) as Reply<RequestResult<Name>>;
    // The bridge keeps only an error's message, but clones a plain object whole.
    return reply.ok ? reply.result : Promise.reject(reply.failure);
  };
}

/** A method that tells main something and expects nothing back. */
function tell<Name extends NoticeName>(name: Name) {
  return (...args: ChannelArguments<Name>): void => ipcRenderer.send(name, ...args);
}

/** A method that listens to main. What main says before the page listens is kept for the first listener. */
function hear<Name extends keyof Events>(name: Name) {
  type Listener = (...args: Events[Name]) => void;
  const listeners = new Set<Listener>();
  let early: Events[Name][] = [];
  ipcRenderer.on(name, (_event, ...args) => {
    if (listeners.size === 0) early.push(args as Events[Name]);
    for (const listener of listeners) listener(...(args as Events[Name]));
  });
  return (listener: Listener): (() => void) => {
    listeners.add(listener);
    for (const args of early) listener(...args);
    early = [];
    return () => void listeners.delete(listener);
  };
}

const importFrom = ask('importModel');

/** The archive, or the folder that files were chosen with. */
function chosenPath(files: readonly File[]): string {
  const [file] = files;
  if (file === undefined) return '';
  const path = webUtils.getPathForFile(file);
  const inside = file.webkitRelativePath;
  if (inside === '') return path;
  // `…/folder/sub/file` was chosen as `folder/sub/file`; separators are as long on every system.
  return path.slice(0, path.length - inside.length) + inside.split('/')[0]!;
}

const platform = {
  name: 'electron',
  can: {
    deliver: true,
    globalHotkey: true,
    tray: true,
    overlay: true,
    startAtLogin: true,
    watchFolder: true,
    updateCheck: true,
  },
  listModels: ask('listModels'),
  readSettings: ask('readSettings'),
  writeSettings: ask('writeSettings'),
  readUserWords: ask('readUserWords'),
  writeUserWords: ask('writeUserWords'),
  copyText: ask('copyText'),
  deliver: ask('deliver'),
  saveFile: ask('saveFile'),
  hotkeyStates: ask('hotkeyStates'),
  startsAtLogin: ask('startsAtLogin'),
  setStartsAtLogin: ask('setStartsAtLogin'),
  watchState: ask('watchState'),
  chooseWatchFolder: ask('chooseWatchFolder'),
  stopWatching: ask('stopWatching'),
  finishRecording: ask('finishRecording'),
  onWatchChanged: hear('watchChanged'),
  isOnBattery: ask('isOnBattery'),
  onBatteryChanged: hear('batteryChanged'),
  lookForUpdate: ask('lookForUpdate'),
  openReleases: ask('openReleases'),
  onUpdateFound: hear('updateFound'),
  readModelStore: ask('readModelStore'),
  downloadModel: ask('downloadModel'),
  cancelDownload: ask('cancelDownload'),
  importModel: async (files) => importFrom(chosenPath(files)),
  removeModel: ask('removeModel'),
  onDownloadProgress: hear('downloadProgress'),
  onDictationCommand: hear('dictationCommand'),
  dictationChanged: tell('dictationChanged'),
  liveChanged: tell('liveChanged'),
} satisfies Platform & ModelHost;

contextBridge.exposeInMainWorld('utter', platform);
