import type { NamedRuns } from '../scripts/named-runs';

// Who serves another build is not helped by one of these sources.
const browser = process.env['UTTER_SITE'] === undefined ? { needs: 'browser' as const } : {};

export const proofs: NamedRuns = {
  text: { line: "written text and the user's words (itn, round-trip, …; --full takes an hour of speech)" },
  fuzz: { line: '1,000 malformed recordings, models, settings and messages (--seed 2, --only 17)' },
  recordings: { line: 'cuts, joins, flips, holes and swaps of a recording in every container, beside ffmpeg (--count 2000)' },
  day: { line: 'a recording of 24 hours, decoded in flat memory (--hours 1)' },
  batch: { line: 'a folder of recordings through the command line, interrupted, killed and resumed (--files 10000)' },
  crash: { line: 'kills a dictating browser 50 times and compares what is recovered (--kills 5)', ...browser },
  soak: { line: 'dictates for 60 minutes, faster than real time, and measures memory (--minutes 5)', ...browser },
  'engine-soak': { line: 'recognises eight hours of speech and measures memory (--minutes 60)' },
  offline: { line: 'counts network requests while dictating (--seconds 20)', ...browser },
  delivery: { line: 'dictates 200 times into real windows on an X server of its own (RUNS)', needs: 'desktop' },
  idle: { line: 'processor time while nobody dictates, with the keys armed (--minutes 5)', needs: 'desktop' },
  interchange: { line: 'our ONNX exports in Utter and in sherpa-onnx, unit by unit (--limit 100)' },
  'large-model': { line: 'memory and speed of a model of 66 million parameters, in Utter and in sherpa-onnx' },
  'noise-words': { line: 'words that are heard where nobody speaks (--minutes 30)' },
  'foreign-words': { line: 'how sure a model is of what it makes of other languages' },
};
