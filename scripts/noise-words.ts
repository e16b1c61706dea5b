/**
 * Counts the words that a model hears where nobody speaks:
 *
 *     npx tsx scripts/noise-words.ts [--model ID] [--minutes 30] [--backend wasm] [--kinds silence,white,pink,room,music]
 *         [--search silenceScore=0,…]
 *
 * Each kind of sound is made from a seed, streamed through the recogniser with its endpoints as a microphone would be, and
 * what it said is printed; the last line is one JSON object.
 */
import { parseArgs } from 'node:util';
import { commandLineBackends, loadEngine } from '../src/cli/engine';
import type { CommandLineBackend } from '../src/cli/engine';
import { parseSearchOptions } from '../src/cli/search-options';
import { processTerminal } from '../src/cli/terminal';
import { seededRandom } from '../src/core/metrics';

const sampleRateHz = 16000;
const blockSamples = sampleRateHz / 2;

type Source = (out: Float32Array) => void;

function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function decibels(level: number): number {
  return 10 ** (level / 20);
}

function white(random: () => number): Source {
  return (out) => {
    for (let i = 0; i < out.length; i++) out[i] = decibels(-40) * gaussian(random);
  };
}

/** Paul Kellet's filter: within 0.05 dB of 3 dB an octave. */
function pink(random: () => number, level = -35): Source {
  const poles = [0.99886, 0.99332, 0.969, 0.8665, 0.55, -0.7616];
  const gains = [0.0555179, 0.0750759, 0.153852, 0.3104856, 0.5329522, -0.016898];
  const states = new Float64Array(poles.length);
  let last = 0;
  return (out) => {
    for (let i = 0; i < out.length; i++) {
      const noise = gaussian(random);
      let sum = last + noise * 0.5362;
      for (let k = 0; k < poles.length; k++) {
        states[k] = poles[k]! * states[k]! + gains[k]! * noise;
        sum += states[k]!;
      }
      last = noise * 0.115926;
      out[i] = decibels(level) * 0.2 * sum;
    }
  };
}

/** A quiet room: pink hiss, mains hum, breath that comes and goes, and now and then a knock or the click of a key. */
function room(random: () => number): Source {
  const hiss = pink(random, -50);
  const breath = pink(random, -42);
  const puff = new Float32Array(blockSamples);
  let sample = 0;
  let knock = 0;
  let knockHz = 200;
  return (out) => {
    hiss(out);
    breath(puff);
    for (let i = 0; i < out.length; i++, sample++) {
      const t = sample / sampleRateHz;
      const inhaling = Math.max(0, Math.sin((2 * Math.PI * t) / 4.3)) ** 4;
      const hum = decibels(-58) * (Math.sin(2 * Math.PI * 50 * t) + 0.5 * Math.sin(2 * Math.PI * 150 * t));
      if (random() < 0.4 / sampleRateHz) {
        knock = decibels(-25 - 15 * random());
        knockHz = 80 + 2500 * random() ** 2;
      }
      knock *= 1 - 60 / sampleRateHz;
      out[i] = out[i]! + inhaling * puff[i]! + hum + knock * Math.sin(2 * Math.PI * knockHz * t) * (0.5 + random());
    }
  };
}

/** Chords of harmonic tones with attack and decay, and a beat. */
function music(random: () => number): Source {
  let sample = 0;
  let notes: number[] = [];
  const beatSamples = Math.round(0.45 * sampleRateHz);
  return (out) => {
    for (let i = 0; i < out.length; i++, sample++) {
      const at = sample % beatSamples;
      if (at === 0) {
        const root = 110 * 2 ** (Math.floor(random() * 24) / 12);
        notes = [root, root * 1.2599, root * 1.4983].slice(0, 1 + Math.floor(random() * 3));
      }
      const envelope = Math.min(1, at / 200) * Math.exp((-3 * at) / beatSamples);
      let sum = 0;
      for (const note of notes) {
        for (let h = 1; h <= 6; h++) sum += Math.sin((2 * Math.PI * note * h * sample) / sampleRateHz) / h;
      }
      const drum = at < 800 ? gaussian(random) * Math.exp(-at / 150) : 0;
      out[i] = decibels(-26) * (0.5 * envelope * sum + 0.7 * drum);
    }
  };
}

const sources: Readonly<Record<string, (random: () => number) => Source>> = {
  silence: () => (out) => out.fill(0),
  white,
  pink,
  room,
  music,
};

const { values: options } = parseArgs({
  options: {
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
if (!(minutes > 0)) throw new Error('--minutes is a positive number');
if (unknown !== undefined) throw new Error(`--kinds are of ${Object.keys(sources).join(', ')}, not ${unknown}`);

const search = options.search === undefined ? {} : parseSearchOptions(options.search);
if (typeof search === 'string') throw new Error(`--search: ${search}`);

const terminal = processTerminal(false);
const model = await loadEngine({ backend, ...(options.model !== undefined && { model: options.model }) }, terminal);
const words: Record<string, number> = {};
for (const kind of kinds) {
  const source = sources[kind]!(seededRandom(7));
  const recognizer = model.createRecognizer({ search });
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
model.dispose();
console.log(JSON.stringify({ minutes, backend: model.choice.backend, words }));
