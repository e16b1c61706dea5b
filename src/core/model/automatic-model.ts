import { z } from 'zod';
import { type BackendChoice, type BackendName, backendNames } from '../backend';

/**
 * Which live model is used where the user has chosen none: the one that Utter ships as its default or, where the machine has
 * no time for that, a smaller one of the same language.
 */

/** The shipped default. */
const defaultId = 'utter-en';
/** The shipped model that takes its place on slow machines. */
const smallId = 'utter-en-small';

/** Shipped to be compared with: they get most words wrong. */
const experimentalIds: ReadonlySet<string> = new Set(['utter-en-pieces']);

export function isExperimental({ id }: { readonly id: string }): boolean {
  return experimentalIds.has(id);
}

/** In the order in which models are offered: the default, the one for slow machines, the user's own, and what is experimental. */
export function inOfferedOrder<Model extends { readonly id: string }>(models: readonly Model[]): readonly Model[] {
  const place = (model: Model): number => (model.id === defaultId ? 0 : model.id === smallId ? 1 : isExperimental(model) ? 3 : 2);
  return models.toSorted((a, b) => place(a) - place(b));
}

/** What has to be known of a model here. */
interface Candidate {
  readonly id: string;
  readonly languages: readonly string[];
  /** Distinguishes its weights from those of another version; absent if the host can’t. */
  readonly hash?: string | undefined;
}

/** What was found out about the default model on this machine; it holds until the model or the machine is another. */
export const automaticModelSchema = z.object({
  /** The model that is used. */
  modelId: z.string().min(1),
  /** The hash of the default model that was measured. */
  hash: z.string().min(1),
  /** The backends that passed the self-test of the model that is used. */
  backends: z.array(z.enum(backendNames)),
  /** What the default model took for a chunk of its default length, which is `chunkMs` of speech. */
  msPerChunk: z.number().nonnegative(),
  chunkMs: z.number().nonnegative(),
});

export type AutomaticModel = Readonly<z.infer<typeof automaticModelSchema>>;

/** The default and the one for slow machines. */
export interface AutomaticPair<Model> {
  readonly standard: Model;
  readonly small: Model;
}

/** Null where either is missing, so that there is nothing to decide. */
export function automaticPair<Model extends Candidate>(models: readonly Model[]): AutomaticPair<Model> | null {
  const standard = models.find(({ id }) => id === defaultId);
  const small = models.find(({ id }) => id === smallId);
  if (standard === undefined || small === undefined) return null;
  return standard.languages.some((code) => small.languages.includes(code)) ? { standard, small } : null;
}

/** The model to load as far as is known; the first where Utter's own are missing. */
export function automaticModel<Model extends Candidate>(
  models: readonly Model[],
  known: AutomaticModel | null,
): Model | undefined {
  const pair = automaticPair(models);
  if (pair !== null) return isOf(known, pair.standard) && known.modelId === pair.small.id ? pair.small : pair.standard;
  return models.find(({ id }) => id === defaultId) ?? models.find(({ id }) => id === smallId) ?? models[0];
}

/** Whether what is known was found out about this version of the default model. */
function isOf(known: AutomaticModel | null, { hash }: Candidate): known is AutomaticModel {
  return known !== null && known.hash === hash;
}

/** Whether what is known still holds once `loaded` has passed its self-test: with the same model, on the same backends. */
export function stillHolds(known: AutomaticModel | null, standard: Candidate, loaded: Candidate, choice: BackendChoice): boolean {
  return isOf(known, standard) && known.modelId === loaded.id && passed(choice).join() === known.backends.join();
}

/**
 * What the self-test of the default model says.
 * @param standard the default model, whose self-test `measured` is
 * @param used the model that is used because of it, and its own self-test
 * @returns null where it can't be remembered: the host doesn't tell the model's hash, or the self-test gives no time
 */
export function judgement(
  standard: Candidate,
  measured: BackendChoice,
  used: { readonly model: Candidate; readonly choice: BackendChoice },
): AutomaticModel | null {
  const report = measured.reports.find(({ backend }) => backend === measured.backend);
  if (standard.hash === undefined || report?.state !== 'ok') return null;
  const { msPerChunk, rtf } = report;
  const chunkMs = rtf > 0 ? Math.round(msPerChunk / rtf) : 0;
  return { modelId: used.model.id, hash: standard.hash, backends: passed(used.choice), msPerChunk, chunkMs };
}

/** In an order that does not depend on their speed. */
function passed({ reports }: BackendChoice): BackendName[] {
  return reports.flatMap(({ backend, state }) => (state === 'ok' ? [backend] : [])).toSorted();
}
