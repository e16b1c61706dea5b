import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PhoneManifest } from '../model/manifest';
import type { Units } from '../model/units';
import { lexiconTensors, ngramTensors } from './fixtures/arrays';
import { tensorFile } from './fixtures/tensor-file';
import type { TensorValues } from './fixtures/tensor-file';
import { parseLanguage } from './language';
import type { Language } from './language';

const units: Units = { pieces: ['<blk>', 'A', 'B', 'C'], blankId: 0, wordBoundary: null };
const manifest = {
  units: { kind: 'phones', file: 'units.txt', count: 4, blankId: 0 },
  lexicon: { file: 'lexicon.safetensors', words: 6 },
  languageModel: { file: 'lm.safetensors', order: 1 },
  search: { lmWeight: 1, wordScore: 0, beam: 10, maxTokens: 10, blankScale: 1 },
} as PhoneManifest;

const unigrams = new Map([-9, 0, -2, -1, -3, -2].map((score, word) => [String(word), { score, backoff: 0 }] as const));
const unigram = (word: number): number => unigrams.get(String(word))!.score;
const pronunciations = [
  { word: 3, phones: [1, 2], cost: 0 },
  { word: 4, phones: [1, 2], cost: 0.5 },
  { word: 4, phones: [2], cost: 1 },
  { word: 5, phones: [1, 2, 3], cost: 0 },
];
const lexicon = lexiconTensors(['ab', 'naïve', "c's"], pronunciations, unigram);
const lm = ngramTensors(unigrams, 1, 6);

function parse(lexiconFile: Uint8Array, lmFile: Uint8Array): Language {
  const contents = new Map([
    ['lexicon.safetensors', lexiconFile],
    ['lm.safetensors', lmFile],
  ]);
  return parseLanguage(manifest, units, contents, '/models/x');
}

const changed = (name: string, change: (values: number[]) => unknown): Record<string, TensorValues> => {
  const values = Array.from(lexicon[name]!.values);
  change(values);
  return { ...lexicon, [name]: { ...lexicon[name]!, values } };
};

describe('language', () => {
  it('[N1] reads words, pronunciations and look-ahead', () => {
    const { lexicon: read } = parse(tensorFile(lexicon, { units: '<blk> A B C' }), tensorFile(lm));
    expect([3, 4, 5].map(read.spelling)).toEqual(['ab', 'naïve', "c's"]);
    const found: unknown[] = [];
    const walk = (node: number, phones: readonly number[]): void => {
      for (let i = read.wordStart[node]!; i < read.wordStart[node + 1]!; i++) {
        found.push({ word: read.word[i], phones, cost: read.wordCost[i] });
      }
      for (let next = read.child[node]!; next < read.child[node + 1]!; next++) walk(next, [...phones, read.phone[next]!]);
    };
    walk(0, []);
    expect(found).toHaveLength(pronunciations.length);
    expect(found).toEqual(expect.arrayContaining(pronunciations));
    expect(read.lookahead[0]).toBe(-1);
  });

  it('[N1] knows the likeliest word below a node', () => {
    const { lexicon: read } = parse(tensorFile(lexicon), tensorFile(lm));
    expect(read.likeliestWord(0)).toBe(3);
    const last = read.nodes - 1;
    expect(read.likeliestWord(last)).toBe(5);
    const other = lexiconTensors(['ab', 'naïve', "c's"], pronunciations, (word) => (word === 5 ? -0.5 : -4));
    expect(parse(tensorFile(other), tensorFile(lm)).lexicon.likeliestWord(0)).toBe(5);
  });

  it.each([
    ['an empty lexicon', lexiconTensors([], [], unigram), /has no words/],
    ['words without pronunciations', lexiconTensors(['ab', 'b', 'c'], [], unigram), /has no words/],
    ['a phone that is no unit', changed('node.phone', (v) => (v[1] = 4)), /phone 4 at node 1.*its 4 units except 0/],
    ['the blank as a phone', changed('node.phone', (v) => (v[1] = 0)), /phone 0 at node 1/],
    ['a special word', changed('node.word', (v) => (v[0] = 2)), /word 2 in node\.word/],
    ['a word out of range', changed('node.word', (v) => (v[0] = 6)), /word 6 in node\.word, of 6/],
    ['children out of range', changed('node.child', (v) => (v[1] = 99)), /node\.child that is not ascending/],
    ['children that begin at the root', changed('node.child', (v) => (v[0] = 0)), /node\.child that does not span/],
    ['a loop', changed('node.child', (v) => v.splice(1, 2, 1, 1)), /leads to no word|comes after its children/],
    ['a dead end', changed('node.wordStart', (v) => v.fill(4, 2)), /leads to no word/],
    ['a word without phones', changed('node.wordStart', (v) => (v[1] = 1)), /ascending|without phones/],
    ['offsets that end early', changed('word.offset', (v) => (v[6] = 3)), /word\.offset that does not span/],
    ['offsets out of order', changed('word.offset', (v) => (v[4] = 0)), /word\.offset that is not ascending/],
    ['an empty spelling', changed('word.offset', (v) => (v[4] = v[3]!)), /word 3 spelled ""/],
    ['another start of the vocabulary', changed('word.text', (v) => (v[1] = 0x75 - 1)), /word 0 spelled "<tnk>"/],
    ['text that is not UTF-8', changed('word.text', (v) => (v[12] = 0xff)), /word 3 whose spelling is not UTF-8/],
    ['a cost below zero', changed('node.wordCost', (v) => (v[0] = -1)), /node\.wordCost/],
    ['a cost that is no number', changed('node.wordCost', (v) => (v[0] = NaN)), /node\.wordCost/],
    ['a look-ahead that is no number', changed('node.lookahead', (v) => (v[1] = NaN)), /look-ahead at node 1/],
    ['a look-ahead above one', changed('node.lookahead', (v) => (v[0] = 1)), /look-ahead at node 0/],
    ['a look-ahead that grows', changed('node.lookahead', (v) => (v[1] = -0.5)), /look-ahead that grows below node 0/],
    ['costs cut short', changed('node.wordCost', (v) => v.pop()), /node\.wordCost of shape \(3\)/],
  ])('[N2] refuses %s, naming file and remedy', (_, tensors, message) => {
    const act = (): unknown => parse(tensorFile(tensors), tensorFile(lm));
    expect(act).toThrow(message);
    expect(act).toThrow('/models/x/lexicon.safetensors');
    expect(act).toThrow(expect.objectContaining({ code: 'model-invalid', remedy: expect.stringMatching(/Reinstall/) }));
  });

  it('[N3] refuses a lexicon for other phones, other than the manifest says, or other than the language model has', () => {
    expect(() => parse(tensorFile(lexicon, { units: '<blk> A C B' }), tensorFile(lm))).toThrow(
      /other phones than those of units\.txt/,
    );
    const larger = lexiconTensors(['ab', 'b', 'c', 'd'], pronunciations, unigram);
    expect(() => parse(tensorFile(larger), tensorFile(lm))).toThrow(/has 7 words, but manifest\.json says 6/);
    const act = (): unknown => parse(tensorFile(lexicon), tensorFile(ngramTensors(unigrams, 1, 5)));
    expect(act).toThrow('/models/x/lm.safetensors has 5 words, but lexicon.safetensors has 6');
  });

  it('[D27] refuses a lexicon with silence inside a word', () => {
    const contents = new Map([
      ['lexicon.safetensors', tensorFile(lexicon)],
      ['lm.safetensors', tensorFile(lm)],
    ]);
    const withSilence = { ...manifest, units: { ...manifest.units, silenceId: 3 } };
    expect(() => parseLanguage(withSilence, units, contents, '/models/x')).toThrow(/silence, unit 3, inside a word/);
  });

  it('[N2] refuses files that are cut anywhere', () => {
    const files = [tensorFile(lexicon), tensorFile(lm)] as const;
    for (const [cut, whole] of files.entries()) {
      for (let length = 0; length < whole.length; length += 7) {
        const damaged = files.map((bytes, i) => (i === cut ? bytes.subarray(0, length) : bytes));
        expect(() => parse(damaged[0]!, damaged[1]!)).toThrow(expect.objectContaining({ code: 'model-invalid' }));
      }
    }
  });
});

interface TrainedGolden {
  readonly sentences: readonly { text: string; ids: readonly number[]; logProbabilities: readonly number[] }[];
  readonly pronunciations: number;
}

describe('files as training writes them', () => {
  // 400 words of Tatoeba (CC BY 2.0 FR), with the probabilities that training's own reader gives.
  const file = (name: string): Buffer => readFileSync(new URL(`./fixtures/trained/${name}`, import.meta.url));
  const phones = file('units.txt').toString().trim().split('\n');
  const trained = {
    units: { kind: 'phones', file: 'units.txt', count: phones.length, blankId: 0 },
    lexicon: { file: 'lexicon.safetensors', words: 402 },
    languageModel: { file: 'lm.safetensors', order: 3 },
    search: manifest.search,
  } as PhoneManifest;
  const contents = new Map(['lexicon.safetensors', 'lm.safetensors'].map((name) => [name, file(name)]));
  const { lexicon: words, ngram } = parseLanguage(trained, { ...units, pieces: phones }, contents, '/models/x');
  const golden = JSON.parse(file('golden.json').toString()) as TrainedGolden;

  it('[N4] give sentences the same probabilities', () => {
    for (const { ids, logProbabilities } of golden.sentences) {
      let state = ngram.startState;
      for (const [i, expected] of logProbabilities.entries()) {
        expect(ngram.score(state, ids[i + 1]!)).toBeCloseTo(expected, 4);
        state = ngram.nextState;
      }
    }
    expect(golden.sentences.length).toBeGreaterThan(0);
  });

  it('[N1] give words their spellings and pronunciations', () => {
    for (const { text, ids } of golden.sentences) {
      expect(ids.slice(1, -1).map(words.spelling).join(' ')).toBe(text);
    }
    expect(words.word).toHaveLength(golden.pronunciations);
    let node = 0;
    for (const phone of ['HH', 'AW', 'S']) {
      for (let next = words.child[node]!, end = words.child[node + 1]!; next < end; next++) {
        if (phones[words.phone[next]!] === phone) node = next;
      }
    }
    const ending = words.word.subarray(words.wordStart[node], words.wordStart[node + 1]);
    expect(Array.from(ending, words.spelling)).toContain('house');
  });
});
