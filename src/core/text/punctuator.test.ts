import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tensorFile } from '../language/fixtures/tensor-file';
import { seededRandom } from '../metrics';
import { smallMetadata, smallPunctuatorBytes, smallReach, smallTensors, smallWords } from './fixtures/small-punctuator';
import { parsePunctuatorFile } from './punctuator-file';
import { applyAffine, PunctuatorNetwork } from './punctuator-network';
import { parsePunctuator, punctuatorFile } from './punctuator';

const shipped = path.resolve(import.meta.dirname, '../../../resources/text/en');
const bytes = readFileSync(path.join(shipped, punctuatorFile));

function randomWords(count: number, seed: number): string[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => smallWords[Math.floor(random() * smallWords.length)]!);
}

const noPauses = (words: readonly string[]): null[] => words.map(() => null);

function small(): ReturnType<typeof parsePunctuator> {
  return parsePunctuator(smallPunctuatorBytes(), '/text/en');
}

describe('what a label depends on', () => {
  it('[K40] says how far it looks, and words further away change nothing', () => {
    const punctuator = small();
    expect(punctuator).toMatchObject(smallReach);
    const words = randomWords(40, 2);
    const all = punctuator.label(words, noPauses(words), 0, 40);
    for (let at = 0; at < 40; at++) {
      const from = Math.max(0, at - smallReach.lookbehind);
      const near = words.slice(from, at + smallReach.lookahead + 1);
      // Elsewhere other words, so that the ends of the text are where they were.
      const changed = [...words.slice(0, from).map(() => 'zebra'), ...near, ...words.slice(from + near.length).map(() => 'you')];
      expect(small().label(changed, noPauses(changed), at, at + 1)).toEqual([all[at]]);
      const tail = words.slice(from);
      expect(small().label(tail, noPauses(tail), at - from, at - from + 1)).toEqual([all[at]]);
    }
  });

  it('[K40] the furthest words of those do make a difference', () => {
    // The furthest on the left is seen by a pair only, and one that is listed.
    const words = ['the', 'cat', ...randomWords(10, 3)];
    const scores = (list: readonly string[]): number[] => {
      const found: number[] = [];
      new PunctuatorNetwork(parsePunctuatorFile(smallPunctuatorBytes(), '/text/en', 'p')).run(list, 5, 6, (vector) =>
        found.push(...vector),
      );
      return found;
    };
    const other = (at: number): string[] => words.map((word, i) => (i === at ? (word === 'zebra' ? 'the' : 'zebra') : word));
    for (const at of [5 - smallReach.lookbehind + 1, 5 + smallReach.lookahead])
      expect(scores(other(at))).not.toEqual(scores(words));
  });

  it('[K41] is the same word by word, in pieces or at once, whatever was asked before', () => {
    const words = randomWords(120, 4);
    const pauses = words.map((_, i) => (i % 9 === 0 ? 900 : i % 5 === 0 ? null : 50));
    const all = small().label(words, pauses, 0, words.length);
    const one = small();
    const random = seededRandom(5);
    let done = 0;
    const found: unknown[] = [];
    while (done < words.length) {
      // As many words as have come, some of which are taken back, then asked for again.
      const come = Math.min(words.length, done + 1 + Math.floor(random() * 9));
      one.label([...words.slice(0, Math.max(done, come - 2)), 'zebra', 'you'], pauses, Math.max(0, done - 3), come);
      const sure = come === words.length ? come : Math.max(done, come - one.lookahead);
      found.push(...one.label(words.slice(0, come), pauses.slice(0, come), done, sure));
      done = sure;
    }
    expect(found).toEqual(all);
    expect(one.label(words, pauses, 7, 30)).toEqual(all.slice(7, 30));
    expect(one.label(words, pauses, 30, 30)).toEqual([]);
    expect(one.label([], [], 0, 0)).toEqual([]);
  });
});

const goldenSchema = z.array(
  z.object({
    words: z.array(z.string()),
    written: z.array(z.string()),
    marks: z.array(z.string()),
    markScores: z.array(z.array(z.number())),
    caseScores: z.array(z.array(z.number())),
  }),
);
const golden = goldenSchema.parse(JSON.parse(readFileSync(path.join(shipped, 'punctuator-golden.json'), 'utf8')));

describe('the shipped punctuator', () => {
  it.each(golden)(
    '[K42] agrees with training: $words.0 $words.1 $words.2 …',
    ({ words, written, marks, markScores, caseScores }) => {
      const parts = parsePunctuatorFile(bytes, shipped, punctuatorFile);
      const labels = parsePunctuator(bytes, shipped).label(words, noPauses(words), 0, words.length);
      expect(labels.map((label) => label.written)).toEqual(written);
      expect(labels.map((label) => label.mark)).toEqual(marks);
      const found = new Float32Array(7);
      new PunctuatorNetwork(parts).run(words, 0, words.length, (vector, at) => {
        applyAffine(parts.mark, vector, found);
        for (const [m, score] of markScores[at]!.entries()) expect(found[m]).toBeCloseTo(score, 3);
        applyAffine(parts.case, vector, found);
        for (const [c, score] of caseScores[at]!.entries()) expect(found[c]).toBeCloseTo(score, 3);
      });
    },
  );

  it('[K43] begins sentences with a capital, and writes "I" and listed words as they are always written', () => {
    const punctuator = parsePunctuator(bytes, shipped);
    const words = ['yes', 'i', "i'm", 'here', 'send', 'the', 'pdf', 'to', 'Zoë-Ann', 'now'];
    const labels = punctuator.label(
      words,
      words.map((_, i) => (i === 3 ? 2000 : null)),
      0,
      words.length,
    );
    expect(labels.map(({ written }) => written).filter((_, i) => [0, 1, 2, 6, 8].includes(i))).toEqual([
      'Yes',
      'I',
      "I'm",
      'PDF',
      'Zoë-Ann',
    ]);
    const passages = golden.map(({ words: spoken }) => punctuator.label(spoken, noPauses(spoken), 0, spoken.length));
    for (const passage of passages) {
      for (const [i, { written }] of passage.entries()) {
        if (i === 0 || ['.', '?', '!'].includes(passage[i - 1]!.mark)) expect(written[0]).toBe(written[0]!.toUpperCase());
      }
    }
  });

  it('[K44] a longer pause never makes the end of a sentence less likely, and no pause never more', () => {
    const { pauses } = parsePunctuatorFile(bytes, shipped, punctuatorFile);
    const gains = Array.from({ length: pauses.boundsMs.length + 1 }, (_, k) => pauses.scores[k * 7 + 2]! - pauses.scores[k * 7]!);
    expect(gains).toEqual(gains.toSorted((a, b) => a - b));
    expect(gains[0]).toBeLessThan(0);
    expect(gains.at(-1)).toBeGreaterThan(0);
  });

  it('[K44] a pause changes labels, and one that is not known changes none', () => {
    const punctuator = small();
    const words = randomWords(30, 6);
    const plain = punctuator.label(words, noPauses(words), 0, 30);
    expect(
      punctuator.label(
        words,
        words.map(() => 200),
        0,
        30,
      ),
    ).toEqual(plain);
    const long = punctuator.label(
      words,
      words.map((_, i) => (i === 10 ? 400 : null)),
      0,
      30,
    );
    expect(long[10]!.mark).toBe('.');
    expect(long[11]!.written[0]).toMatch(/[A-Z]/);
    expect(long.filter((_, i) => i !== 10 && i !== 11)).toEqual(plain.filter((_, i) => i !== 10 && i !== 11));
  });

  // What a word takes is measured by `npm run bench -- punctuator`.
  it('[K48] is at most 12 MB', () => {
    expect(bytes.length).toBeLessThanOrEqual(12_000_000);
  });
});

describe('a damaged file', () => {
  const problem = (file: Uint8Array): unknown => {
    try {
      parsePunctuator(file, '/text/en', 'punctuator.safetensors');
    } catch (error) {
      return error;
    }
    return null;
  };
  const invalid = { code: 'model-invalid', message: expect.stringContaining('/text/en/punctuator.safetensors') };

  it('[K45] that is cut anywhere is refused, naming it', () => {
    const whole = smallPunctuatorBytes();
    for (const length of [0, 7, 8, 100, whole.length >> 1, whole.length - 1])
      expect(problem(whole.subarray(0, length))).toMatchObject(invalid);
    expect(problem(bytes.subarray(0, bytes.length - 5))).toMatchObject(invalid);
    expect(problem(whole)).toBeNull();
  });

  it('[K45] that is of another version, or of another kind, is refused', () => {
    for (const change of [{ version: '2' }, { format: 'other' }, { marks: '. ,' }, { layers: '[[0]' }, { layers: '[["a"]]' }]) {
      expect(problem(tensorFile(smallTensors(), { ...smallMetadata, ...change }))).toMatchObject(invalid);
    }
  });

  it('[K45] whose tensors do not fit each other, or hold no numbers, is refused', () => {
    const tensors = smallTensors();
    const { words, 'mark.offsets': _, ...without } = tensors;
    expect(problem(tensorFile(without, smallMetadata))).toMatchObject(invalid);
    const changes: Record<string, (typeof tensors)[string]> = {
      'mark.bias': { dtype: 'F32', values: [NaN, 0, 0, 0, 0, 0, 0] },
      'layer.1.weight': { dtype: 'F32', shape: [2, 24], values: new Array<number>(48).fill(0) },
      'case.weight': { dtype: 'F32', shape: [3, 8], values: new Array<number>(24).fill(0) },
      'pause.boundsMs': { dtype: 'F32', values: [400, 100] },
      'pair.key': { dtype: 'U32', values: [1] },
      words: { dtype: 'U8', values: Array.from('a\na\nb\nc\nd\ne\nf\n', (sign) => sign.charCodeAt(0)) },
    };
    expect(words).toBeDefined();
    for (const [name, values] of Object.entries(changes)) {
      expect(problem(tensorFile({ ...tensors, [name]: values }, smallMetadata)), name).toMatchObject(invalid);
    }
  });
});
