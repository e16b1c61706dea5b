import { configureOnnx } from '../engine/onnx/runtime';
import { loadFinalPass } from '../engine/seq2seq/load-pass';
import { FinalService } from './final-service';
import { modelFilesAt } from './model-fetch';
import { onnxFiles } from './onnx-files';
import { finalThreads } from './threads';

configureOnnx(onnxFiles);

const service = new FinalService({
  load: loadFinalPass,
  filesAt: modelFilesAt,
  post: (reply) => postMessage(reply),
  threads: finalThreads(crossOriginIsolated, navigator.hardwareConcurrency),
});

onmessage = (event: MessageEvent<unknown>) => void service.handle(event.data);
