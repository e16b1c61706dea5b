import { loadModel } from '../engine/load';
import { openAudio } from '../media/open';
import { FetchedModelFiles } from './model-fetch';
import type { WorkerRequest } from './protocol';
import { SpeechService } from './speech-service';

const service = new SpeechService({
  load: (modelUrl, options) => loadModel(new FetchedModelFiles(modelUrl), options),
  openAudio: (file) => openAudio(file, file.name),
  post: (reply) => postMessage(reply),
});

onmessage = (event: MessageEvent<WorkerRequest>) => void service.handle(event.data);
