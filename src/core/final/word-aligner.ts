import { type ContextScores, createContextScores } from '../decoder/lexicon-contexts';
import type { EncoderOutput, Joint, Predictor } from '../decoder/types';
import type { Language } from '../language/language';
import type { Pronouncer } from '../language/pronouncer';
import type { SpeechSegment } from './types';

/**
 * Tells when given words were said, by what a model of phones heard of the recording: the likeliest way through their pronunciations, with or
 * without silence between them (forced alignment).
 */
export interface WordAligner {
  /** Takes the encoder's output as the streaming search gets it, from the recording's beginning on. */
  hear(output: EncoderOutput): void;
  /** @returns when each word was said; null where that can't be told: nobody knows how a word is said, or there are too few frames. */
  align(words: readonly string[], startMs: number, endMs: number): readonly SpeechSegment[] | null;
  dropBefore(ms: number): void;
  reset(): void;
}

/** Where no silence was heard after a word, its last phone is taken to last this long, as the search does. */
const longestPhoneMs = 300;
/** Ways to say a word that are tried. */
const mostPronunciations = 3;

/** All ways to say some words. Node 0 is the start, before any sound. */
interface WordGraph {
  readonly unit: readonly number[];
  readonly before: readonly (readonly number[])[];
  /** What entering a node costs, nats. */
  readonly cost: readonly number[];
  /** The word that begins with a node; −1 for none. */
  readonly begins: readonly number[];
  readonly ends: readonly number[];
}

export function createWordAligner(
  { blankId, silenceId, search }: Language,
  pronouncer: Pronouncer,
  predictor: Predictor,
  joint: Joint,
  frameMs: number,
): WordAligner {
  const contexts = createContextScores(predictor, joint, blankId, search.blankScale, joint.units ** predictor.contextUnits);
  let blocks: { readonly first: number; readonly output: EncoderOutput }[] = [];
  let frames = 0;

  function graphOf(words: readonly string[]): WordGraph | null {
    const unit = [blankId];
    const before: number[][] = [[]];
    const cost = [0];
    const begins = [-1];
    const add = (phone: number, sources: readonly number[], price: number, word: number): number => {
      unit.push(phone);
      before.push([...sources]);
      cost.push(price);
      begins.push(word);
      return unit.length - 1;
    };
    const withPause = (sources: readonly number[]): readonly number[] =>
      silenceId === null ? sources : [...sources, add(silenceId, sources, 0, -1)];
    let ends = withPause([0]);
    for (const [word, text] of words.entries()) {
      const ways = pronouncer.pronunciations(text).slice(0, mostPronunciations);
      if (ways.length === 0) return null;
      const lasts: number[] = [];
      for (const way of ways) {
        let last = -1;
        for (const [i, phone] of way.phones.entries())
          last = add(phone, i === 0 ? ends : [last], i === 0 ? way.cost : 0, i === 0 ? word : -1);
        if (last >= 0) lasts.push(last);
      }
      if (lasts.length === 0) return null;
      ends = withPause(lasts);
    }
    return { unit, before, cost, begins, ends };
  }

  /** The frames of the stretch, as places in what is stored. */
  function stretch(
    startMs: number,
    endMs: number,
  ): { readonly data: Float32Array; readonly offset: number; readonly frame: number }[] {
    const from = Math.max(0, Math.floor(startMs / frameMs));
    const to = Math.min(frames, Math.ceil(endMs / frameMs));
    return blocks.flatMap(({ first, output }) => {
      const start = Math.max(from, first);
      const count = Math.min(to, first + output.frames) - start;
      return Array.from({ length: Math.max(0, count) }, (_, i) => {
        const frame = start + i;
        return { data: output.data, offset: (frame - first) * output.dim, frame };
      });
    });
  }

  return {
    hear(output) {
      if (output.frames > 0)
        blocks.push({ first: frames, output: { ...output, data: output.data.slice(0, output.frames * output.dim) } });
      frames += output.frames;
    },
    align(words, startMs, endMs) {
      const graph = graphOf(words);
      const heard = stretch(startMs, endMs);
      const path = graph && likeliestPath(graph, heard, contexts, blankId, silenceId, search.silenceScore);
      if (graph === null || path === null) return null;
      const times: SpeechSegment[] = [];
      const longestFrames = Math.round(longestPhoneMs / frameMs);
      for (const [i, { node, frame }] of path.entries()) {
        if (graph.begins[node] === -1) continue;
        let last = i;
        while (
          last + 1 < path.length &&
          graph.begins[path[last + 1]!.node] === -1 &&
          graph.unit[path[last + 1]!.node] !== silenceId
        )
          last++;
        const endFrame = Math.min(path[last + 1]?.frame ?? Infinity, path[last]!.frame + longestFrames);
        times.push({ startMs: frame * frameMs, endMs: Math.min(endFrame * frameMs, endMs) });
      }
      return times;
    },
    dropBefore(ms) {
      const frame = Math.floor(ms / frameMs);
      const kept = blocks.findIndex(({ first, output }) => first + output.frames > frame);
      blocks = kept < 0 ? [] : blocks.slice(kept);
    },
    reset() {
      blocks = [];
      frames = 0;
    },
  };
}

/**
 * The nodes of the likeliest way and the frames in which they begin (Viterbi): in each frame the blank, or one unit.
 * Of the ways that meet in a node only the better one's context is known, which matters for models that look back further than a unit.
 */
function likeliestPath(
  { unit, before, cost, ends }: WordGraph,
  heard: readonly { readonly data: Float32Array; readonly offset: number; readonly frame: number }[],
  contexts: ContextScores,
  blankId: number,
  silenceId: number | null,
  silenceScore: number,
): readonly { readonly node: number; readonly frame: number }[] | null {
  const nodes = unit.length;
  let score = new Float64Array(nodes).fill(-Infinity);
  let context = new Int32Array(nodes);
  score[0] = 0;
  context[0] = contexts.start;
  /** By frame: the node that each was entered from; −1 where it stayed. */
  const came = new Int32Array(heard.length * nodes).fill(-1);
  for (const [t, { data, offset }] of heard.entries()) {
    contexts.begin(data, offset);
    const next = new Float64Array(nodes).fill(-Infinity);
    const nextContext = context.slice();
    for (let node = 0; node < nodes; node++) {
      if (score[node]! > -Infinity) next[node] = score[node]! + contexts.scores[contexts.row(context[node]!) + blankId]!;
      const own = unit[node]!;
      const extra = (own === silenceId ? silenceScore : 0) - cost[node]!;
      for (const source of before[node]!) {
        if (score[source] === -Infinity) continue;
        const entered = score[source]! + contexts.scores[contexts.row(context[source]!) + own]! + extra;
        if (entered <= next[node]!) continue;
        next[node] = entered;
        nextContext[node] = contexts.after(context[source]!, own);
        came[t * nodes + node] = source;
      }
    }
    score = next;
    context = nextContext;
  }
  let best = ends[0]!;
  for (const node of ends) if (score[node]! > score[best]!) best = node;
  if (score[best] === -Infinity) return null;
  const path: { readonly node: number; readonly frame: number }[] = [];
  for (let t = heard.length - 1; t >= 0; t--) {
    const source = came[t * nodes + best]!;
    if (source < 0) continue;
    path.push({ node: best, frame: heard[t]!.frame });
    best = source;
  }
  return path.reverse();
}
