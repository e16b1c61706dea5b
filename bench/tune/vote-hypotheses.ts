import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Word } from '../../src/core/transcript/types';
import { type Ear, vote } from '../../src/core/final/vote';
import type { EarKind, VoteWeights } from '../../src/core/final/vote-weights';

const word = z.object({
  text: z.string(),
  written: z.string().optional(),
  startMs: z.number(),
  endMs: z.number(),
  confidence: z.number(),
});
const reading = z.object({ words: z.array(word), logProb: z.number(), pieces: z.number() });
const heard = z.object({ source: z.string(), words: z.array(word), hypotheses: z.array(reading).optional() });
const line = z.object({
  path: z.string(),
  text: z.string(),
  segments: z.array(z.object({ startMs: z.number(), endMs: z.number(), heard: z.array(heard) })),
});

/** What several ears heard in one recording, segment by segment, and what was said in it. */
export interface HeardUtterance {
  readonly set: string;
  readonly path: string;
  readonly text: string;
  readonly segments: readonly HeardSegment[];
}

export interface HeardSegment {
  readonly durationMs: number;
  readonly ears: readonly Ear[];
}

/** Reads `{set}.jsonl` of a folder, as `utter eval --pass final --out-hypotheses` writes it. */
export function heardUtterances(folder: string, sets: readonly string[]): HeardUtterance[] {
  return sets.flatMap((set) => {
    const file = join(folder, `${set}.jsonl`);
    if (!existsSync(file)) {
      console.error(`${file} is not there`);
      return [];
    }
    const rows = readFileSync(file, 'utf8')
      .split('\n')
      .filter((row) => row !== '');
    return rows.map((row) => {
      const { path, text, segments } = line.parse(JSON.parse(row));
      return {
        set,
        path,
        text,
        segments: segments.map(({ startMs, endMs, heard: all }) => ({ durationMs: endMs - startMs, ears: all.map(earOf) })),
      };
    });
  });
}

function earOf({ source, words, hypotheses }: z.infer<typeof heard>): Ear {
  const kind = kindOf(source);
  const readings = hypotheses ?? [
    { words, logProb: words.reduce((sum, { confidence }) => sum + Math.log(confidence), 0), pieces: words.length },
  ];
  return {
    source,
    kind,
    hypotheses: readings.map((one) => ({ ...one, words: one.words.map(wordOf) })),
    hasTimes: kind === 'streaming',
  };
}

function wordOf({ written, ...rest }: z.infer<typeof word>): Word {
  return written === undefined ? rest : { ...rest, written };
}

function kindOf(source: string): EarKind {
  if (source === 'streaming') return source;
  return source.startsWith('moonshine') ? 'moonshine' : 'whisper';
}

/** Only some ears. */
export function heardBy({ segments, ...rest }: HeardUtterance, kinds: readonly EarKind[]): HeardUtterance {
  return {
    ...rest,
    segments: segments.map(({ durationMs, ears }) => ({ durationMs, ears: ears.filter(({ kind }) => kinds.includes(kind)) })),
  };
}

/** The first reading of an ear. */
export function firstReading({ segments }: HeardUtterance, kind: EarKind): string {
  const ears = segments.flatMap(({ ears: all }) => all.filter((ear) => ear.kind === kind));
  return ears.flatMap(({ hypotheses }) => hypotheses[0]?.words.map(({ text }) => text) ?? []).join(' ');
}

export function votes({ segments }: HeardUtterance, weights: VoteWeights): ReturnType<typeof vote>[] {
  return segments.map(({ durationMs, ears }) => vote(ears, { durationMs, weights }));
}
