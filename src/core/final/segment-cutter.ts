import { commandPauseMs } from '../transcript/edit-commands';
import type { SpeechSegment } from './types';

/** What the detector says of one frame. */
export interface SpeechFrame {
  /** That somebody speaks in it. */
  readonly probability: number;
  /** Mean square of its samples. */
  readonly energy: number;
}

export interface CutRules {
  readonly frameMs: number;
  /** Speech begins where the probability reaches the first, and goes on until it stays below the second. */
  readonly onset: number;
  readonly offset: number;
  /** Less than this in a row is not speech. */
  readonly leastSpeechMs: number;
  /** A pause that ends a segment. */
  readonly pauseMs: number;
  /** Sound before and after the speech that belongs to a segment; never more than up to the next one. */
  readonly paddingMs: number;
  /** From this length on shorter pauses do: at each length of the second list the one in the third. */
  readonly shorterPauses: readonly { readonly lengthMs: number; readonly pauseMs: number }[];
  /** No segment is longer. */
  readonly longestMs: number;
  /** Without any pause the cut is where it is quietest after this. */
  readonly earliestCutMs: number;
  /** What both sides of such a cut have. */
  readonly overlapMs: number;
}

export const defaultCutRules: CutRules = {
  frameMs: 32,
  onset: 0.5,
  offset: 0.35,
  leastSpeechMs: 96,
  // A few words alone are heard less well than a sentence: they wait for what follows.
  pauseMs: 1_216,
  paddingMs: 250,
  shorterPauses: [
    { lengthMs: 4_000, pauseMs: 1_216 },
    { lengthMs: 8_000, pauseMs: 640 },
    { lengthMs: 15_000, pauseMs: 288 },
    { lengthMs: 22_000, pauseMs: 96 },
  ],
  longestMs: 25_000,
  earliestCutMs: 15_000,
  overlapMs: 1_000,
};

/** Cuts speech into segments, frame by frame. */
export interface SegmentCutter {
  readonly openSinceMs: number | null;
  readonly heldFromMs: number;
  /** @returns the segments that have ended with this frame. */
  accept(frame: SpeechFrame): readonly SpeechSegment[];
  /** @param endMs the recording's end. */
  finish(endMs: number): readonly SpeechSegment[];
}

/** Frames over which the quietest place is looked for. */
const quietFrames = 3;

type State =
  | { readonly kind: 'pause' }
  /** Perhaps the beginning of speech. */
  | { readonly kind: 'onset'; readonly firstFrame: number; readonly speechFrames: number; readonly lastFrame: number }
  | { readonly kind: 'speech'; readonly startMs: number; readonly lastFrame: number };

export function createSegmentCutter(rules: CutRules = defaultCutRules): SegmentCutter {
  const { frameMs, paddingMs, longestMs, overlapMs } = rules;
  const leastFrames = Math.ceil(rules.leastSpeechMs / frameMs);
  let state: State = { kind: 'pause' };
  let frame = 0;
  /** Of the open segment's frames, the last ones. */
  let energies: number[] = [];
  /** The end of the last segment, which the next one doesn't overlap unless speech was cut. */
  let endedMs = 0;

  const startOf = (firstFrame: number): number => Math.max(endedMs, firstFrame * frameMs - paddingMs);
  const endOfSpeech = (lastFrame: number): number => (lastFrame + 1) * frameMs;

  function pauseFor(lengthMs: number): number {
    const { shorterPauses, pauseMs } = rules;
    const next = shorterPauses.findIndex((step) => step.lengthMs > lengthMs);
    if (next === 0) return pauseMs;
    if (next < 0) return shorterPauses.at(-1)?.pauseMs ?? pauseMs;
    const [from, to] = [shorterPauses[next - 1]!, shorterPauses[next]!];
    return from.pauseMs + ((to.pauseMs - from.pauseMs) * (lengthMs - from.lengthMs)) / (to.lengthMs - from.lengthMs);
  }

  function inSpeech(startMs: number, lastFrame: number): readonly SpeechSegment[] {
    state = { kind: 'speech', startMs, lastFrame };
    const nowMs = frame * frameMs;
    const pauseMs = nowMs - endOfSpeech(lastFrame);
    if (pauseMs > 0 && pauseMs >= pauseFor(nowMs - startMs)) {
      const endMs = endOfSpeech(lastFrame) + Math.min(paddingMs, pauseMs / 2);
      return [{ ...end(startMs, Math.min(endMs, nowMs)), ...(pauseMs < commandPauseMs && { isCut: true as const }) }];
    }
    return nowMs + frameMs - startMs > longestMs ? [cut(startMs, lastFrame)] : [];
  }

  function end(startMs: number, endMs: number): SpeechSegment {
    state = { kind: 'pause' };
    energies = [];
    endedMs = endMs;
    return { startMs, endMs };
  }

  /** Cuts speech that goes on at its quietest place. */
  function cut(startMs: number, lastFrame: number): SpeechSegment {
    const nowMs = frame * frameMs;
    const fromFrame = Math.ceil((startMs + rules.earliestCutMs) / frameMs);
    const toFrame = Math.floor((nowMs - overlapMs / 2) / frameMs);
    const firstKept = frame - energies.length;
    let quietest = toFrame;
    let least = Infinity;
    for (let at = fromFrame; at < toFrame; at++) {
      let sum = 0;
      for (let i = -1; i < quietFrames - 1; i++) sum += energies[at + i - firstKept] ?? 0;
      if (sum > least) continue;
      least = sum;
      quietest = at;
    }
    const cutMs = (quietest + 0.5) * frameMs;
    const nextMs = cutMs - overlapMs / 2;
    const endMs = cutMs + overlapMs / 2;
    energies = energies.slice(Math.max(0, Math.floor(nextMs / frameMs) - firstKept));
    state = { kind: 'speech', startMs: nextMs, lastFrame: Math.max(lastFrame, quietest) };
    endedMs = endMs;
    return { startMs, endMs, isCut: true };
  }

  return {
    get openSinceMs() {
      return state.kind === 'speech' ? state.startMs : null;
    },
    get heldFromMs() {
      if (state.kind === 'speech') return state.startMs;
      return startOf(state.kind === 'onset' ? state.firstFrame : frame);
    },
    accept({ probability, energy }) {
      const here = frame++;
      const isSpeech = probability >= (state.kind === 'pause' ? rules.onset : rules.offset);
      switch (state.kind) {
        case 'pause':
          energies = [];
          if (!isSpeech) return [];
          energies.push(energy);
          state = { kind: 'onset', firstFrame: here, speechFrames: 1, lastFrame: here };
          break;
        case 'onset': {
          energies.push(energy);
          const { firstFrame, speechFrames, lastFrame } = state;
          if (isSpeech) state = { kind: 'onset', firstFrame, speechFrames: speechFrames + 1, lastFrame: here };
          else if (here - lastFrame > leastFrames) state = { kind: 'pause' };
          break;
        }
        case 'speech':
          energies.push(energy);
          return inSpeech(state.startMs, isSpeech ? here : state.lastFrame);
      }
      if (state.kind !== 'onset' || state.speechFrames < leastFrames) return [];
      return inSpeech(startOf(state.firstFrame), state.lastFrame);
    },
    finish(endMs) {
      if (state.kind === 'pause') return [];
      // The key may be let go within the first word.
      const startMs = state.kind === 'speech' ? state.startMs : startOf(state.firstFrame);
      const speechEndMs = Math.max(endOfSpeech(state.lastFrame) + paddingMs, state.kind === 'speech' ? endedMs : 0);
      const lastMs = Math.min(speechEndMs, endMs);
      return lastMs > startMs ? [end(startMs, lastMs)] : [];
    },
  };
}
