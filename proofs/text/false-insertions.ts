import { basename } from 'node:path';
import { normalizedWords, wordErrors } from '../../src/core/metrics';
import type { OpenModel } from '../speech/model';
import type { EncodedUtterance } from '../speech/utterances';
import type { CustomWordsOptions } from './custom-words-options';
import type { Figures } from './proofs';
import { rareNames } from './spoken-names';
import { cpuMs, recognized, type Words } from './word-lists';

/** Of `speech.tsv:train` or `speech.tsv`, which is its dev part. */
function tableAndSplit(table: string): [table: string, split: string] {
  const [, path = table, split = 'dev'] = /^(.*\.tsv):(\w+)$/.exec(table) ?? [];
  return [path, split];
}

/** One of each table after the other, so that a short measurement hears all of them. */
function byTurns(tables: readonly (readonly EncodedUtterance[])[]): EncodedUtterance[] {
  const longest = Math.max(0, ...tables.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) => tables.flatMap((table) => table[i] ?? [])).flat();
}

/** How often a list of words is heard in real speech that holds none of them, and what a frame costs with it. */
export async function falseInsertions(
  opened: OpenModel,
  lists: ReadonlyMap<number, Words>,
  encoded: (table: string, split?: string) => Promise<EncodedUtterance[]>,
  {
    speech,
    minutes,
    sizes,
    log = () => {},
  }: CustomWordsOptions & { speech: readonly string[]; minutes: number; sizes: readonly number[] },
): Promise<Figures> {
  const dim = opened.encoder.outputDim;
  const { frameMs } = opened.encoder;
  const rows = sizes.map((size) => ({
    size,
    names: new Set(rareNames.slice(0, size)),
    inserted: [] as string[],
    ms: 0,
    words: 0,
    wrong: 0,
  }));
  const spellings = new Set(rareNames.flatMap((name) => normalizedWords(name)));
  let frames = 0;
  let utterances = 0;
  const tables = await Promise.all(speech.map((table) => encoded(...tableAndSplit(table))));
  for (const utterance of byTurns(tables)) {
    if (frames * frameMs >= minutes * 60_000) break;
    if (normalizedWords(utterance.text).some((word) => spellings.has(word))) continue;
    const data = await utterance.frames().catch((error: unknown) => {
      log(`${utterance.path} is left out: ${String(error)}`);
      return null;
    });
    if (data === null) continue;
    frames += data.length / dim;
    for (const row of rows) {
      const search = lists.get(row.size)!.create();
      const before = process.cpuUsage();
      const heard = recognized(search, data, dim);
      row.ms += cpuMs(before);
      const errors = wordErrors(utterance.text, heard.join(' '));
      row.words += errors.words;
      row.wrong += errors.substitutions + errors.deletions + errors.insertions;
      const inserted = heard.filter((word) => row.names.has(word));
      row.inserted.push(...inserted);
      if (inserted.length > 0) log(`${row.size} words: heard ${inserted.join(', ')} in "${utterance.text}"`);
    }
    if (++utterances % 50 === 0) log(JSON.stringify(summary()));
  }
  return summary();

  function summary(): Figures {
    return {
      speech: speech.map((table) =>
        tableAndSplit(table)
          .map((part) => basename(part))
          .join(' '),
      ),
      minutes: (frames * frameMs) / 60_000,
      lists: rows.map(({ size, inserted, ms, words, wrong }) => ({
        words: size,
        falseInsertions: inserted.length,
        inserted,
        wer: wrong / words,
        msPerFrame: ms / frames,
      })),
    };
  }
}
