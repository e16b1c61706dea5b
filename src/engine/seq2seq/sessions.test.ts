import { describe, expect, it } from 'vitest';
import { searchBeam } from '../../core/seq2seq/beam-search';
import type { PieceDecoder } from '../../core/seq2seq/piece-decoder';
import type { OnnxRuntime, OnnxSession, OnnxTensor, OnnxTensors } from '../onnx/runtime';
import type { Seq2seqConfig } from './configuration';
import { encodeSound } from './sessions';

const config: Seq2seqConfig = {
  family: 'whisper',
  pieces: 7,
  layers: 1,
  heads: 2,
  headDim: 1,
  startId: 1,
  endId: 0,
  suppressed: [],
  suppressedFirst: [],
};

const tensor = (data: ArrayLike<number>, dims: readonly number[]): OnnxTensor =>
  ({ data: Float32Array.from(data), dims }) as unknown as OnnxTensor;

const runtime = {
  backend: 'wasm',
  createSession: () => Promise.reject(new Error('not asked for')),
  tensor: (_: unknown, data: ArrayLike<number>, shape: readonly number[]) => tensor(data, shape),
  flag: (isTrue: boolean) => tensor([Number(isTrue)], [1]),
} as unknown as OnnxRuntime;

/** Frames of the sound, which the decoder's words depend on. */
const frames = 3;
const sound = [0.7, 1.9, 2.6];

/** What comes after a text: any function of all that was read, and of the sound. */
function logitsOf(text: readonly number[], heard: readonly number[]): number[] {
  const state = text.reduce(
    (sum, piece, at) => sum + (piece + 1) * (at + 2) * 1.7,
    heard.reduce((sum, each) => sum + each, 0),
  );
  return Array.from(
    { length: config.pieces },
    (_, piece) => 3 * Math.sin(state * (piece + 1.3)) + (piece === config.endId ? text.length * 0.3 : 0),
  );
}

/** A decoder that keeps its text in place of keys, `(rows, 2, steps, 1)`: the first head has it, the second its negative. */
function decoderSession(isLean: boolean): OnnxSession {
  const layer = (side: string): string[] => [`0.${side}.key`, `0.${side}.value`];
  const inputs = [...layer('decoder'), ...layer('encoder')].map((name) => `past_key_values.${name}`);
  return {
    inputNames: ['input_ids', ...inputs, ...(isLean ? ['beam_index'] : ['encoder_hidden_states', 'use_cache_branch'])],
    outputNames: [
      'logits',
      ...[...layer('decoder'), ...(isLean ? [] : layer('encoder'))].map((name) => `present.${name}`),
      ...(isLean ? ['cross_attention'] : []),
    ],
    release: () => Promise.resolve(),
    run(feeds: OnnxTensors, outputs: readonly string[] = []) {
      const numbers = (name: string): number[] => Array.from(feeds[name]!.data as Float32Array);
      const [rows = 0, steps = 0] = feeds['input_ids']!.dims;
      const ids = numbers('input_ids');
      const past = numbers('past_key_values.0.decoder.key');
      const kept = feeds['past_key_values.0.decoder.key']!.dims[2]!;
      const isFirst = !isLean && numbers('use_cache_branch')[0] === 0;
      // The merged export reads the sound itself the first time, and its keys from then on.
      const heard = isFirst ? numbers('encoder_hidden_states') : numbers('past_key_values.0.encoder.key').slice(0, frames);
      const parents = isLean ? numbers('beam_index') : Array.from({ length: rows }, (_, row) => row);
      const texts = parents.map((parent, row) => [
        ...past.slice(parent * 2 * kept, parent * 2 * kept + kept),
        ...ids.slice(row * steps, (row + 1) * steps),
      ]);
      const logits = texts.flatMap((text) =>
        Array.from({ length: steps }, (_, i) => logitsOf(text.slice(0, kept + i + 1), heard)).flat(),
      );
      const keys = texts.flatMap((text) => [...text, ...text.map((piece) => -piece)]);
      const state = tensor(keys, [rows, 2, kept + steps, 1]);
      const all: Record<string, OnnxTensor> = {
        logits: tensor(logits, [rows, steps, config.pieces]),
        'present.0.decoder.key': state,
        'present.0.decoder.value': state,
        'present.0.encoder.key': tensor([...heard, ...heard], [1, 2, frames, 1]),
        'present.0.encoder.value': tensor([...heard, ...heard], [1, 2, frames, 1]),
        cross_attention: tensor(new Array<number>(rows * steps * frames).fill(1 / frames), [rows, steps, frames]),
      };
      return Promise.resolve(Object.fromEntries(outputs.map((name) => [name, all[name]!])));
    },
  };
}

function encoderSession(isLean: boolean): OnnxSession {
  const keys = tensor([...sound, ...sound], [1, 2, frames, 1]);
  const outputs: OnnxTensors = isLean
    ? { 'present.0.encoder.key': keys, 'present.0.encoder.value': keys }
    : { last_hidden_state: tensor(sound, [1, frames, 1]) };
  return {
    inputNames: ['input_features'],
    outputNames: Object.keys(outputs),
    run: () => Promise.resolve(outputs),
    release: () => Promise.resolve(),
  };
}

const rounded = (values: ArrayLike<number>): string[] => Array.from(values, (value) => value.toFixed(3));

const opened = (isLean: boolean): Promise<PieceDecoder> =>
  encodeSound(runtime, encoderSession(isLean), decoderSession(isLean), config, tensor([0], [1, 1]));

describe('sessions of an encoder–decoder model', () => {
  it('[V51] give the same text from Hugging Face’s layout and from the lean one, beams reordered within the graph or before it', async () => {
    const options = { beam: 4, endId: 0, suppressed: new Uint8Array(7), suppressedFirst: [], mostPieces: 9, bias: null };
    const texts = await Promise.all(
      [true, false].map(async (isLean) => {
        const decoder = await opened(isLean);
        return (await searchBeam(decoder, await decoder.begin([1, 2]), options)).map(({ pieces, logProb }) => [
          pieces,
          logProb.toFixed(4),
        ]);
      }),
    );
    expect(texts[0]!.length).toBeGreaterThan(1);
    expect(texts[0]).toEqual(texts[1]);
  });

  it('[V51] read several pieces in one run as one after the other, and forget the last ones', async () => {
    for (const isLean of [true, false]) {
      const decoder = await opened(isLean);
      await decoder.begin([1]);
      const { rows, logits } = await decoder.append([3, 4, 5]);
      expect(rows).toBe(3);
      expect(rounded(logits.slice(14))).toEqual(rounded(logitsOf([1, 3, 4, 5], sound)));
      decoder.forget(2);
      const after = await decoder.step([{ parent: 0, piece: 6 }]);
      expect(rounded(after.logits)).toEqual(rounded(logitsOf([1, 3, 6], sound)));
    }
  });

  it('[V48] [V51] tell where the decoder looked if the graph does', async () => {
    expect((await (await opened(true)).begin([1, 2])).attention).toHaveLength(2 * frames);
    expect((await (await opened(false)).begin([1, 2])).attention).toBeNull();
  });
});
