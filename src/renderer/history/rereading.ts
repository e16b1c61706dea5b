import { UtterError } from '../../core/errors';
import { textSettings } from '../../core/settings';
import type { Transcript } from '../../core/transcript/types';
import { applyUpdate, emptyTranscript, type TranscriptUpdate } from '../../worker/protocol';
import { chosenLiveModel, hearingRequest } from '../app/hearing';
import { settled } from '../app/pages';
import type { SpeechClient } from '../app/speech-client';
import { until, type AppState, type AppStore } from '../app/store';

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

/** As if that model were the one of the settings. */
function inUse(store: AppStore, modelId: string): AppState {
  const state = store.getState();
  return { ...state, settings: { ...state.settings, modelId } };
}

/** Recognises sound again. @throws UtterError */
export async function reread(parts: RereadParts, { entryId, file, modelId }: RereadRequest): Promise<Transcript> {
  const { store, speech, load } = parts;
  const { engine, settings } = store.getState();
  const isOther = modelId !== null && !(engine.state === 'ready' && engine.model.id === modelId);
  let transcript = emptyTranscript;
  const progress = (doneMs: number, totalMs: number | null): void => store.setState({ reread: { entryId, doneMs, totalMs } });
  const update = (next: TranscriptUpdate): void => void (transcript = applyUpdate(transcript, next));
  progress(0, null);
  try {
    if (isOther) await load(modelId);
    await until(store, (state) => state.engine.state === 'ready' || state.engine.state === 'failed');
    const loaded = store.getState().engine;
    if (loaded.state === 'failed') throw new UtterError(loaded.failure.code, loaded.failure.message, loaded.failure.remedy);
    const text = { settings: textSettings(settings), preceding: '', editCommandsOff: settings.editCommandsOff };
    // Another model is asked because it is to be heard what it hears: in its own language.
    const language = isOther ? (chosenLiveModel(inUse(store, modelId))?.languages[0] ?? null) : null;
    const hearing = hearingRequest(isOther ? inUse(store, modelId) : store.getState(), language);
    await speech.transcribe(file, { update, progress }, { text, hearing }).ended;
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
