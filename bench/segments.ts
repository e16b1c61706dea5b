/**
 * Compares two ways of cutting speech into segments, by the speech detector and by the streaming search's words:
 *
 *     npm run bench -- segments TABLE… [--utterances 30] [--kinds pink,music] [--snr 20,10,5] [--noise-minutes 10]
 *         [--detector resources/speech/silero-vad.onnx] [--rules onset=0.5,offset=0.35,…] [--detector-only]
 *
 * Recordings of the split "dev" follow each other with 1.5 s between them, ten at a time, without and with noise. Where words are is what the
 * streaming search says of the sound without noise. Printed are the shares of words that no segment holds whole, and that are in none; the delay
 * from the end of speech to the end of its segment; how much of the sound is in segments; for the detector what a second of sound takes.
 * The last part counts the segments where nobody speaks. The last line is one JSON object.
 */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadEngine } from '../src/cli/engine';
import { processTerminal } from '../src/cli/terminal';
import { readUtterances } from '../src/cli/utterance-list';
import { createResampler } from '../src/core/audio/resampler';
import { type CutRules, createSegmentCutter, defaultCutRules } from '../src/core/final/segment-cutter';
import type { SpeechSegment } from '../src/core/final/types';
import { percentile, seededRandom } from '../src/core/metrics';
import type { Word } from '../src/core/transcript/types';
import { loadSpeechDetector } from '../src/engine/speech-detector';
import { openAudio } from '../src/media/open';
import { blockSamples, sampleRateHz, sources } from '../proofs/speech/noise-sounds';

const samplesPerMs = sampleRateHz / 1000;
const gapMs = 1500;
const utterancesInSession = 10;
/** The search is no surer than this of where a word begins and ends. */
const slackMs = 60;

const { values: options, positionals: tables } = parseArgs({
  allowPositionals: true,
  options: {
    utterances: { type: 'string', default: '30' },
    kinds: { type: 'string', default: 'pink,music' },
    snr: { type: 'string', default: '20,10,5' },
    'noise-minutes': { type: 'string', default: '10' },
    detector: {
      type: 'string',
      default: join(dirname(fileURLToPath(import.meta.url)), '..', 'resources', 'speech', 'silero-vad.onnx'),
    },
    rules: { type: 'string', default: '' },
    'detector-only': { type: 'boolean', default: false },
  },
});
const changed = Object.fromEntries(
  options.rules
    .split(',')
    .filter(Boolean)
    .map((rule) => [rule.split('=')[0]!, Number(rule.split('=')[1])]),
);
const rules: CutRules = { ...defaultCutRules, ...changed };
const minutes = Number(options['noise-minutes']);

/** A segment, and when it was known to have ended. */
interface TimedSegment extends SpeechSegment {
  readonly closedMs: number;
}

const model = await loadEngine({ backend: 'wasm' }, processTerminal(false));
const detector = await loadSpeechDetector(await readFile(options.detector));
let detectorMs = 0;
let detectorSeconds = 0;

async function byDetector(samples: Float32Array): Promise<TimedSegment[]> {
  const stream = detector.createStream();
  const cutter = createSegmentCutter(rules);
  const segments: TimedSegment[] = [];
  const { frameSamples } = detector;
  const whole = samples.length - (samples.length % frameSamples);
  // Three frames at a time are what a block of a tenth of a second has.
  for (let at = 0; at < whole; at += 3 * frameSamples) {
    const frames = samples.subarray(at, Math.min(whole, at + 3 * frameSamples));
    const before = process.cpuUsage();
    const probabilities = await stream.next(frames);
    const { user, system } = process.cpuUsage(before);
    detectorMs += (user + system) / 1000;
    for (const [i, probability] of probabilities.entries()) {
      const frame = frames.subarray(i * frameSamples, (i + 1) * frameSamples);
      const energy = frame.reduce((sum, sample) => sum + sample * sample, 0) / frameSamples;
      const closedMs = (at + (i + 1) * frameSamples) / samplesPerMs;
      segments.push(...cutter.accept({ probability, energy }).map((segment) => ({ ...segment, closedMs })));
    }
  }
  detectorSeconds += samples.length / sampleRateHz;
  const endMs = samples.length / samplesPerMs;
  return [...segments, ...cutter.finish(endMs).map((segment) => ({ ...segment, closedMs: endMs }))];
}

/** The streaming search's words, and its segments if it ends them after the same pause as the detector. */
async function bySearch(samples: Float32Array): Promise<{ readonly words: readonly Word[]; readonly segments: TimedSegment[] }> {
  const endpointRules = [
    { minTrailingSilenceMs: rules.pauseMs, mustContainWords: true, minUtteranceMs: 0 },
    { minTrailingSilenceMs: 2400, mustContainWords: false, minUtteranceMs: 0 },
  ];
  const recognizer = model.createRecognizer({ endpointRules });
  const segments: TimedSegment[] = [];
  const words: Word[] = [];
  const add = (heard: Awaited<ReturnType<typeof recognizer.inputFinished>>): void => {
    for (const segment of heard.segments.slice(segments.length)) {
      const startMs = Math.max(segments.at(-1)?.endMs ?? 0, segment.startMs - rules.paddingMs);
      segments.push({ startMs, endMs: segment.endMs + rules.paddingMs, closedMs: heard.durationMs });
      words.push(...segment.words);
    }
  };
  for (let at = 0; at < samples.length; at += 1600)
    add(await recognizer.acceptWaveform(samples.slice(at, at + 1600), sampleRateHz));
  add(await recognizer.inputFinished());
  recognizer.dispose();
  return { words, segments };
}

async function samplesOf(path: string): Promise<Float32Array> {
  const file = await openAudio({ path }, path);
  const resampler = createResampler(file.sampleRateHz, sampleRateHz);
  const parts: Float32Array[] = [];
  for await (const block of file.blocks()) parts.push(resampler.accept(block));
  parts.push(resampler.finish());
  file.close();
  return joined(parts);
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function soundOf(kind: string, samples: number, seed: number): Float32Array {
  const source = sources[kind]!(seededRandom(seed));
  const out = new Float32Array(samples);
  for (let at = 0; at < samples; at += blockSamples) source(out.subarray(at, at + blockSamples));
  return out;
}

function rms(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

function mixed(speech: Float32Array, loudness: number, kind: string, snrDb: number): Float32Array {
  const noise = soundOf(kind, speech.length, 11);
  const gain = loudness / 10 ** (snrDb / 20) / rms(noise);
  return speech.map((sample, i) => sample + gain * noise[i]!);
}

interface Score {
  words: number;
  cut: number;
  missed: number;
  segments: number;
  segmentMs: number;
  soundMs: number;
  readonly delays: number[];
  longestMs: number;
}

const newScore = (): Score => ({ words: 0, cut: 0, missed: 0, segments: 0, segmentMs: 0, soundMs: 0, delays: [], longestMs: 0 });

function add(score: Score, words: readonly Word[], segments: readonly TimedSegment[], soundMs: number): void {
  for (const [i, { startMs, endMs }] of words.entries()) {
    score.words++;
    const slack = Math.min(slackMs, (endMs - startMs) / 3);
    const isWhole = segments.some((segment) => segment.startMs <= startMs + slack && segment.endMs >= endMs - slack);
    const isIn = segments.some(
      (segment) => Math.min(segment.endMs, endMs) - Math.max(segment.startMs, startMs) > (endMs - startMs) / 2,
    );
    if (!isIn) score.missed++;
    else if (!isWhole) score.cut++;
    const next = words[i + 1];
    if (!isIn || (next !== undefined && next.startMs - endMs < gapMs)) continue;
    const own = segments.find((segment) => segment.endMs >= endMs - slack);
    if (own !== undefined && own.closedMs < soundMs) score.delays.push(own.closedMs - endMs);
  }
  score.segments += segments.length;
  score.segmentMs += segments.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  score.longestMs = Math.max(score.longestMs, ...segments.map(({ startMs, endMs }) => endMs - startMs));
  score.soundMs += soundMs;
}

function shown({ words, cut, missed, segments, segmentMs, soundMs, delays, longestMs }: Score): Record<string, number> {
  const round = (value: number, digits = 2): number => Number(value.toFixed(digits));
  return {
    words,
    cutPercent: round((100 * cut) / words),
    missedPercent: round((100 * missed) / words),
    segments,
    meanSeconds: round(segmentMs / segments / 1000),
    longestSeconds: round(longestMs / 1000),
    inSegmentsPercent: round((100 * segmentMs) / soundMs, 1),
    delayMs: round(percentile(delays, 0.5), 0),
    delayP95Ms: round(percentile(delays, 0.95), 0),
  };
}

const results: Record<string, Record<string, Record<string, number>>> = {};
const conditions = [
  'clean',
  ...options.kinds.split(',').flatMap((kind) => options.snr.split(',').map((snr) => `${kind} ${snr} dB`)),
];
for (const table of tables) {
  const utterances = await readUtterances(table, { split: 'dev' });
  const step = Math.max(1, Math.floor(utterances.length / Number(options.utterances)));
  const chosen = utterances.filter((_, i) => i % step === 0).slice(0, Number(options.utterances));
  const scores = new Map<string, { detector: Score; search: Score }>();
  for (let first = 0; first < chosen.length; first += utterancesInSession) {
    const parts: Float32Array[] = [];
    for (const { file } of chosen.slice(first, first + utterancesInSession)) {
      parts.push(await samplesOf(file), new Float32Array(gapMs * samplesPerMs));
    }
    const loudness = rms(joined(parts.filter((_, i) => i % 2 === 0)));
    const speech = joined(parts);
    const soundMs = speech.length / samplesPerMs;
    const { words, segments: cleanSegments } = await bySearch(speech);
    const sure = words.filter(({ confidence }) => confidence >= 0.5);
    for (const condition of conditions) {
      const score = scores.get(condition) ?? { detector: newScore(), search: newScore() };
      scores.set(condition, score);
      const [kind, snr] = condition.split(' ');
      const sound = condition === 'clean' ? speech : mixed(speech, loudness, kind!, Number(snr));
      add(score.detector, sure, await byDetector(sound), soundMs);
      if (options['detector-only']) continue;
      const segments = condition === 'clean' ? cleanSegments : (await bySearch(sound)).segments;
      add(score.search, sure, segments, soundMs);
    }
  }
  for (const [condition, score] of scores) {
    const name = `${basename(table, '.tsv')}, ${condition}`;
    results[name] = { detector: shown(score.detector), ...(!options['detector-only'] && { search: shown(score.search) }) };
    console.log(name, JSON.stringify(results[name]));
  }
}
if (minutes > 0) {
  for (const kind of Object.keys(sources)) {
    const sound = soundOf(kind, minutes * 60 * sampleRateHz, 7);
    const segments = await byDetector(sound);
    const name = `${kind}, ${minutes} minutes`;
    results[name] = {
      detector: {
        segments: segments.length,
        seconds: segments.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0) / 1000,
      },
    };
    console.log(name, JSON.stringify(results[name]));
  }
}
const msPerSecond = Number((detectorMs / detectorSeconds).toFixed(2));
model.dispose();
await detector.dispose();
console.log(JSON.stringify({ results, detectorMsPerSecond: msPerSecond }));
