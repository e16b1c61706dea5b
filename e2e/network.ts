import { createServer, type AddressInfo } from 'node:net';

/** Everything a browser asks of the world outside localhost ends here: it is written down and refused. */
export interface Outside {
  /** For the browser's command line; localhost never goes through a proxy. */
  readonly proxyArg: string;
  /** First lines of all requests, such as `CONNECT example.org:443 HTTP/1.1`. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

export async function openOutside(): Promise<Outside> {
  const requests: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', (data) => {
      requests.push(data.toString('latin1').split('\r\n')[0] ?? '');
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    proxyArg: `--proxy-server=http://127.0.0.1:${port}`,
    requests,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
