/** What the page may load, in both editions, and the headers that it is served with. */

const directives = [
  "default-src 'none'",
  // 'wasm-unsafe-eval' compiles WebAssembly and nothing else.
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  // What was dictated is played from memory.
  "media-src 'self' blob:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
];

/** For a tag in the page: it loads nothing from anywhere else, and code only from its own files. */
export const pagePolicy = directives.join('; ');

/** For a header, where a page may also say who frames it. */
export const headerPolicy = [...directives, "frame-ancestors 'none'"].join('; ');

/** Make the page cross-origin isolated, which shared memory needs. */
export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};
