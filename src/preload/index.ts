import { contextBridge, ipcRenderer, webUtils } from 'electron';
import {
  type ChannelArguments,
  channels,
  eventOf,
  type Events,
  type Host,
  type NoticeName,
  type Reply,
  type RequestName,
  type RequestResult,
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

/** Every method that is a channel, made from the list of them. */
function channelMethods(): Pick<Host, keyof typeof channels> {
  const methods = Object.entries(channels).map(([name, { kind }]) => {
    switch (kind) {
      case 'request':
        return [name, ask(name as RequestName)] as const;
      case 'notice':
        return [name, tell(name as NoticeName)] as const;
      case 'event':
        return [name, hear(eventOf(name) as keyof Events)] as const;
    }
  });
  // What the list says of each is checked against the interface where it is written.
  return Object.fromEntries(methods) as unknown as Pick<Host, keyof typeof channels>;
}

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

const methods = channelMethods();

const platform = {
  ...methods,
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
  importModel: async (files) => methods.importModel(chosenPath(files)),
} satisfies Platform & ModelHost;

contextBridge.exposeInMainWorld('utter', platform);
