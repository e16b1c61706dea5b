import type { Dispatcher } from 'undici';

/**
 * `fetch` by way of the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name, or null where none is named: Node's own knows no
 * proxies before version 24. `proxy` takes the place of the variables' addresses.
 */
export function proxyFetch(env: NodeJS.ProcessEnv = process.env, proxy?: string): typeof fetch | null {
  const named = (name: string): string | undefined => env[name.toLowerCase()] || env[name] || undefined;
  const https = proxy ?? named('HTTPS_PROXY') ?? named('ALL_PROXY');
  const http = proxy ?? named('HTTP_PROXY') ?? named('ALL_PROXY');
  if (https === undefined && http === undefined) return null;
  let dispatcher: Dispatcher | null = null;
  return async (input, init) => {
    // Loaded only where there is a proxy: it is large.
    const { EnvHttpProxyAgent, fetch: undiciFetch } = await import('undici');
    dispatcher ??= new EnvHttpProxyAgent({ httpsProxy: https ?? '', httpProxy: http ?? '', noProxy: named('NO_PROXY') ?? '' });
    const send = undiciFetch as unknown as typeof fetch;
    return send(input, { ...init, dispatcher } as unknown as RequestInit);
  };
}
