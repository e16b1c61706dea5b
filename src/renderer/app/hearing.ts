import type { Failure } from '../../core/errors';
import { automaticModel } from '../../core/model/automatic-model';
import type { Settings } from '../../core/settings';
import type { ModelEntry } from '../../platform/platform';
import type { FinalFacts, FinalWish, HearingRequest } from '../../worker/protocol';

/** Which models hear what, from what is installed, loaded and chosen. */

/** Why there is no final pass. */
export type NoFinal = 'none' | 'chosen' | 'battery';

export type FinalState =
  | { readonly state: 'off'; readonly reason: NoFinal }
  | { readonly state: 'loading'; readonly fraction: number }
  | { readonly state: 'ready'; readonly facts: FinalFacts }
  /** Their memory is given back with the live model's. */
  | { readonly state: 'resting' }
  | { readonly state: 'failed'; readonly failure: Failure };

interface Chosen {
  /** Those that hear live. */
  readonly models: readonly ModelEntry[];
  readonly settings: Settings;
}

interface State extends Chosen {
  readonly finalModels: readonly ModelEntry[];
  readonly final: FinalState;
  readonly isOnBattery: boolean;
}

/** Shipped models of the final pass. */
const smallId = 'moonshine-tiny-en';
const largeId = 'whisper-base';

/** Words heard anew while a segment is spoken: only where 10 s of it take no longer, and there is a core to spare. */
const refreshMs = 1000;
const refreshCores = 4;

/** The live model that the user chose; absent where the choice is automatic, or the model no longer there. */
export function ownLiveModel({ models, settings }: Chosen): ModelEntry | undefined {
  return models.find(({ id }) => id === settings.modelId);
}

/** The live model of the settings, or the automatic one. */
export function chosenLiveModel(chosen: Chosen): ModelEntry | undefined {
  return ownLiveModel(chosen) ?? automaticModel(chosen.models, chosen.settings.automaticModel);
}

/** Whether words of the language can be shown while they are spoken; a model that doesn't say what it hears is believed. */
export function isLiveLanguage(state: Chosen, language: string): boolean {
  const languages = chosenLiveModel(state)?.languages;
  return languages !== undefined && (languages.length === 0 || languages.includes(language));
}

/** What is dictated, the default first. */
export function spokenLanguages(state: Chosen): readonly string[] {
  const { spokenLanguages: spoken } = state.settings;
  if (spoken.length > 0) return spoken;
  const live = chosenLiveModel(state);
  return [live === undefined ? 'en' : (live.languages[0] ?? 'und')];
}

/** Every language that some installed model hears. */
export function hearableLanguages({ models, finalModels }: Pick<State, 'models' | 'finalModels'>): readonly string[] {
  return [...new Set([...models, ...finalModels].flatMap(({ languages }) => languages))];
}

/** The quick final model and the thorough one; either may be missing. */
export function finalPair(
  finalModels: readonly ModelEntry[],
  chosenId: string | null,
): { readonly small: ModelEntry | null; readonly large: ModelEntry | null } {
  const all = finalModels.toSorted((a, b) => a.bytes - b.bytes);
  const chosen = all.find(({ id }) => id === chosenId) ?? all.find(({ id }) => id === largeId);
  const others = all.filter((model) => model !== chosen);
  const small = others.find(({ id }) => id === smallId) ?? others[0] ?? null;
  const large = chosen ?? all.filter((model) => model !== small).at(-1) ?? null;
  return { small, large };
}

/** The final pass that the settings ask for, or why they ask for none. */
export function finalWish(state: Omit<State, 'final'>): FinalWish | NoFinal {
  const { settings, finalModels, isOnBattery } = state;
  const { small, large } = finalPair(finalModels, settings.finalModelId);
  if (small === null && large === null) return 'none';
  if (settings.finalTier === 'none') return 'chosen';
  const languages = spokenLanguages(state);
  // Where there are no live words the final ones are all there is.
  if (isOnBattery && !settings.finalOnBattery && languages.every((code) => isLiveLanguage(state, code))) return 'battery';
  return { models: { small: small?.url ?? null, large: large?.url ?? null }, tier: settings.finalTier, languages };
}

/**
 * Who hears the next dictation or recording.
 * @param language of the key that began it; null: as the settings say
 */
export function hearingRequest(state: State, language: string | null, cores = machineCores()): HearingRequest {
  const { settings } = state;
  const spoken = spokenLanguages(state);
  const languages = language !== null ? [language] : settings.automaticLanguage ? spoken : spoken.slice(0, 1);
  const first = languages[0]!;
  const final = hearsFinally(state, first)
    ? { waitMs: settings.finalWaitMs, isRefreshed: isRefreshed(state, first, cores) }
    : null;
  return { languages, isLive: isLiveLanguage(state, first), final };
}

function machineCores(): number {
  return (globalThis as { readonly navigator?: Navigator }).navigator?.hardwareConcurrency ?? 1;
}

/** Final models that are in use, or will be once they are loaded. */
function finalInUse(state: State): readonly ModelEntry[] {
  const { finalModels, settings, final } = state;
  if (final.state === 'failed' || typeof finalWish(state) === 'string') return [];
  if (final.state === 'ready') return finalModels.filter(({ id }) => final.facts.modelIds.includes(id));
  const { small, large } = finalPair(finalModels, settings.finalModelId);
  return [small, large].filter((model) => model !== null);
}

function hearsFinally(state: State, language: string): boolean {
  return finalInUse(state).some(({ languages }) => languages.includes(language));
}

function isRefreshed(state: State, language: string, cores: number): boolean {
  const { refreshLive } = state.settings;
  if (refreshLive !== 'auto') return refreshLive === 'on';
  const facts: FinalFacts | null = state.final.state === 'ready' ? state.final.facts : null;
  const able = new Set(
    finalInUse(state)
      .filter(({ languages }) => languages.includes(language))
      .map(({ id }) => id),
  );
  const quickestMs = Math.min(
    ...(facts?.reports ?? []).filter(({ modelId }) => able.has(modelId)).map(({ msFor10s }) => msFor10s),
  );
  return cores >= refreshCores && quickestMs <= refreshMs;
}

/** The settings after another language took the default's place. */
export function withLanguageInstead(settings: Settings, language: string): Partial<Settings> {
  return { spokenLanguages: [language, ...settings.spokenLanguages.slice(1).filter((code) => code !== language)] };
}

/** The settings after another default language was chosen: it comes first, the others keep their order. */
export function withDefaultLanguage(settings: Settings, language: string): Partial<Settings> {
  return { spokenLanguages: [language, ...settings.spokenLanguages.filter((code) => code !== language)] };
}
