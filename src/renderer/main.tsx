import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createWebHost } from '../platform/web-models';
// oxlint-disable-next-line import/default -- the build makes this module: an address, not the worklet's code
import captureUrl from '../worker/capture-worklet?worker&url';
import { App } from './app';
import './base.css';
import { createMicrophone } from './microphone';
import { ModelDesk } from './model-desk';
import { tryModel } from './model-trial';
import { Session } from './session';
import { ModelDeskContext, SessionContext } from './session-context';
import { createSpeechClient } from './speech-client';
import { createAppStore, StoreContext } from './store';

const platform = window.utter ?? createWebHost();
const store = createAppStore(platform.can);
const startWorker = (): Worker =>
  new Worker(new URL('../worker/speech-worker.ts', import.meta.url), { type: 'module', name: 'speech' });
const session = new Session({
  platform,
  store,
  speech: createSpeechClient(startWorker),
  microphone: createMicrophone(captureUrl),
});
const models = new ModelDesk({
  platform,
  host: platform,
  store,
  selectModel: (id) => session.selectModel(id),
  tryModel: (url, onProgress) => tryModel(startWorker, url, onProgress),
});

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
createRoot(root).render(
  <StrictMode>
    <StoreContext value={store}>
      <SessionContext value={session}>
        <ModelDeskContext value={models}>
          <App />
        </ModelDeskContext>
      </SessionContext>
    </StoreContext>
  </StrictMode>,
);
void session.begin();
