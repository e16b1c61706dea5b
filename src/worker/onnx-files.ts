import ortWasmMjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import ortWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import ortWebGpuMjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import ortWebGpu from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import type { OnnxUrls } from '../engine/onnx/runtime';

/** Where the bundler puts the two builds of ONNX Runtime. */
export const onnxFiles: OnnxUrls = {
  wasm: { mjs: ortWasmMjs, wasm: ortWasm },
  webgpu: { mjs: ortWebGpuMjs, wasm: ortWebGpu },
};
