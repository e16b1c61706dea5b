import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { EarKind } from '../../src/core/final/vote-weights';
import type { Ear } from '../../src/core/final/vote';

const word = z.object({
  text: z.string(),
  written: z.string().optional(),
  startMs: z.number(),
  endMs: z.number(),
  confidence: z.number(),
});
const line = z.object({
  path: z.string(),
  text: z.string(),
  durationMs: z.number().optional(),
  hypotheses: z.array(z.object({ words: z.array(word), logProb: z.number(), pieces: z.number() })),
});

/** What several ears heard in one recording, and what was said in it. */
export interface HeardUtterance {
  readonly set: string;
  readonly path: string;
  readonly text: string;
  readonly durationMs: number | null;
  readonly ears: readonly Ear[];
}

/**
 * Reads `{set}.{ear}.jsonl` of a folder, a recording a line: `{path, text, durationMs, hypotheses: [{words, logProb, pieces}]}`.
 * Only recordings that every ear has heard count.
 */
export function heardUtterances(folder: string, sets: readonly string[], kinds: readonly EarKind[]): HeardUtterance[] {
  return sets.flatMap((set) => {
    const tables = kinds.map((kind) => tableOf(join(folder, `${set}.${kind}.jsonl`)));
    const [first] = tables;
    if (first === undefined || tables.some((table) => table === null)) {
      console.error(`${set}: not heard by all of ${kinds.join(', ')}`);
      return [];
    }
    return Array.from(first!.values()).flatMap(({ path, text, durationMs }) => {
      const heard = tables.map((table) => table!.get(path));
      if (heard.some((one) => one === undefined)) return [];
      const ears = kinds.map((kind, index): Ear => {
        const hypotheses = heard[index]!.hypotheses.map(({ words, logProb, pieces }) => ({
          logProb,
          pieces,
          words: words.map(({ written, ...rest }) => (written === undefined ? rest : { ...rest, written })),
        }));
        return { source: kind, kind, hypotheses, hasTimes: kind === 'streaming' };
      });
      return [{ set, path, text, durationMs: durationMs ?? null, ears }];
    });
  });
}

function tableOf(file: string): Map<string, z.infer<typeof line>> | null {
  if (!existsSync(file)) return null;
  const rows = readFileSync(file, 'utf8').split('\n').filter((row) => row !== '');
  return new Map(rows.map((row) => line.parse(JSON.parse(row))).map((one) => [one.path, one]));
}
