import { createBeamSearch } from '../../src/core/decoder/beam-search';
import { createOnnxEncoder, flushFrames, startEncoderStream } from '../../src/engine/onnx/encoder';
import { loadOnnxRuntime } from '../../src/engine/onnx/runtime';
import { createOnnxScorer } from '../../src/engine/onnx/scorer';
import { type OnnxModelParts, readOnnxModel } from '../../src/engine/onnx/read';
import { folderFiles } from '../../src/engine/node';
import { describedOnnx } from '../../src/core/onnx/describe';
import { folderSource } from '../../src/models/folder';
import type { Precision } from '../../src/core/onnx/folder';

/** Utter's engine on a folder of ONNX files, down to the units, for comparison. */
export interface UtterUnits {
  readonly parts: OnnxModelParts;
  /** Silence that Utter appends, in samples of 16 kHz. */
  readonly flushSamples: number;
  recognize(samples: Float32Array): Promise<{ readonly units: readonly string[]; readonly text: string }>;
}

export async function openUtter(folder: string, precision: Precision, paths = 1): Promise<UtterUnits> {
  const manifest = await describedOnnx(await folderSource(folder), { precision });
  const parts = await readOnnxModel(folderFiles(folder), manifest);
  const { contract, headers, table } = parts;
  const runtime = await loadOnnxRuntime('wasm');
  const encoder = await runtime.createSession(parts.bytes.encoder, manifest.parts.encoder.file, false);
  const decoder = await runtime.createSession(parts.bytes.decoder, manifest.parts.decoder.file, true);
  const joiner = await runtime.createSession(parts.bytes.joiner, manifest.parts.joiner.file, true);
  const trial = await startEncoderStream(contract, runtime, encoder).encode(
    new Float32Array(contract.chunkFrames * contract.bins),
  );
  const shape = { outputDim: trial.dim, framesPerChunk: trial.frames };
  const scorer = createOnnxScorer({ contract, headers, runtime, decoder, joiner, frameDim: trial.dim });
  return {
    parts,
    flushSamples: flushFrames(contract) * 160,
    async recognize(samples) {
      const stream = createOnnxEncoder(contract, runtime, encoder, shape);
      const search = createBeamSearch(scorer, table, stream.frameMs, { paths });
      for (const output of [await stream.acceptWaveform(samples), await stream.inputFinished()]) {
        for (let i = 0; i < output.frames; i++) await search.advance(output.data, i * output.dim, Infinity);
      }
      // sherpa-onnx leaves out what is not written.
      const units = search
        .units()
        .map((id) => table.names[id] ?? '')
        .filter((name) => name !== '<unk>');
      const text = search
        .endUtterance()
        .map((word) => word.text)
        .join(' ');
      return { units, text };
    },
  };
}
