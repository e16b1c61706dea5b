import { UtterError } from '../core/errors';
import { textSettings } from '../core/settings';
import type { Transcript } from '../core/transcript/types';
import { applyUpdate, emptyTranscript, type TranscriptUpdate } from '../worker/protocol';
import { settled } from './pages';
import type { SpeechClient } from './speech-client';
import { until, type AppStore } from './store';

interface RereadParts {
  readonly store: AppStore;
  readonly speech: SpeechClient;
  /** Loads a model; a failure ends up in the store. */
  load(modelId: string | null): Promise<void>;
}

interface RereadRequest {
  readonly entryId: string;
  readonly file: File;
  /** Null for the model that is loaded. */
  readonly modelId: string | null;
}

/** Recognises sound again. @throws UtterError */
export async function reread(parts: RereadParts, { entryId, file, modelId }: RereadRequest): Promise<Transcript> {
  const { store, speech, load } = parts;
  const { engine, settings } = store.getState();
  const isOther = modelId !== null && !(engine.state === 'ready' && engine.model.id === modelId);
  let transcript = emptyTranscript;
  const progress = (doneMs: number, totalMs: number | null): void =>
    store.setState({ reread: { entryId, doneMs, totalMs } });
  const update = (next: TranscriptUpdate): void => void (transcript = applyUpdate(transcript, next));
  progress(0, null);
  try {
    if (isOther) await load(modelId);
    await until(store, (state) => state.engine.state === 'ready' || state.engine.state === 'failed');
    const loaded = store.getState().engine;
    if (loaded.state === 'failed') throw new UtterError(loaded.failure.code, loaded.failure.message, loaded.failure.remedy);
    const text = { settings: textSettings(settings), preceding: '', editCommandsOff: settings.editCommandsOff };
    await speech.transcribe(file, { update, progress }, text).ended;
  } finally {
    if (isOther) {
      // A dictation that was begun meanwhile uses the model that is loaded.
      await until(store, ({ dictation: { state } }) => state === 'idle' || state === 'error');
      await load(settings.modelId);
    }
    store.setState({ reread: null });
  }
  return settled(transcript);
}
