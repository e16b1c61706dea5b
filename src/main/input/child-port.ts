/** The child's end of the line to main: Electron's port in a utility process, Node's channel in a plain child. */
export interface ChildPort<Request, Reply> {
  onRequest(listener: (request: Request) => void): void;
  send(reply: Reply): void;
}

interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  postMessage(message: unknown): void;
}

export function openChildPort<Request, Reply>(): ChildPort<Request, Reply> {
  const parentPort = (process as { parentPort?: ParentPort }).parentPort;
  if (parentPort !== undefined) {
    return {
      onRequest: (listener) => void parentPort.on('message', ({ data }) => listener(data as Request)),
      send: (reply) => parentPort.postMessage(reply),
    };
  }
  // Without main there is nothing to do: a plain child does not outlive it.
  process.on('disconnect', () => process.exit(0));
  return {
    onRequest: (listener) => void process.on('message', (data) => listener(data as Request)),
    send: (reply) => void process.send?.(reply),
  };
}

/** Why the native library must not be touched here: it would abort the process. Null when it may. */
export function displayObstacle(): string | null {
  const isMissing = process.platform === 'linux' && !process.env['DISPLAY'];
  return isMissing ? 'There is no X display (DISPLAY).' : null;
}
