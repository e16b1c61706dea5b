import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron';
import { toFailure, UtterError } from '../core/errors';
import type { ChannelArguments, NoticeName, Reply, RequestName, RequestResult } from '../platform/ipc';
import { parseArguments } from './ipc-arguments';
import type { Log } from './log';
import { appOrigin } from './origin';

type MaybePromise<Value> = Value | Promise<Value>;

/** One handler for every request the page can make; leaving one out does not compile. */
export type RequestHandlers = {
  readonly [Name in RequestName]: (...args: ChannelArguments<Name>) => MaybePromise<RequestResult<Name>>;
};

export type NoticeHandlers = {
  readonly [Name in NoticeName]: (...args: ChannelArguments<Name>) => void;
};

/**
 * Answers the page's requests and notices; anything from another frame or with other arguments is refused.
 */
export function setupIpc(requests: RequestHandlers, notices: NoticeHandlers, log: Log): void {
  for (const name of Object.keys(requests) as RequestName[]) answer(name, requests[name], log);
  for (const name of Object.keys(notices) as NoticeName[]) receive(name, notices[name], log);
}

function answer<Name extends RequestName>(name: Name, handler: RequestHandlers[Name], log: Log): void {
  ipcMain.handle(name, async (event, ...args: unknown[]): Promise<Reply<RequestResult<Name>>> => {
    try {
      requireOwnFrame(event);
      return { ok: true, result: await handler(...parseArguments(name, args)) };
    } catch (error) {
      log.error(`request ${name} failed`, error);
      return { ok: false, failure: toFailure(error) };
    }
  });
}

function receive<Name extends NoticeName>(name: Name, handler: NoticeHandlers[Name], log: Log): void {
  ipcMain.on(name, (event, ...args: unknown[]) => {
    try {
      requireOwnFrame(event);
      handler(...parseArguments(name, args));
    } catch (error) {
      log.error(`notice ${name} refused`, error);
    }
  });
}

/** A frame that navigated away, or one embedded in the page, must not reach main. */
function requireOwnFrame(event: IpcMainEvent | IpcMainInvokeEvent): void {
  const frame = event.senderFrame;
  if (frame !== null && frame.parent === null && frame.origin === appOrigin) return;
  const sender = frame === null ? 'a frame that is gone' : `a frame of ${frame.origin}`;
  throw new UtterError('internal', `Refused a request from ${sender}.`, 'Restart Utter.');
}
