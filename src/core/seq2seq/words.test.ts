import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../onnx/utf8';
import { attentionTimes } from './attention-times';
import { heardWords } from './heard-words';
import { isLoop } from './loops';
import { createPieceBias } from './piece-bias';
import { leveled } from './level';
import { writtenWords } from './written-words';

const table = (pieces: readonly string[]) => pieces.map((piece) => encodeUtf8(piece));

describe('words of pieces', () => {
  it('[V46] parts pieces at spaces, with marks at the word before', () => {
    const pieces = [' Hel', 'lo', ',', ' “', 'Mr', '.', ' Smith', '”', ' –', ' yes'];
    const words = writtenWords(
      pieces.map((_, i) => i),
      table(pieces),
    );
    expect(words.map(({ written }) => written)).toEqual(['Hello,', '“Mr.', 'Smith”–', 'yes']);
    expect(words.map(({ firstPiece, endPiece }) => [firstPiece, endPiece])).toEqual([
      [0, 3],
      [3, 6],
      [6, 9],
      [9, 10],
    ]);
  });

  it('[V46] parts scripts without spaces sign by sign, also where a sign is spread over pieces', () => {
    const bytes = encodeUtf8('今日は。');
    const pieces = [bytes.slice(0, 2), bytes.slice(2, 6), bytes.slice(6)];
    const words = writtenWords([0, 1, 2], pieces);
    expect(words.map(({ written }) => written)).toEqual(['今', '日', 'は。']);
    expect(words.at(-1)!.endPiece).toBe(3);
  });

  it('[V47] gives English words as spoken, with the confidence of their pieces', () => {
    const pieces = [' Twenty', '-', 'three', ' dollars', '.'];
    const logProbs = [-0.1, -0.1, -0.1, -1, -0.2, -0.05];
    const hypothesis = { pieces: [0, 1, 2, 3, 4], logProbs, logProb: -1.55, score: -0.3, attention: [], hasEnded: true };
    const { words } = heardWords(hypothesis, { pieceBytes: table(pieces), isSpoken: true, durationMs: 2000, frameMs: 20 });
    expect(words.map(({ text }) => text)).toEqual(['twenty', 'three', 'dollars']);
    expect(words[0]!.confidence).toBeCloseTo(Math.exp(-0.1));
    expect(words[2]!.confidence).toBeCloseTo(Math.exp(-0.6));
    expect(words.at(-1)!.endMs).toBe(2000);
    for (let i = 1; i < words.length; i++) expect(words[i]!.startMs).toBeGreaterThanOrEqual(words[i - 1]!.endMs);
  });

  it('[V47] reads English whole, and [V21] leaves other languages as they are written', () => {
    const pieces = [' St.', ' Paul', ' on', ' Main', ' St.'];
    const hypothesis = {
      pieces: [0, 1, 2, 3, 4],
      logProbs: [0, 0, 0, 0, 0, 0],
      logProb: 0,
      score: 0,
      attention: [],
      hasEnded: true,
    };
    const options = { pieceBytes: table(pieces), durationMs: 2000, frameMs: 20 };
    const textOf = (isSpoken: boolean): string =>
      heardWords(hypothesis, { ...options, isSpoken })
        .words.map(({ text }) => text)
        .join(' ');
    expect(textOf(true)).toBe('saint paul on main street');
    expect(textOf(false)).toBe('St. Paul on Main St.');
  });

  it('[V48] reads times from where the decoder looked', () => {
    const frames = 60;
    const looks = [5, 20, 21, 40].map((at) => Float32Array.from({ length: frames }, (_, j) => Math.exp(-((j - at) ** 2) / 18)));
    const starts = attentionTimes(looks);
    expect(starts).toHaveLength(5);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(Math.abs(starts[3]! - 30)).toBeLessThan(8);
    expect(starts[4]).toBe(frames);
  });
});

describe('bias towards phrases', () => {
  const pieces = [' Ku', 'ber', 'netes', ' kubernetes', ' new', ' paragraph', ',', ' ku', 'lfi', ' news'];
  const bias = createPieceBias(
    [
      { text: 'Kubernetes', weight: 1 },
      { text: 'new paragraph', weight: 1 },
    ],
    table(pieces),
  )!;
  const gain = (ids: readonly number[]): number => {
    let [state, sum] = [bias.start, 0];
    for (const id of ids) {
      state = bias.after(state, id);
      sum += bias.earned;
    }
    return sum - bias.refund(state);
  };

  it('[V44] earns a letter’s worth for each, however it is cut and written', () => {
    expect(gain([0, 1, 2])).toBeCloseTo(10);
    expect(gain([3])).toBeCloseTo(10);
    expect(gain([4, 6, 5])).toBeCloseTo(gain([4, 5]) - 12, 5);
    expect(gain([4, 5])).toBeCloseTo(12);
  });

  it('[V44] takes back what half a phrase gained, and does not take a longer word for it', () => {
    expect(gain([0, 1])).toBeCloseTo(0);
    expect(gain([7, 8])).toBeCloseTo(0);
    expect(gain([9, 5])).toBeCloseTo(0);
    expect(createPieceBias([], table(pieces))).toBeNull();
  });
});

describe('cures', () => {
  it('[V43] tells loops from speech that repeats itself', () => {
    const repeat = (pieces: readonly number[], times: number): number[] => Array.from({ length: times }, () => pieces).flat();
    expect(isLoop(repeat([7], 6))).toBe(false);
    expect(isLoop(repeat([7], 8))).toBe(true);
    expect(isLoop(repeat([1, 2, 3, 4], 3))).toBe(false);
    expect(isLoop([9, 9, ...repeat([1, 2, 3, 4], 4)])).toBe(true);
    expect(isLoop([1, 2, 3, 1, 2, 4, 1, 2, 5, 1, 2, 6])).toBe(false);
  });

  it('[V49] brings quiet sound to the level of speech and leaves ordinary sound as it is', () => {
    const tone = Float32Array.from({ length: 1600 }, (_, i) => 0.3 * Math.sin(i / 3));
    expect(leveled(tone)).toBe(tone);
    const quiet = tone.map((sample) => sample / 1000);
    const loud = leveled(quiet);
    expect(Math.max(...loud)).toBeGreaterThan(0.2);
    expect(Math.max(...loud)).toBeLessThan(0.3);
    expect(leveled(new Float32Array(10))).toEqual(new Float32Array(10));
  });
});
