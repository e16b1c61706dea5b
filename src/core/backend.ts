/** TensorFlow.js backends, and what the self-test says of them. */

export const backendNames = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

/** Whether shaders are compiled for it. */
export function isGpu(backend: BackendName): boolean {
  return backend === 'webgpu' || backend === 'webgl';
}

/** Their names for people. */
export const backendTitles: Readonly<Record<BackendName, string>> = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  cpu: 'plain JavaScript',
};

/** What the self-test found out about one backend. */
export type BackendReport =
  | { readonly backend: BackendName; readonly state: 'ok'; readonly msPerChunk: number; readonly rtf: number }
  | { readonly backend: BackendName; readonly state: 'failed'; readonly reason: string };

export interface BackendChoice {
  readonly backend: BackendName;
  /** Why this one, in a sentence a user understands. */
  readonly reason: string;
  readonly reports: readonly BackendReport[];
}
