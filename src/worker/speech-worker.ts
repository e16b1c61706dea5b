import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import wasmPlainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { configureWasm } from '../engine/backends';
import { loadModel } from '../engine/load';
import { openAudio } from '../media/open';
import { FetchedModelFiles } from './model-fetch';
import type { WorkerRequest } from './protocol';
import { loadPunctuator } from './punctuator-fetch';
import { SpeechService } from './speech-service';

configureWasm({ simd: wasmSimdUrl, plain: wasmPlainUrl });

const service = new SpeechService({
  load: (modelUrl, options) => loadModel(new FetchedModelFiles(modelUrl), options),
  punctuator: loadPunctuator,
  openAudio: (file) => openAudio(file, file.name),
  post: (reply) => postMessage(reply),
});

onmessage = (event: MessageEvent<WorkerRequest>) => void service.handle(event.data);
