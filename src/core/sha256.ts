/** What is used of the host's Web Crypto. */
interface Digester {
  digest(algorithm: 'SHA-256', bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
}

/** SHA-256 in lower-case hex. */
export async function sha256Hex(bytes: Uint8Array, host: Digester): Promise<string> {
  const digest = await host.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
