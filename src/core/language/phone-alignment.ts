import { createContextScores } from '../decoder/lexicon-contexts';
import type { EncoderOutput, Joint, Predictor } from '../decoder/types';
import type { Language } from './language';

/** One recording's sound, against which pronunciations are held. */
export interface SpokenClip {
  /** Score of the best alignment of phones with the whole recording, with silence before and after where it was heard; −∞ where it is too short. */
  align(phones: readonly number[]): number;
  /** The phones that fit best when any may follow any. */
  freePhones(): number[];
}

/** Contexts of the free search that are followed, and how far below the best, nats. */
const openContexts = 60;
const beam = 15;

export function createSpokenClip(
  { data, frames, dim }: EncoderOutput,
  language: Language,
  predictor: Predictor,
  joint: Joint,
): SpokenClip {
  const { blankId, silenceId, search } = language;
  const { units } = joint;
  const contexts = createContextScores(predictor, joint, blankId, search.blankScale, units ** predictor.contextUnits);
  /** `(frames, units)` of each context that was asked for. */
  const tables = new Map<number, Float32Array>();
  let alignment = new Float64Array(64);
  /** Silence heard before and after the phones; null until requested. */
  let silences: ReturnType<typeof framing> | null = null;

  function tableOf(context: number): Float32Array {
    let table = tables.get(context);
    if (table === undefined) {
      table = new Float32Array(frames * units);
      for (let frame = 0; frame < frames; frame++) {
        contexts.begin(data, frame * dim);
        const row = contexts.row(context);
        table.set(contexts.scores.subarray(row, row + units), frame * units);
        if (silenceId !== null) table[frame * units + silenceId]! += search.silenceScore;
      }
      tables.set(context, table);
    }
    return table;
  }

  /** Score of taking exactly these units in order, a blank in all other frames. */
  function alignUnits(sequence: readonly number[]): number {
    const count = sequence.length;
    if (count > frames) return -Infinity;
    if (alignment.length <= count) alignment = new Float64Array(count * 2);
    const rows: Float32Array[] = [];
    let context = contexts.start;
    for (let i = 0; i <= count; i++) {
      rows.push(tableOf(context));
      if (i < count) context = contexts.after(context, sequence[i]!);
    }
    alignment.fill(-Infinity, 0, count + 1);
    alignment[0] = 0;
    for (let frame = 0; frame < frames; frame++) {
      const at = frame * units;
      for (let i = Math.min(count, frame + 1); i > 0; i--) {
        const stayed = alignment[i]! + rows[i]![at + blankId]!;
        const moved = alignment[i - 1]! + rows[i - 1]![at + sequence[i - 1]!]!;
        alignment[i] = Math.max(stayed, moved);
      }
      alignment[0]! += rows[0]![at + blankId]!;
    }
    return alignment[count]!;
  }

  return {
    align(phones) {
      const { before, after } = framing();
      return alignUnits([...before, ...phones, ...after]);
    },
    freePhones: () => freeUnits().filter((unit) => unit !== silenceId),
  };

  function framing(): { readonly before: readonly number[]; readonly after: readonly number[] } {
    if (silences === null) {
      const heard = freeUnits();
      const silence = silenceId === null ? [] : [silenceId];
      silences = { before: heard[0] === silenceId ? silence : [], after: heard.at(-1) === silenceId ? silence : [] };
    }
    return silences;
  }

  function freeUnits(): number[] {
    interface Path {
      readonly context: number;
      readonly score: number;
      readonly last: { readonly unit: number; readonly before: Path['last'] } | null;
    }
    let open: Path[] = [{ context: contexts.start, score: 0, last: null }];
    for (let frame = 0; frame < frames; frame++) {
      const next = new Map<number, Path>();
      const put = (path: Path): void => {
        if (path.score > (next.get(path.context)?.score ?? -Infinity)) next.set(path.context, path);
      };
      for (const path of open) {
        const at = frame * units;
        const row = tableOf(path.context);
        for (let unit = 0; unit < units; unit++) {
          const score = path.score + row[at + unit]!;
          if (unit === blankId) put({ ...path, score });
          else put({ context: contexts.after(path.context, unit), score, last: { unit, before: path.last } });
        }
      }
      const sorted = [...next.values()].sort((a, b) => b.score - a.score).slice(0, openContexts);
      open = sorted.filter(({ score }) => score >= sorted[0]!.score - beam);
    }
    const phones: number[] = [];
    for (let at = open[0]!.last; at !== null; at = at.before) phones.unshift(at.unit);
    return phones;
  }
}
