import * as tf from '@tensorflow/tfjs-core';
import { type BackendName, isGpu } from '../core/backend';

/** Setting up, switching and giving back TensorFlow.js backends, with what each of them needs to be told first. */

/** A backend in use. */
export interface Device {
  /** Settles as `work` does, or rejects as soon as the device is lost (a lost GPU may never answer). */
  orLost<T>(work: Promise<T>): Promise<T>;
  /** Frees a GPU when nobody else uses it. Tensors must be disposed before. */
  release(): void;
}

/** Where a bundler put TensorFlow.js's WebAssembly binaries; Node finds them by itself. */
export interface WasmUrls {
  readonly simd: string;
  readonly plain: string;
}

let wasmUrls: WasmUrls | null = null;

/** Must be called before the first model is loaded, where the engine runs bundled. */
export function configureWasm(urls: WasmUrls): void {
  wasmUrls = urls;
}

/** Initialising a GPU can hang in a broken driver. */
const setUpTimeoutMs = 20000;

interface OpenBackend {
  users: number;
  lostReason: string | null;
  readonly waiting: Set<(error: Error) => void>;
}

const open = new Map<BackendName, OpenBackend>();
const factories = new Map<BackendName, { factory: Parameters<typeof tf.registerBackend>[1] }>();

/** Why a backend can't be there in this host; null when it may be. */
export function unavailableReason(name: BackendName): string | null {
  if (name === 'webgpu' && (typeof navigator === 'undefined' || !navigator.gpu)) return 'it is not available here';
  if (name === 'webgl' && !tf.device_util.isBrowser()) return 'it exists in browsers only';
  return null;
}

/** Whether a GPU backend would run on the processor: right, but far slower than WebAssembly there. */
export async function isSoftwareRendered(name: BackendName): Promise<boolean> {
  if (unavailableReason(name) !== null) return false;
  if (name === 'webgpu') {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    return adapter?.info.isFallbackAdapter ?? false;
  }
  if (name === 'webgl' && typeof OffscreenCanvas !== 'undefined') {
    const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
    const info = gl?.getExtension('WEBGL_debug_renderer_info');
    const renderer: unknown = gl && info && gl.getParameter(info.UNMASKED_RENDERER_WEBGL);
    gl?.getExtension('WEBGL_lose_context')?.loseContext();
    return typeof renderer === 'string' && /swiftshader|llvmpipe|software|basic render/i.test(renderer);
  }
  return false;
}

let lastSetUp: Promise<unknown> = Promise.resolve();

/**
 * Sets a backend up, or joins those that use it; one after the other, because TensorFlow.js sets up one at a time.
 * @throws Error saying why it can't be used.
 */
export function acquireBackend(name: BackendName): Promise<Device> {
  const run = (): Promise<Device> => acquire(name);
  const device = lastSetUp.then(run, run);
  lastSetUp = device;
  return device;
}

async function acquire(name: BackendName): Promise<Device> {
  const unavailable = unavailableReason(name);
  if (unavailable !== null) throw new Error(unavailable);
  let backend = open.get(name);
  if (backend === undefined || backend.lostReason !== null) {
    await register(name);
    backend = { users: 0, lostReason: null, waiting: new Set() };
    open.set(name, backend);
    await setUp(name);
    watch(name, backend);
  }
  backend.users++;
  const device = backend;
  let isReleased = false;
  return {
    orLost: (work) => untilLost(device, work),
    release() {
      if (isReleased) return;
      isReleased = true;
      device.users--;
      if (isGpu(name) && device.users === 0 && open.get(name) === device) {
        open.delete(name);
        tf.removeBackend(name);
      }
    },
  };
}

/** Makes a backend that is set up the one that the next operations run on; takes effect at once. */
export function activateBackend(name: BackendName): void {
  const backend = open.get(name);
  if (backend === undefined) throw new Error(`${name} is not in use any more`);
  if (backend.lostReason !== null) throw new Error(backend.lostReason);
  if (currentBackend() === name) return;
  // With a backend that is set up, everything in here happens before the promise is returned.
  void tf.setBackend(name);
  if (currentBackend() !== name) throw new Error(`${name} can no longer be used`);
}

/** `tf.getBackend()` would set up whatever is registered when there is none. */
function currentBackend(): string | null {
  return tf.engine().backendName ?? null;
}

async function register(name: BackendName): Promise<void> {
  tf.enableProdMode();
  if (tf.findBackendFactory(name)) {
    const isLost = (open.get(name)?.lostReason ?? null) !== null;
    if (!isLost) return;
    open.delete(name);
    tf.removeBackend(name);
  }
  const known = factories.get(name);
  if (known !== undefined) {
    tf.registerBackend(name, known.factory);
    return;
  }
  const env = tf.env();
  switch (name) {
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu');
      break;
    case 'wasm': {
      const wasm = await import('@tensorflow/tfjs-backend-wasm');
      // The threaded binary starts a worker from its own source, which a minified bundle breaks: it hangs for ever.
      env.set('WASM_HAS_MULTITHREAD_SUPPORT', false);
      if (wasmUrls !== null) {
        wasm.setWasmPaths({
          'tfjs-backend-wasm.wasm': wasmUrls.plain,
          'tfjs-backend-wasm-simd.wasm': wasmUrls.simd,
          'tfjs-backend-wasm-threaded-simd.wasm': wasmUrls.simd,
        });
      }
      break;
    }
    case 'webgl':
      await import('@tensorflow/tfjs-backend-webgl');
      // A software WebGL is slow, not wrong: whether to use it is decided elsewhere.
      env.set('SOFTWARE_WEBGL_ENABLED', true);
      env.set('WEBGL_CPU_FORWARD', false);
      break;
    case 'webgpu':
      await import('@tensorflow/tfjs-backend-webgpu');
      env.set('WEBGPU_CPU_FORWARD', false);
      break;
  }
  const factory = tf.findBackendFactory(name);
  if (!factory) throw new Error(`${name} did not register itself`);
  factories.set(name, { factory });
}

async function setUp(name: BackendName): Promise<void> {
  try {
    if (name === 'webgpu' && (await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' })) === null) {
      throw new Error('no graphics adapter was found');
    }
    const isSet = await withTimeout(tf.setBackend(name), setUpTimeoutMs, `${name} did not start`);
    // `setBackend` may also land on another backend than the one asked for.
    if (!isSet || currentBackend() !== name) throw new Error(`${name} could not be started`);
  } catch (error) {
    open.delete(name);
    throw error;
  }
}

/** Learns of a lost GPU from the GPU itself: reading from it might wait for ever, or give zeros. */
function watch(name: BackendName, backend: OpenBackend): void {
  const lost = (reason: string): void => {
    backend.lostReason = reason;
    for (const reject of backend.waiting) reject(new Error(reason));
    backend.waiting.clear();
  };
  const instance: unknown = tf.backend();
  if (name === 'webgpu') {
    const { device } = instance as { device: GPUDevice };
    void device.lost.then((info) => lost(`the graphics device was lost${info.message ? ` (${info.message})` : ''}`));
  }
  if (name === 'webgl') {
    const { canvas } = (instance as { gpgpu: { gl: { canvas: EventTarget } } }).gpgpu.gl;
    canvas.addEventListener('webglcontextlost', () => lost('the graphics context was lost'), { once: true });
  }
}

function untilLost<T>(backend: OpenBackend, work: Promise<T>): Promise<T> {
  if (backend.lostReason !== null) return Promise.reject(new Error(backend.lostReason));
  return new Promise<T>((resolve, reject) => {
    backend.waiting.add(reject);
    work.then(resolve, reject).finally(() => backend.waiting.delete(reject));
  });
}

export function withTimeout<T>(work: Promise<T>, limitMs: number, what: string): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what} within ${limitMs / 1000} s`)), limitMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
