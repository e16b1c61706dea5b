import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closers } from './app';
import { control } from './control';

/** Where pages load from in place of the scheme that only Electron's Chromium knows. */
export const appOrigin = 'app://utter';

type Listener = (event: unknown, ...args: unknown[]) => unknown;
const handlers = new Map<string, Listener>();
const listeners = new Map<string, Listener>();
const event = { senderFrame: { origin: appOrigin, parent: null } };

export const ipcMain = {
  handle: (name: string, handler: Listener): void => void handlers.set(name, handler),
  on: (name: string, listener: Listener): void => void listeners.set(name, listener),
};

/** A request of a page's preload; the test is told of it and of its outcome. */
export async function invoke(name: string, args: readonly unknown[]): Promise<unknown> {
  const handler = handlers.get(name);
  if (handler === undefined) throw new Error(`No handler registered for '${name}'`);
  control.tell('invoked', { name, args });
  const reply = await handler(event, ...args);
  control.tell('replied', { name, reply });
  // Models are served by main, and so lie where the page does.
  return JSON.parse(JSON.stringify(reply).replaceAll(appOrigin, await served())) as unknown;
}

export function send(name: string, args: readonly unknown[]): void {
  control.tell('sent', { name, args });
  listeners.get(name)?.(event, ...args);
}

type SchemeHandler = (request: Request) => Promise<Response>;
let serve: SchemeHandler | null = null;
let origin: Promise<string> | null = null;

export const protocol = {
  registerSchemesAsPrivileged: (): void => undefined,
  handle: (_scheme: string, handler: SchemeHandler): void => void (serve = handler),
};

/** The origin of a local server that answers as main's handler of the scheme does. */
export function served(): Promise<string> {
  origin ??= new Promise((resolve) => {
    const server = createServer((request, response) => {
      const answer = serve?.(new Request(`${appOrigin}${request.url ?? '/'}`, { method: request.method ?? 'GET' }));
      void answer?.then(async ({ status, headers, body }) => {
        response.writeHead(status, Object.fromEntries(headers));
        if (body !== null) for await (const piece of body as unknown as AsyncIterable<Uint8Array>) response.write(piece);
        response.end();
      });
    });
    server.listen(0, 'localhost', () => resolve(`http://localhost:${(server.address() as AddressInfo).port}`));
    closers.add(() => void server.close());
  });
  return origin;
}
