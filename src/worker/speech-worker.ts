import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import wasmPlainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import ortWasmMjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import ortWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import ortWebGpuMjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import ortWebGpu from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import { configureWasm } from '../engine/backends';
import { loadAnyModel } from '../engine/load-any';
import { configureOnnx } from '../engine/onnx/runtime';
import { openAudio } from '../media/open';
import { modelFilesAt } from './model-fetch';
import { loadPunctuator } from './punctuator-fetch';
import { SpeechService } from './speech-service';

configureWasm({ simd: wasmSimdUrl, plain: wasmPlainUrl });
configureOnnx({
  wasm: { mjs: ortWasmMjs, wasm: ortWasm },
  webgpu: { mjs: ortWebGpuMjs, wasm: ortWebGpu },
});

const service = new SpeechService({
  load: (modelUrl, options) => loadAnyModel(modelFilesAt(modelUrl), options),
  punctuator: loadPunctuator,
  openAudio: (file) => openAudio(file, file.name),
  post: (reply) => postMessage(reply),
});

onmessage = (event: MessageEvent<unknown>) => void service.handle(event.data);
