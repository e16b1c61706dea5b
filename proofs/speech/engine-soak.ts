/** Hours of dictation through the recogniser alone, as fast as it goes: what memory it needs at the beginning and at the end. */
import { backend } from '@tensorflow/tfjs-core';
import { percentile } from '../../src/core/metrics';
import type { AnyModel } from '../../src/engine/load-any';

export interface EngineSoak {
  readonly minutes: number;
  readonly dictations: number;
  readonly words: number;
  /** Processing over audio. */
  readonly rtf: number;
  /** From after the warm-up to the last tenth. */
  readonly rssGrowthPct: number;
  readonly rssMiB: readonly [afterWarmUp: number, atEnd: number];
  /** What JavaScript still holds after a collection, at the end of each hour: objects, then the contents of typed arrays. */
  readonly heapMiB: readonly number[];
  readonly arraysMiB: readonly number[];
  /** Tensors after the last dictation less those before the first. */
  readonly tensorGrowth: number;
}

export interface EngineSoakParts {
  readonly model: AnyModel;
  /** Said one after the other, over and over; mono. */
  readonly recordings: readonly Float32Array[];
  readonly sampleRateHz: number;
  readonly minutes: number;
  /** Each is a recogniser of its own, as in the app; as long as `minutes` for one without end. */
  readonly dictationMinutes: number;
  collectGarbage(): void;
  log(line: string): void;
}

/** Of a microphone's pieces. */
const pieceMs = 100;
/** Silence between two recordings, so that utterances end. */
const pauseMs = 1500;
/** Caches, compiled code and the first long dictation are not growth. */
const warmUpShare = 0.05;
const mebibyte = 2 ** 20;

interface Sample {
  readonly atMs: number;
  readonly rssBytes: number;
}

export async function soakEngine({
  model,
  recordings,
  sampleRateHz,
  minutes,
  dictationMinutes,
  collectGarbage,
  log,
}: EngineSoakParts): Promise<EngineSoak> {
  const pieces = endlessPieces(recordings, sampleRateHz);
  const wantedMs = minutes * 60_000;
  const samples: Sample[] = [];
  const [heapMiB, arraysMiB]: [number[], number[]] = [[], []];
  // What the backend holds: the encoder's kernels allocate without the engine's knowledge.
  const tensorsBefore = backend().numDataIds();
  let [doneMs, dictations, words, busyMs] = [0, 0, 0, 0];
  while (doneMs < wantedMs) {
    const recognizer = model.createRecognizer();
    dictations++;
    const endMs = Math.min(wantedMs, doneMs + dictationMinutes * 60_000);
    while (doneMs < endMs) {
      const startMs = performance.now();
      await recognizer.acceptWaveform(pieces.next().value, sampleRateHz);
      busyMs += performance.now() - startMs;
      const minuteBefore = Math.floor(doneMs / 60_000);
      doneMs += pieceMs;
      const minute = Math.floor(doneMs / 60_000);
      if (minute === minuteBefore) continue;
      samples.push({ atMs: doneMs, rssBytes: process.memoryUsage.rss() });
      // The process must be able to answer, as an app's does.
      await new Promise((resolve) => setImmediate(resolve));
      if (minute % 60 !== 0 && doneMs < wantedMs) continue;
      collectGarbage();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      heapMiB.push(rounded(heapUsed / mebibyte));
      arraysMiB.push(rounded(arrayBuffers / mebibyte));
      log(
        `${minute} minutes: ${Math.round(samples.at(-1)!.rssBytes / mebibyte)} MiB resident, heap ${heapMiB.at(-1)}, arrays ${arraysMiB.at(-1)}`,
      );
    }
    const { segments } = await recognizer.inputFinished();
    words += segments.reduce((sum, segment) => sum + segment.words.length, 0);
    recognizer.dispose();
  }
  const between = (from: number, to: number): number =>
    percentile(
      samples.filter(({ atMs }) => atMs >= from * wantedMs && atMs <= to * wantedMs).map(({ rssBytes }) => rssBytes),
      0.5,
    );
  const [first, last] = [between(warmUpShare, warmUpShare + 0.1), between(0.9, 1)];
  return {
    minutes,
    dictations,
    words,
    rtf: Number((busyMs / doneMs).toFixed(4)),
    rssGrowthPct: rounded((last / first - 1) * 100),
    rssMiB: [rounded(first / mebibyte), rounded(last / mebibyte)],
    heapMiB,
    arraysMiB,
    tensorGrowth: backend().numDataIds() - tensorsBefore,
  };
}

/** The recordings with silence between them, cut as a microphone would. */
function* endlessPieces(recordings: readonly Float32Array[], sampleRateHz: number): Generator<Float32Array, never> {
  const pause = new Float32Array(Math.round((pauseMs / 1000) * sampleRateHz));
  let piece = new Float32Array(Math.round((pieceMs / 1000) * sampleRateHz));
  let filled = 0;
  for (;;) {
    for (const sound of recordings.flatMap((recording) => [recording, pause])) {
      for (let start = 0; start < sound.length;) {
        const count = Math.min(piece.length - filled, sound.length - start);
        piece.set(sound.subarray(start, start + count), filled);
        start += count;
        filled += count;
        if (filled < piece.length) continue;
        yield piece;
        // Not to be used again before it has been worked off.
        piece = new Float32Array(piece.length);
        filled = 0;
      }
    }
  }
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
