import type { NamedRuns } from '../scripts/named-runs';

export const benches: NamedRuns = {
  models: { line: 'every model on every backend, stage by stage, and beside ONNX Runtime' },
  encoder: { line: 'the default encoder beside ONNX Runtime and matrix products; fails where it is far slower' },
  punctuator: { line: 'what a word takes of the punctuator; fails above 2 ms of one core' },
  throughput: { line: 'hours of audio a minute through `utter transcribe` on a folder' },
  page: { line: 'size, start and longest tasks of the browser edition', needs: 'browser' },
  threads: { line: 'WebAssembly with one and with two threads, in a browser' },
  sherpa: { line: 'Utter and sherpa-onnx side by side' },
  'cold-start': { line: "the desktop application's start", needs: 'desktop' },
  attention: { line: 'an encoder with attention over chunks, by stage, beside ONNX Runtime' },
  search: { line: 'the lexicon search with the files of a phone model (FOLDER)' },
  segments: { line: 'two ways of cutting speech into segments (TABLE…)' },
  refresh: { line: 'live words with and without refreshing by the final pass (TABLE)' },
  beside: { line: 'live words alone, and while the final pass hears another segment (TABLE)' },
  'word-times': { line: 'where final words are put that the search did not hear (TABLE)' },
  'tune-search': { line: 'word errors and time with each combination of search settings (--model … --tsv …)' },
  'tune-vote': { line: "fits the weights of the final pass's vote (--heard FOLDER)" },
  'tune-commands': { line: 'fits what tells spoken commands from words, and scores it on text that is held out' },
  'tune-evidence': { line: "fits what a final model's marks and capitals count (HEARINGS,…)" },
};
