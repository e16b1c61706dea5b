import { createStore, type StoreApi } from 'zustand';
import type { Capabilities, ModelEntry } from '../../platform/platform';
import { dictationSlice, type DictationSlice } from '../dictation/dictation-slice';
import { guideSlice, type GuideSlice } from '../guide/guide-slice';
import { historySlice, type HistorySlice } from '../history/history-slice';
import { modelsSlice, type Engine, type ModelsSlice } from '../models/models-slice';
import { recordingsSlice, type RecordingsSlice } from '../recordings/recordings-slice';
import { settingsSlice, type SettingsSlice } from '../settings/settings-slice';
import { wordsSlice, type WordsSlice } from '../words/words-slice';
import { spokenLanguages } from './hearing';
import { dictationPage, type Page } from './pages';
import { shellSlice, type Problem, type ShellSlice } from './shell-slice';

/** All that the window shows: a slice of each feature's, and what the host can do. */
export interface AppState
  extends ShellSlice, DictationSlice, RecordingsSlice, HistorySlice, ModelsSlice, WordsSlice, SettingsSlice, GuideSlice {
  readonly can: Capabilities;
}

export type AppStore = StoreApi<AppState>;

export function createAppStore(can: Capabilities): AppStore {
  return createStore<AppState>(() => ({
    can,
    ...shellSlice,
    ...dictationSlice,
    ...recordingsSlice,
    ...historySlice,
    ...modelsSlice,
    ...wordsSlice,
    ...settingsSlice,
    ...guideSlice,
  }));
}

/** Resolves when the state is such. */
export function until(store: AppStore, isSo: (state: AppState) => boolean): Promise<void> {
  if (isSo(store.getState())) return Promise.resolve();
  return new Promise((resolve) => {
    const unsubscribe = store.subscribe((state) => {
      if (!isSo(state)) return;
      unsubscribe();
      resolve();
    });
  });
}

/** An installed model, whatever it is for. */
export function modelOf({ models, finalModels }: AppState, modelId: string | null): ModelEntry | undefined {
  return [...models, ...finalModels].find(({ id }) => id === modelId);
}

export function selectedPage(state: AppState): Page {
  return state.pages.find(({ id }) => id === state.selectedPageId) ?? dictationPage;
}

/** The language of what is dictated, where it is known. */
export function speechLanguage(state: AppState): string | undefined {
  return state.models.length === 0 || state.settings.automaticLanguage ? undefined : spokenLanguages(state)[0];
}

/** Speech is being recognised, so the model must stay as it is. */
export function isBusy({ dictation, pages, reread }: AppState): boolean {
  const isDictating = dictation.state !== 'idle' && dictation.state !== 'error';
  return isDictating || reread !== null || pages.some((page) => page.kind === 'recording' && page.progress.state === 'running');
}

/** Speech can be taken: while the model loads it is kept and recognised afterwards. */
export function isListenable({ state }: Engine): boolean {
  return state !== 'failed';
}

/** The one thing to be told: the newest dictation's failure first, then the rest by how much they block. */
export function currentProblem(state: AppState): Problem | null {
  if (state.dictation.state === 'error') return state.dictation.failure;
  if (state.problem !== null) return state.problem;
  if (state.engine.state === 'failed') return state.engine.failure;
  const page = selectedPage(state);
  return page.kind === 'recording' && page.progress.state === 'failed' ? page.progress.failure : null;
}
