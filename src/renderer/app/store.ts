import { createContext, useContext } from 'react';
import { createStore, useStore, type StoreApi } from 'zustand';
import type { BackendChoice } from '../../core/backend';
import type { Failure } from '../../core/errors';
import type { UserWord, WordProblem } from '../../core/language/user-words';
import { automaticLiveMs, type LiveLengths } from '../../core/model/chunk-length';
import { defaultSettings, type Settings } from '../../core/settings';
import type { Capabilities, HotkeyStates, ModelEntry } from '../../platform/platform';
import type { UpdateAnswer, WatchState } from '../../platform/system-services';
import { spokenLanguages, type FinalState } from './hearing';
import type { MicrophoneDevice } from './microphone';
import { dictationPage, type Page } from './pages';

/** Who began the dictation: text asked for by hotkey goes to the application that had the focus. */
export type Trigger = 'window' | 'hotkey';

export type Dictation =
  | { readonly state: 'idle' }
  | { readonly state: 'starting'; readonly trigger: Trigger }
  | {
      readonly state: 'listening';
      readonly trigger: Trigger;
      readonly microphone: string;
      readonly sinceMs: number;
      /** False: text comes at each pause, with its final words alone. */
      readonly isLive: boolean;
    }
  /** `isRefining`: final words are waited for. */
  | { readonly state: 'finishing'; readonly trigger: Trigger; readonly isRefining: boolean }
  | { readonly state: 'error'; readonly failure: Failure };

/** The loaded model and what runs it. */
export type Engine =
  | { readonly state: 'starting' }
  | { readonly state: 'loading'; readonly model: ModelEntry; readonly fraction: number }
  | { readonly state: 'ready'; readonly model: ModelEntry; readonly choice: BackendChoice }
  /** Its memory is given back until someone speaks. */
  | { readonly state: 'resting'; readonly model: ModelEntry }
  | { readonly state: 'failed'; readonly failure: Failure };

/** The lengths of chunks that live speech can be taken in, and the one that is taken without a choice. */
export interface Latency extends LiveLengths {
  readonly automaticMs: number;
}

/** Something to read in the alert: what went wrong and what to do about it. */
export type Problem = Pick<Failure, 'message' | 'remedy'>;

/** Sound from the history that is being recognised again. */
export interface Reread {
  readonly entryId: string;
  readonly doneMs: number;
  readonly totalMs: number | null;
}

/** What the system around Utter does for it. */
export interface SystemState {
  /** Null where it is not known. */
  readonly startsAtLogin: boolean | null;
  readonly watch: WatchState;
  /** What the releases' address said last; null before it was asked. */
  readonly update: UpdateAnswer | null;
}

export interface AppState {
  readonly can: Capabilities;
  readonly settings: Settings;
  readonly userWords: readonly UserWord[];
  /** Words of them that the loaded model can't recognise. */
  readonly wordProblems: readonly WordProblem[];
  /** Those that hear live. */
  readonly models: readonly ModelEntry[];
  readonly microphones: readonly MicrophoneDevice[];
  readonly engine: Engine;
  /** Those that are installed to hear each segment once more, and what of them is in use. */
  readonly finalModels: readonly ModelEntry[];
  readonly final: FinalState;
  readonly isOnBattery: boolean;
  /** How soon words may be shown; of the model loaded last, while it rests too. Null where there is no choice. */
  readonly latency: Latency | null;
  readonly dictation: Dictation;
  readonly pages: readonly Page[];
  readonly selectedPageId: string;
  readonly reread: Reread | null;
  /** Null where the host has no global hotkeys. */
  readonly hotkeys: HotkeyStates | null;
  readonly system: SystemState;
  readonly isGuideOpen: boolean;
  /** A sentence the status line shows for a moment, such as "Copied". */
  readonly remark: string | null;
  /** A failure that belongs to neither dictation, engine nor page: a copy or an export. */
  readonly problem: Problem | null;
}

export type AppStore = StoreApi<AppState>;

export function createAppStore(can: Capabilities): AppStore {
  return createStore<AppState>(() => ({
    can,
    settings: defaultSettings,
    userWords: [],
    wordProblems: [],
    models: [],
    microphones: [],
    engine: { state: 'starting' },
    finalModels: [],
    final: { state: 'off', reason: 'none' },
    isOnBattery: false,
    latency: null,
    dictation: { state: 'idle' },
    pages: [dictationPage],
    selectedPageId: dictationPage.id,
    reread: null,
    hotkeys: null,
    system: { startsAtLogin: null, watch: { state: 'off' }, update: null },
    isGuideOpen: false,
    remark: null,
    problem: null,
  }));
}

export const StoreContext = createContext<AppStore | null>(null);

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

export function latencyOf(lengths: LiveLengths | null, choice: BackendChoice): Latency | null {
  return lengths && { ...lengths, automaticMs: automaticLiveMs(lengths, choice) };
}

/** The selected part of the state; the component is drawn again only when that part changes. */
export function useApp<T>(selector: (state: AppState) => T): T {
  const store = useContext(StoreContext);
  if (store === null) throw new Error('useApp needs a StoreContext above it.');
  return useStore(store, selector);
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

export function isPending(page: Page & { kind: 'recording' }): boolean {
  return page.progress.state === 'queued' || page.progress.state === 'running';
}

/** The one thing to be told: the newest dictation's failure first, then the rest by how much they block. */
export function currentProblem(state: AppState): Problem | null {
  if (state.dictation.state === 'error') return state.dictation.failure;
  if (state.problem !== null) return state.problem;
  if (state.engine.state === 'failed') return state.engine.failure;
  const page = selectedPage(state);
  return page.kind === 'recording' && page.progress.state === 'failed' ? page.progress.failure : null;
}
