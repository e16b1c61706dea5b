/**
 * Measures where final words are put that the streaming search did not hear:
 *
 *     npm run bench -- word-times TABLE [--utterances 20] [--hidden 0.25]
 *
 * For recordings of the split "dev" the reference text takes the place of the final words. Of the words that the search heard rightly a share is
 * hidden from the placing, and where they are put is compared with where they were heard: in proportion to their letters, and by their sounds.
 * The last line is one JSON object, errors of starts and ends in milliseconds.
 */
import { parseArgs } from 'node:util';
import { modelFiles, modelFolder } from '../src/cli/model-folder';
import { readUtterances } from '../src/cli/utterance-list';
import { createResampler } from '../src/core/audio/resampler';
import { alignWords, bareWord } from '../src/core/final/word-alignment';
import { placeWords } from '../src/core/final/word-times';
import { percentile, seededRandom } from '../src/core/metrics';
import { loadModel } from '../src/engine/load';
import { openAudio } from '../src/media/open';

const sampleRateHz = 16_000;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { utterances: { type: 'string', default: '20' }, hidden: { type: 'string', default: '0.25' } },
});
const model = await loadModel(await modelFiles(await modelFolder(undefined)), { backend: 'wasm' });
const aligner = model.createAligner?.();
if (aligner === undefined) throw new Error('The model knows no phones.');
const recognizer = model.createRecognizer({ endpointRules: null, onFrames: (output) => aligner.hear(output) });
const random = seededRandom(1);

const errors = {
  letters: { start: [] as number[], end: [] as number[] },
  sounds: { start: [] as number[], end: [] as number[] },
};
let words = 0;
let alignMs = 0;
const utterances = await readUtterances(positionals[0]!, { split: 'dev' });
const step = Math.max(1, Math.floor(utterances.length / Number(options.utterances)));
for (const { file, text } of utterances.filter((_, i) => i % step === 0).slice(0, Number(options.utterances))) {
  recognizer.reset();
  aligner.reset();
  const audio = await openAudio({ path: file }, file);
  const resampler = createResampler(audio.sampleRateHz, sampleRateHz);
  for await (const block of audio.blocks()) await recognizer.acceptWaveform(resampler.accept(block), sampleRateHz);
  await recognizer.acceptWaveform(resampler.finish(), sampleRateHz);
  const { segments, durationMs } = await recognizer.inputFinished();
  audio.close();
  const streamed = segments.flatMap((segment) => segment.words);
  const final = text
    .toLowerCase()
    .split(' ')
    .map((word) => ({ text: word, startMs: 0, endMs: 0, confidence: 1 }));
  words += final.length;
  const pairs = alignWords(
    final.map((word) => word.text),
    streamed.map((word) => word.text),
  );
  const right = pairs.flatMap(({ a, b }) =>
    a !== null && b !== null && bareWord(final[a]!.text) === bareWord(streamed[b]!.text) ? [{ a, b }] : [],
  );
  const hidden = right.filter(() => random() < Number(options.hidden));
  const seen = streamed.filter((_, i) => hidden.every(({ b }) => b !== i));
  const bounds = { startMs: 0, endMs: durationMs };
  const began = performance.now();
  const bySounds = placeWords(final, seen, bounds, { align: aligner.align.bind(aligner) });
  alignMs += performance.now() - began;
  const byLetters = placeWords(final, seen, bounds);
  for (const { a, b } of hidden) {
    for (const [kind, placed] of [
      ['letters', byLetters],
      ['sounds', bySounds],
    ] as const) {
      errors[kind].start.push(Math.abs(placed[a]!.startMs - streamed[b]!.startMs));
      errors[kind].end.push(Math.abs(placed[a]!.endMs - streamed[b]!.endMs));
    }
  }
}
recognizer.dispose();
model.dispose();
const shown = (values: readonly number[]): object => ({
  median: Math.round(percentile(values, 0.5)),
  p90: Math.round(percentile(values, 0.9)),
});
const summary = (kind: keyof typeof errors): object => ({ start: shown(errors[kind].start), end: shown(errors[kind].end) });
console.log(
  JSON.stringify({
    words,
    hidden: errors.letters.start.length,
    letters: summary('letters'),
    sounds: summary('sounds'),
    alignMs: Math.round(alignMs),
  }),
);
