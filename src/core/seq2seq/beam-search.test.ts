import { describe, expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import { type BeamOptions, searchBeam } from './beam-search';
import { searchDraft } from './draft';
import { lastRow, type DecoderOutput, type PieceDecoder } from './piece-decoder';

const pieces = 6;
const endId = 0;

/** A decoder whose logits depend on what was written so far, the same for the same seed. */
function scriptedDecoder(seed: number, sharpness = 1): PieceDecoder & { calls: number; rows: number } {
  let texts: number[][] = [];
  const logitsOf = (text: readonly number[]): number[] => {
    const random = seededRandom(seed + text.reduce((hash, piece) => (hash * 31 + piece + 7) % 100_003, 17));
    return Array.from({ length: pieces }, (_, piece) => random() * 4 * sharpness + (piece === endId ? text.length * 0.4 : 0));
  };
  const output = (): DecoderOutput => ({
    rows: texts.length,
    logits: Float32Array.from(texts.flatMap(logitsOf)),
    attention: null,
  });
  const decoder = {
    pieces,
    calls: 0,
    rows: 0,
    begin: (prompt: readonly number[]) => {
      texts = [[...prompt]];
      return Promise.resolve(output());
    },
    append: (more: readonly number[]) => {
      const before = texts[0]!;
      texts = [[...before, ...more]];
      decoder.calls++;
      // One row of logits for each piece that was read.
      const read = more.map((_, i) => logitsOf([...before, ...more.slice(0, i + 1)])).flat();
      return Promise.resolve({ rows: more.length, logits: Float32Array.from(read), attention: null });
    },
    forget: (count: number) => {
      texts = [texts[0]!.slice(0, texts[0]!.length - count)];
    },
    step: (rows: readonly { parent: number; piece: number }[]) => {
      texts = rows.map(({ parent, piece }) => [...texts[parent]!, piece]);
      decoder.calls++;
      decoder.rows += rows.length;
      return Promise.resolve(output());
    },
  };
  return decoder;
}

const plain: BeamOptions = {
  beam: 4,
  endId,
  suppressed: new Uint8Array(pieces),
  suppressedFirst: [],
  mostPieces: 12,
  bias: null,
};

async function search(seed: number, options: Partial<BeamOptions> = {}, sharpness = 1) {
  const decoder = scriptedDecoder(seed, sharpness);
  const found = await searchBeam(decoder, lastRow(await decoder.begin([1])), { ...plain, ...options });
  return { decoder, found };
}

/** The logarithm of a text's probability, its end included, by asking the decoder anew. */
async function logProbOf(seed: number, text: readonly number[], sharpness: number): Promise<number> {
  const decoder = scriptedDecoder(seed, sharpness);
  let output = await decoder.begin([1]);
  let sum = 0;
  for (const piece of [...text, endId]) {
    const total = output.logits.reduce((all, logit) => all + Math.exp(logit), 0);
    sum += output.logits[piece]! - Math.log(total);
    output = await decoder.step([{ parent: 0, piece }]);
  }
  return sum;
}

describe('beam search over pieces', () => {
  it('[V40] gives each text the probability that the decoder gives it, in whatever order its rows stand', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { found } = await search(seed);
      for (const { pieces: text, logProb, hasEnded } of found) {
        if (hasEnded) expect(logProb).toBeCloseTo(await logProbOf(seed, text, 1), 4);
      }
    }
  });

  it('[V40] finds no worse a text with a wider beam, and with one path takes the best piece each time', async () => {
    let better = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const [narrow, wide] = [await search(seed, { beam: 1 }), await search(seed, { beam: 6 })];
      const [one, many] = [narrow.found[0]!, wide.found[0]!];
      if (many.score > one.score + 1e-9) better++;
      expect(narrow.decoder.rows).toBe(narrow.decoder.calls);
    }
    expect(better).toBeGreaterThan(5);
  });

  it('[V41] follows fewer rows where one text is far ahead', async () => {
    const rowsAStep = async (sharpness: number): Promise<number> => {
      let [rows, calls] = [0, 0];
      for (let seed = 1; seed <= 20; seed++) {
        const { decoder } = await search(seed, { beam: 5 }, sharpness);
        rows += decoder.rows;
        calls += decoder.calls;
      }
      return rows / calls;
    };
    expect(await rowsAStep(20)).toBeLessThan(0.7 * (await rowsAStep(1)));
  });

  it('[V42] never writes a suppressed piece, and not at the beginning one that may not stand there', async () => {
    const suppressed = Uint8Array.from({ length: pieces }, (_, piece) => Number(piece === 3));
    for (let seed = 1; seed <= 20; seed++) {
      const { found } = await search(seed, { suppressed, suppressedFirst: [endId, 2] });
      for (const { pieces: text } of found) {
        expect(text).not.toContain(3);
        expect(text[0]).not.toBe(2);
        expect(text.length).toBeGreaterThan(0);
      }
    }
  });

  it('[V43] ends at the bound of pieces, and leaves a loop', async () => {
    const looping: PieceDecoder = {
      pieces,
      begin: () => Promise.resolve({ rows: 1, logits: Float32Array.from([-9, 5, 0, 0, 0, 0]), attention: null }),
      append: () => Promise.reject(new Error('not asked for')),
      forget: () => {},
      step: (rows) =>
        Promise.resolve({
          rows: rows.length,
          logits: Float32Array.from(rows.flatMap(() => [-9, 5, 0, 0, 0, 0])),
          attention: null,
        }),
    };
    const found = await searchBeam(looping, await looping.begin([1]), { ...plain, beam: 2, mostPieces: 40 });
    expect(found[0]!.pieces.length).toBeLessThanOrEqual(40);
    const ones = found[0]!.pieces.join('').match(/1+/g) ?? [];
    expect(Math.max(...ones.map((run) => run.length))).toBeLessThanOrEqual(7);
  });

  it('[V44] leans towards a phrase, and gives back what it gained where the phrase is left', async () => {
    const favoured = [2, 4, 5];
    const bias = {
      start: 0,
      earned: 0,
      after(state: number, piece: number) {
        const next = piece === favoured[state] ? state + 1 : 0;
        this.earned = next > state ? 2 : -2 * state;
        return next === favoured.length ? 0 : next;
      },
      refund: (state: number) => 2 * state,
    };
    let more = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const has = ({ found }: { found: readonly { pieces: readonly number[] }[] }): boolean =>
        found[0]!.pieces.join('').includes('245');
      more += Number(has(await search(seed, { bias }))) - Number(has(await search(seed)));
      const { found } = await search(seed, { bias });
      for (const { pieces: text, logProb, hasEnded } of found)
        if (hasEnded) expect(logProb).toBeCloseTo(await logProbOf(seed, text, 1), 4);
    }
    expect(more).toBeGreaterThan(5);
  });

  it('[V45] draws the same text with the same numbers, and stops when told to', async () => {
    const draw = async () => (await search(5, { temperature: 0.8, random: seededRandom(2) })).found[0]!.pieces;
    expect(await draw()).toEqual(await draw());
    const signal = {
      aborted: true,
      throwIfAborted: () => {
        throw new Error('stopped');
      },
    };
    await expect(search(5, { signal })).rejects.toThrow('stopped');
  });

  describe('with a draft', () => {
    const drafted = async (seed: number, draft: readonly number[], sharpness: number) => {
      const decoder = scriptedDecoder(seed, sharpness);
      const output = await decoder.begin([1]);
      const found = await searchDraft(decoder, output, { ...plain, beam: 1, draft, isMark: (piece) => piece === 5 });
      return { decoder, text: found[0]!.pieces, logProb: found[0]!.logProb };
    };

    it('[V52] writes what it would have written without one, whatever the draft', async () => {
      for (let seed = 1; seed <= 40; seed++) {
        const random = seededRandom(seed);
        const alone = (await search(seed, { beam: 1 }, 20)).found[0]!;
        const noisy = alone.pieces.filter(() => random() > 0.2).flatMap((piece) => (random() < 0.2 ? [piece, 5] : [piece]));
        for (const draft of [alone.pieces, noisy, [2, 3, 4, 2, 3], []]) {
          const { text, logProb } = await drafted(seed, draft, 20);
          expect(text).toEqual(alone.pieces);
          expect(logProb).toBeCloseTo(alone.logProb, 3);
        }
      }
    });

    it('[V52] takes few runs where the draft is right', async () => {
      let [withDraft, without] = [0, 0];
      for (let seed = 1; seed <= 40; seed++) {
        const { decoder, found } = await search(seed, { beam: 1 }, 60);
        if (found[0]!.pieces.length < 6) continue;
        without += decoder.calls;
        withDraft += (await drafted(seed, found[0]!.pieces, 60)).decoder.calls;
      }
      expect(withDraft).toBeLessThan(0.7 * without);
    });
  });
});
