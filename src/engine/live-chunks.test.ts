import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { dependsOnChunk } from '../core/model/manifest';
import { transcriptText } from '../core/transcript/text';
import type { Transcript } from '../core/transcript/types';
import { shippedModelFolders, tinyAttentionFolder, tinyFolder, tinyTableFolder } from './fixtures/models';
import { loadModel, readModel, type LoadedModel } from './load';
import { folderFiles } from './node';

/** Of a microphone's blocks. */
const blockMs = 40;

/** What is shown after each block, and what there is in the end. */
async function heard(model: LoadedModel, samples: Float32Array, hz: number, chunkFrames?: number) {
  const recognizer = model.createRecognizer(chunkFrames === undefined ? {} : { chunkFrames });
  const shown: string[] = [];
  const block = (blockMs / 1000) * hz;
  for (let at = 0; at < samples.length; at += block)
    shown.push(transcriptText(await recognizer.acceptWaveform(samples.subarray(at, at + block), hz)));
  const whole: Transcript = await recognizer.inputFinished();
  recognizer.dispose();
  return { shown, words: whole.segments.map(({ words }) => words) };
}

for (const folder of [tinyFolder, tinyTableFolder, ...shippedModelFolders()]) {
  it(`[E14] gives the same words for any length of chunk, live ones by themselves: ${basename(folder)}`, async (context) => {
    const { golden, manifest } = (await readModel(folderFiles(folder))).parts;
    if (dependsOnChunk(manifest.encoder)) context.skip('its words depend on the length');
    const model = await loadModel(folderFiles(folder), { backend: 'wasm' });
    const { samples, sampleRateHz } = golden;
    const live = await heard(model, samples, sampleRateHz);
    for (const chunkFrames of new Set([...manifest.streaming.chunkFramesChoices, 3 * manifest.encoder.subsampling])) {
      const { words } = await heard(model, samples, sampleRateHz, chunkFrames);
      expect(words.map((segment) => segment.map(({ text, startMs, endMs }) => [text, startMs, endMs]))).toEqual(
        live.words.map((segment) => segment.map(({ text, startMs, endMs }) => [text, startMs, endMs])),
      );
    }
    model.dispose();
  }, 120_000);
}

it('[E14] a recogniser that is not told otherwise shows words as soon as the shortest chunks do', async () => {
  const files = folderFiles(tinyFolder);
  const { golden, manifest } = (await readModel(files)).parts;
  const model = await loadModel(files, { backend: 'wasm' });
  const { samples, sampleRateHz } = golden;
  const shortest = Math.min(...manifest.streaming.chunkFramesChoices);
  const live = await heard(model, samples, sampleRateHz);
  expect(live.shown).toEqual((await heard(model, samples, sampleRateHz, shortest)).shown);
  expect(live.shown).not.toEqual((await heard(model, samples, sampleRateHz, manifest.streaming.chunkFrames)).shown);
  model.dispose();
});

it('[E14] a model whose words depend on the length of chunks hears live speech in its default ones', async () => {
  const files = folderFiles(tinyAttentionFolder);
  const { golden, manifest } = (await readModel(files)).parts;
  const model = await loadModel(files, { backend: 'wasm' });
  const { samples, sampleRateHz } = golden;
  const live = await heard(model, samples, sampleRateHz);
  expect(live).toEqual(await heard(model, samples, sampleRateHz, manifest.streaming.chunkFrames));
  for (const chunkFrames of manifest.streaming.chunkFramesChoices) {
    const { words } = await heard(model, samples, sampleRateHz, chunkFrames);
    expect(words.flat().every(({ startMs, endMs }) => startMs < endMs && endMs <= (samples.length / sampleRateHz) * 1000)).toBe(
      true,
    );
  }
  model.dispose();
});
