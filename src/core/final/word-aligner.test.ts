import { describe, expect, it } from 'vitest';
import type { Joint, Predictor } from '../decoder/types';
import type { Language } from '../language/language';
import type { Pronouncer } from '../language/pronouncer';
import { seededRandom } from '../metrics';
import { createWordAligner, type WordAligner } from './word-aligner';

/** Units: blank, silence, then phones a to f; a frame's output is the unit that is heard in it, or 0. */
const letters = 'abcdef';
const silence = 1;
const frameMs = 30;
const unitOf = (letter: string): number => letters.indexOf(letter) + 2;

const joint: Joint = {
  units: letters.length + 2,
  normalization: 'global',
  maxUnitsPerFrame: 1,
  score(encoder, offset, _, out) {
    out.fill(-4);
    out[0] = 0;
    const heard = encoder[offset]!;
    if (heard !== 0) out[heard] = 3;
  },
};
const predictor: Predictor = { contextUnits: 1, outputDim: 1, predict: (context) => Float32Array.from(context) };
const pronouncer: Pronouncer = {
  pronunciations: (word) =>
    /^[a-f]+$/.test(word)
      ? [{ phones: Array.from(word, unitOf), cost: 0 }]
      : word === 'or'
        ? [
            { phones: [2, 2], cost: 1 },
            { phones: [3, 3], cost: 0 },
          ]
        : [],
};
const language = { blankId: 0, silenceId: silence, search: { blankScale: 1, silenceScore: 0 } } as Language;

function aligner(heard: readonly number[], chunk = heard.length): WordAligner {
  const made = createWordAligner(language, pronouncer, predictor, joint, frameMs);
  for (let at = 0; at < heard.length; at += chunk) {
    const data = Float32Array.from(heard.slice(at, at + chunk));
    made.hear({ frames: data.length, dim: 1, data });
    data.fill(99); // the encoder may use it again
  }
  return made;
}

/** Frames in which words are said, a phone each so many frames, with silence where a space is. */
function said(words: readonly { readonly text: string; readonly frame: number }[], frames: number, phoneFrames = 3): number[] {
  const heard = new Array<number>(frames).fill(0);
  for (const { text, frame } of words) Array.from(text).forEach((letter, i) => (heard[frame + i * phoneFrames] = unitOf(letter)));
  return heard;
}

describe('word aligner', () => {
  it('[V17] finds words by their sounds, up to the next word or silence', () => {
    const heard = said(
      [
        { text: 'abc', frame: 5 },
        { text: 'de', frame: 14 },
      ],
      60,
    );
    heard[19] = silence;
    expect(aligner(heard).align(['abc', 'de'], 0, 1800)).toEqual([
      { startMs: 150, endMs: 420 },
      { startMs: 420, endMs: 570 },
    ]);
  });

  it('[V17] ends a word 300 ms after its last sound where no silence was heard', () => {
    expect(aligner(said([{ text: 'ab', frame: 5 }], 60)).align(['ab'], 0, 1800)).toEqual([{ startMs: 150, endMs: 540 }]);
  });

  it('[V17] takes the way of saying a word that fits best', () => {
    expect(
      aligner(
        said(
          [
            { text: 'bb', frame: 8 },
            { text: 'aa', frame: 30 },
          ],
          60,
        ),
      ).align(['or'], 0, 800)?.[0]?.startMs,
    ).toBe(240);
    expect(aligner(said([{ text: 'aa', frame: 30 }], 60)).align(['or'], 0, 1800)?.[0]?.startMs).toBe(900);
  });

  it('[V17] looks only where it is told to, for any chunking, also after old frames were dropped', () => {
    const random = seededRandom(3);
    for (let round = 0; round < 30; round++) {
      const first = 20 + Math.floor(random() * 20);
      const heard = said(
        [
          { text: 'ab', frame: 4 },
          { text: 'ab', frame: first },
        ],
        80,
      );
      const made = aligner(heard, 1 + Math.floor(random() * 20));
      expect(made.align(['ab'], 0, 500)![0]!.startMs).toBe(120);
      made.dropBefore(510);
      expect(made.align(['ab'], 510, 2400)![0]!.startMs).toBe(first * frameMs);
      made.dropBefore(2400);
      expect(made.align(['ab'], 0, 2400)).toBeNull();
    }
  });

  it('[V17] gives nothing where a word can’t be said, or there is no room for it', () => {
    const made = aligner(said([{ text: 'ab', frame: 5 }], 60));
    expect(made.align(['ab', '123'], 0, 1800)).toBeNull();
    expect(made.align(['abcdef'], 0, 120)).toBeNull();
    expect(made.align(['ab'], 5000, 6000)).toBeNull();
  });

  it('[V7] is as new after a reset', () => {
    const made = aligner(said([{ text: 'ab', frame: 5 }], 60));
    made.reset();
    const data = Float32Array.from(said([{ text: 'ab', frame: 9 }], 40));
    made.hear({ frames: 40, dim: 1, data });
    expect(made.align(['ab'], 0, 1200)![0]!.startMs).toBe(270);
  });
});
