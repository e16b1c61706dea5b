import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import wasmPlainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { configureWasm } from '../engine/backends';
import { loadAnyModel } from '../engine/load-any';
import { configureOnnx } from '../engine/onnx/runtime';
import { openAudio } from '../media/open';
import { finalParts } from './final-wiring';
import { modelFilesAt } from './model-fetch';
import { onnxFiles } from './onnx-files';
import { loadPunctuator } from './punctuator-fetch';
import { SpeechService } from './speech-service';

configureWasm({ simd: wasmSimdUrl, plain: wasmPlainUrl });
configureOnnx(onnxFiles);

const service = new SpeechService({
  load: (modelUrl, options) => loadAnyModel(modelFilesAt(modelUrl), options),
  punctuator: loadPunctuator,
  openAudio: (file, { track, channel } = {}) =>
    openAudio(file, file.name, {
      ...(track !== undefined && { track }),
      ...(channel !== undefined && { channel: { channel: channel - 1 } }),
    }),
  post: (reply) => postMessage(reply),
  final: finalParts,
});

onmessage = (event: MessageEvent<unknown>) => void service.handle(event.data);
