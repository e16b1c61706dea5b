import { createServer, type AddressInfo } from 'node:net';

/**
 * Hosts that Chromium itself calls on whatever page is open (its updates, its account). The page can't hide
 * behind them: what pages and workers request is also watched through the browser, without exceptions.
 */
const browsersOwnHosts = new Set([
  'accounts.google.com',
  'android.clients.google.com',
  'clients2.google.com',
  'clientservices.googleapis.com',
  'content-autofill.googleapis.com',
  'edge.microsoft.com',
  'msedge.api.cdp.microsoft.com',
  'optimizationguide-pa.googleapis.com',
  'redirector.gvt1.com',
  'safebrowsing.googleapis.com',
  'safebrowsingohttpgateway.googleapis.com',
  'update.googleapis.com',
  'www.google.com',
]);

/** Host of a proxied request's first line: `CONNECT host:443 HTTP/1.1` or `GET http://host/path HTTP/1.1`. */
function hostOf(requestLine: string): string {
  const target = requestLine.split(' ')[1] ?? '';
  return (target.includes('://') ? new URL(target).host : target).replace(/:\d+$/, '');
}

export const isLocal = (url: string): boolean =>
  !/^(https?|wss?):/.test(url) || ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);

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
      const requestLine = data.toString('latin1').split('\r\n')[0] ?? '';
      if (!browsersOwnHosts.has(hostOf(requestLine))) requests.push(requestLine);
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
