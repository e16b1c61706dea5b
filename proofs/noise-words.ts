/**
 * Counts the words that a model hears where nobody speaks:
 *
 *     npm run prove -- noise-words [--pass final|streaming] [--model ID] [--minutes 30] [--backend wasm]
 *         [--kinds silence,white,pink,room,music] [--search silenceScore=0,…]
 *
 * Each kind of sound is made from a seed, streamed through the recogniser with its endpoints as a microphone would be, and
 * what it said is printed; the last line is one JSON object.
 */
import { parseArgs } from 'node:util';
import { openEars } from '../src/cli/ears';
import { earsParts } from '../src/cli/ears-parts';
import { commandLineBackends } from '../src/cli/engine';
import type { CommandLineBackend } from '../src/cli/engine';
import { parseSearchOptions } from '../src/cli/search-options';
import { processTerminal } from '../src/cli/terminal';
import { seededRandom } from '../src/core/metrics';
import { blockSamples, sampleRateHz, sources } from './speech/noise-sounds';

const { values: options } = parseArgs({
  options: {
    pass: { type: 'string', default: 'final' },
    model: { type: 'string' },
    minutes: { type: 'string', default: '30' },
    backend: { type: 'string', default: 'wasm' },
    kinds: { type: 'string', default: Object.keys(sources).join(',') },
    search: { type: 'string' },
  },
});
const backend = commandLineBackends.find((name) => name === options.backend) as CommandLineBackend | undefined;
const minutes = Number(options.minutes);
const kinds = options.kinds.split(',');
const unknown = kinds.find((kind) => sources[kind] === undefined);
if (backend === undefined) throw new Error(`--backend is one of ${commandLineBackends.join(', ')}`);
if (options.pass !== 'final' && options.pass !== 'streaming') throw new Error('--pass is final or streaming');
if (!(minutes > 0)) throw new Error('--minutes is a positive number');
if (unknown !== undefined) throw new Error(`--kinds are of ${Object.keys(sources).join(', ')}, not ${unknown}`);

const search = options.search === undefined ? {} : parseSearchOptions(options.search);
if (typeof search === 'string') throw new Error(`--search: ${search}`);

const terminal = processTerminal(false);
const ears = await openEars(
  { backend, pass: options.pass, ...(options.model !== undefined && { model: options.model }) },
  terminal,
  earsParts(),
);
const words: Record<string, number> = {};
for (const kind of kinds) {
  const source = sources[kind]!(seededRandom(7));
  const recognizer = ears.createRecognizer({ streaming: { search }, mostPending: 0 });
  const block = new Float32Array(blockSamples);
  for (let second = 0; second < minutes * 60; second += blockSamples / sampleRateHz) {
    source(block);
    await recognizer.acceptWaveform(block.slice(), sampleRateHz);
  }
  const { segments } = await recognizer.inputFinished();
  const heard = segments.flatMap((segment) => segment.words.map((word) => `${word.text} (${word.confidence.toFixed(2)})`));
  words[kind] = heard.length;
  console.log(`${kind}, ${minutes} minutes: ${heard.length} words ${heard.slice(0, 30).join(' ')}`);
  recognizer.dispose();
}
await ears.dispose();
console.log(JSON.stringify({ minutes, pass: options.pass, models: ears.modelIds, words }));
