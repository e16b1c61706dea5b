/**
 * What a word that comes takes of the shipped punctuator:
 *
 *     npm run bench -- punctuator
 *
 * Above 2 ms of one core in the mean the exit status is 1. The last line is one JSON object.
 */
import { loadPunctuator, shippedText } from '../src/cli/punctuator';
import { samplePassages, timing } from '../proofs/text/punctuation';

const mostMs = 2;

const punctuator = await loadPunctuator('en');
if (punctuator === null) throw new Error(`There is no punctuator in ${shippedText}.`);
const times = timing(
  punctuator,
  (await samplePassages()).flatMap(({ spoken }) => spoken),
);
console.log(`${times.meanCpuMs} ms of one core for a word that comes, ${times.medianMs} by the clock (median)`);
console.log(JSON.stringify(times));
process.exitCode = times.meanCpuMs <= mostMs ? 0 : 1;
