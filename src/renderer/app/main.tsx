import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { HistoryDatabase } from '../../history/database';
import { createWebHost } from '../../platform/web-models';
// oxlint-disable-next-line import/default -- the build makes this module: an address, not the worklet's code
import captureUrl from '../../worker/capture-worklet?worker&url';
import { soundDictation } from '../dictation/chime';
import { createDraftStore } from '../history/draft-store';
import { HistoryDesk } from '../history/history-desk';
import { localizedHost } from '../locales/failure';
import { speak } from '../locales/language';
import { ModelDesk } from '../models/model-desk';
import { tryModel } from '../models/model-trial';
import { App } from './app';
import '../ui/base.css';
import { isMac, readLabels } from '../ui/keys';
import { DesksContext } from './desks';
import { createJournalClient } from './journal-client';
import { createMicrophone } from './microphone';
import { Session } from './session';
import { createSpeechClient } from './speech-client';
import { createAppStore } from './store';

const platform = localizedHost(window.utter ?? createWebHost());
const store = createAppStore(platform.can);
const startWorker = (): Worker =>
  new Worker(new URL('../../worker/speech-worker.ts', import.meta.url), { type: 'module', name: 'speech' });
const session = new Session({
  platform,
  store,
  speech: createSpeechClient(startWorker),
  microphone: createMicrophone(captureUrl),
  journal: createJournalClient(
    () => new Worker(new URL('../../worker/journal-worker.ts', import.meta.url), { type: 'module', name: 'journal' }),
  ),
});

const history = new HistoryDesk({
  database: new HistoryDatabase(),
  platform,
  session,
  store,
  drafts: createDraftStore(() => localStorage),
  heldLocks: async () => {
    // Absent on pages that are not served securely; there a second window would have to be closed first.
    const { locks } = navigator as { locks?: LockManager };
    return new Set((await locks?.query())?.held?.flatMap(({ name }) => (name === undefined ? [] : [name])));
  },
});
session.pages.onEdited((entryId, transcript) => void history.keepEdit(entryId, transcript));
const models = new ModelDesk({
  platform,
  host: platform,
  store,
  selectModel: (id) => session.choice.selectModel(id),
  tryModel: (url, onProgress) => tryModel(startWorker, url, onProgress),
});

// The system's language until the settings are read.
speak(store.getState().settings.language);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
createRoot(root).render(
  <StrictMode>
    <DesksContext value={{ store, session, history, models }}>
      <App />
    </DesksContext>
  </StrictMode>,
);
soundDictation(store);
if (isMac()) void readLabels();
void session.begin();
void history.begin();
