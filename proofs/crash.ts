/**
 * Proves that a dictation survives the loss of its process:
 *
 *     npm run prove -- crash [--kills 50] [--longest-ms 12000] [--microphone speech.wav] [--seed 1]
 *
 * At random moments of a running dictation (the browser edition, a persistent profile, a fake microphone) the browser's whole
 * process group is killed with SIGKILL, opened again, and what "Recover" brings back is compared with what had been heard and
 * shown. The last line is one JSON object.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '../src/core/metrics';
import { serveSite } from './browser/browser';
import { crashes } from './browser/crashes';

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    'longest-ms': { type: 'string', default: '12000' },
    microphone: { type: 'string', default: path.resolve(import.meta.dirname, '../e2e/fixtures/speech.wav') },
    seed: { type: 'string', default: '1' },
  },
});
const kills = Number(options.kills);
const longestMs = Number(options['longest-ms']);
if (!(kills > 0)) throw new Error('--kills is a positive number');
if (!(longestMs > 0)) throw new Error('--longest-ms is a positive number');

const random = seededRandom(Number(options.seed));
const moments = Array.from({ length: kills }, () => random() * longestMs);
const site = await serveSite();
const profile = await mkdtemp(path.join(tmpdir(), 'utter-crash-'));
let kill = 0;
let audioLostMsMax = 0;
let committedWords = 0;
let committedWordsLost = 0;
try {
  const microphone = path.resolve(options.microphone);
  // Fixed, so that a launch does not try every backend first.
  const parts = { address: site.address, profile, microphone, settings: { backend: 'wasm' } };
  for await (const result of crashes(parts, moments)) {
    const lostMs = Math.max(0, result.heardMs - result.keptMs);
    audioLostMsMax = Math.max(audioLostMsMax, lostMs);
    committedWords += result.committedWords;
    committedWordsLost += result.lostWords.length;
    const words = `${result.committedWords} committed words, lost ${JSON.stringify(result.lostWords)}`;
    console.log(`${++kill}/${kills}: ${Math.round(result.heardMs)} ms heard, ${Math.round(lostMs)} ms lost; ${words}`);
  }
} finally {
  await site.close();
  await rm(profile, { recursive: true, force: true });
}
console.log(JSON.stringify({ kills: kill, audioLostMsMax: Math.round(audioLostMsMax), committedWords, committedWordsLost }));
process.exitCode = committedWordsLost === 0 && audioLostMsMax <= 1000 ? 0 : 1;
