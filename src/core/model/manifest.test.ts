import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dependsOnChunk, isPhoneManifest, layerStateFrames, lookaheadFrames, parseManifest, receptiveFrames } from './manifest';
import type { CausalConvConfig, Manifest } from './manifest';

function fixture(folder: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../engine/fixtures/${folder}/manifest.json`, import.meta.url), 'utf8'));
}
const tiny = fixture('tiny');
const table = fixture('tiny-table');

/** The fixture as a model of phones would have it. */
const phones: unknown = {
  ...(tiny as object),
  units: { kind: 'phones', file: 'units.txt', count: 32, blankId: 0 },
  lexicon: { file: 'lexicon.safetensors', words: 100 },
  languageModel: { file: 'lm.safetensors', order: 3 },
  search: { lmWeight: 0.6, wordScore: 0, beam: 12, maxTokens: 400, blankScale: 1 },
  files: {
    ...(tiny as { files: object }).files,
    'lexicon.safetensors': { bytes: 1, sha256: '0'.repeat(64) },
    'lm.safetensors': { bytes: 1, sha256: '0'.repeat(64) },
  },
};

const attentionEncoder = {
  architecture: 'chunk-attention',
  inputDim: 80,
  outputDim: (tiny as Manifest).encoder.outputDim,
  subsampling: 4,
  channels: 8,
  heads: 2,
  feedForward: 16,
  layers: 2,
  poolAfter: 1,
  positions: 20,
  leftContextFrames: 24,
  bottleneck: 3,
  states: [
    { name: 'encoder.conv1', shape: [2, 80] },
    { name: 'encoder.conv2', shape: [1, 8] },
    { name: 'encoder.0.keys', shape: [12, 8] },
    { name: 'encoder.0.values', shape: [12, 8] },
    { name: 'encoder.1.keys', shape: [6, 8] },
    { name: 'encoder.1.values', shape: [6, 8] },
    { name: 'encoder.steps', shape: [1] },
  ],
};
const attention: unknown = {
  ...(tiny as object),
  featurizer: (fixture('tiny-attention') as Manifest).featurizer,
  encoder: attentionEncoder,
  streaming: { chunkFrames: 16, chunkFramesChoices: [8, 16], lookaheadFrames: 0, flushFrames: 32 },
};

/** The fixture with one field changed; `undefined` removes it. */
function changed(field: string, value: unknown, original = tiny): unknown {
  const copy = structuredClone(original);
  const keys = field.split('.');
  let target = copy as Record<string, unknown>;
  for (const key of keys.slice(0, -1)) target = target[key] as Record<string, unknown>;
  const last = keys.at(-1)!;
  if (value === undefined) delete target[last];
  else target[last] = value;
  return copy;
}

describe('manifest', () => {
  it('[M1] accepts what training writes', () => {
    expect(parseManifest(tiny, 'x').id).toBe('tiny');
    expect(parseManifest(table, 'x').id).toBe('tiny-table');
  });

  it.each([
    ['format', 'other', /format/],
    ['version', 2, /version/],
    ['id', '../up', /id/],
    ['units.file', 'a/b', /units\.file/],
    ['units.blankId', 99, /units\.blankId: 99/],
    ['units.count', undefined, /units\.count/],
    ['featurizer.bins', 40, /encoder\.inputDim: 80, but featurizer\.bins is 40/],
    ['featurizer.highHz', 9000, /featurizer\.highHz/],
    ['featurizer.window', 'blackman', /featurizer\.window/],
    ['encoder.architecture', 'zipformer', /encoder\.architecture/],
    ['encoder.subsampling', 4, /encoder\.subsampling: 4/],
    ['encoder.outputDim', 256, /encoder\.outputDim: 256/],
    ['encoder.layers.1.in', 23, /encoder\.layers\[1\]\.in: 23/],
    ['encoder.layers.1.dilation', 2, /encoder\.states\[1\]/],
    ['encoder.layers.0.dilation', 2, /encoder\.layers\[0\]\.dilation/],
    ['encoder.states', [], /encoder\.states: 0 states/],
    ['encoder.states.0.name', 'first', /encoder\.states\[0\]: first/],
    ['predictor.outputDim', 21, /predictor\.outputDim: 21/],
    ['predictor.architecture', 'lstm', /predictor\.architecture/],
    ['joint.dim', 21, /joint\.dim: 21/],
    ['joint', { architecture: 'table', normalization: 'global' }, /joint\.architecture: table does not go with .* conv/],
    ['streaming.chunkFrames', 25, /streaming\.chunkFrames: 25/],
    ['streaming.lookaheadFrames', 6, /streaming\.lookaheadFrames: 6, but the layers look ahead 0/],
    ['files', {}, /files: weights\.safetensors is missing/],
    ['files.units.txt', undefined, /files/],
  ])('[M2] refuses %s = %j, naming file and field', (field, value, message) => {
    const manifest = field === 'files.units.txt' ? withoutUnitsFile() : changed(field, value);
    expect(() => parseManifest(manifest, '/models/x/')).toThrow(message);
    expect(() => parseManifest(manifest, '/models/x/')).toThrow('/models/x/manifest.json is not valid');
    expect(() => parseManifest(manifest, '/models/x/')).toThrow(expect.objectContaining({ code: 'model-invalid' }));
  });

  it('[M1] accepts a model of phones, with and without a grapheme-to-phoneme model', () => {
    const manifest = parseManifest(phones, 'x');
    expect(isPhoneManifest(manifest) && manifest.search.maxTokens).toBe(400);
    expect(isPhoneManifest(parseManifest(tiny, 'x'))).toBe(false);
    const g2p = { file: 'lm.safetensors', order: 5 };
    expect(parseManifest(changed('g2p', g2p, phones), 'x').g2p).toEqual(g2p);
  });

  it.each([
    ['units.count', 300, /units\.count/],
    ['units.kind', 'letters', /units\.kind/],
    ['lexicon', undefined, /lexicon: a model of phones needs one/],
    ['lexicon.words', 0, /lexicon\.words/],
    ['lexicon.file', '../lexicon', /lexicon\.file/],
    ['lexicon.file', 'other.safetensors', /files: other\.safetensors is missing/],
    ['languageModel', undefined, /languageModel: a model of phones needs one/],
    ['languageModel.order', 0, /languageModel\.order/],
    ['g2p', { file: 'g2p.safetensors', order: 5 }, /files: g2p\.safetensors is missing/],
    ['search', undefined, /search: a model of phones needs one/],
    ['search.beam', 0, /search\.beam/],
    ['search.maxTokens', 0.5, /search\.maxTokens/],
    ['predictor.contextUnits', 5, /predictor\.contextUnits: 5 phones of 32/],
  ])('[M2] refuses a model of phones whose %s is %j', (field, value, message) => {
    expect(() => parseManifest(changed(field, value, phones), 'x')).toThrow(message);
  });

  it.each([
    ['encoder.layers.0.out', 80, /encoder\.layers\[0\]\.out: 80, but frame and mean have 160/],
    ['encoder.layers.0.kernel', 31, /encoder\.states\[0\]: encoder\.0 \(29, 80\), but the layers need encoder\.0 \(30, 80\)/],
    ['encoder.layers.2.ahead', 3, /encoder\.layers\[2\]\.ahead: 3, but there are 3 taps/],
    ['encoder.layers.2.ahead', -1, /encoder\.layers\.?\[2\]\.ahead/],
    ['encoder.layers.3.ahead', 0, /streaming\.lookaheadFrames: 9, but the layers look ahead 3/],
    ['encoder.layers.4.out', 8, /encoder\.layers\[4\]\.out: a pool keeps its 16 channels/],
    ['encoder.layers.4.bottleneck', 5, /encoder\.states\[4\]: encoder\.4 \(19, 4\), but the layers need encoder\.4 \(19, 5\)/],
    ['streaming.flushFrames', 6, /streaming\.flushFrames: 6 are not enough for a look-ahead of 9/],
    ['units.count', 8, /encoder\.outputDim: 81, but a table of 8 units has 64 logits/],
    ['units.silenceId', 9, /units\.silenceId: 9 is not below units\.count 9/],
    ['units.silenceId', 0, /units\.silenceId: 0 is the blank/],
    ['predictor.contextUnits', 2, /predictor\.contextUnits/],
    ['joint.normalization', 'none', /joint\.normalization/],
    ['joint', { architecture: 'linear', activation: 'tanh', dim: 81 }, /joint\.architecture: linear does not go with .* table/],
    ['search.silenceScore', 'low', /search\.silenceScore/],
    ['search.speechScore', null, /search\.speechScore/],
  ])('[M2] refuses a table model whose %s is %j', (field, value, message) => {
    const shrunk = field === 'units.count' ? changed('units.silenceId', 7, table) : table;
    expect(() => parseManifest(changed(field, value, shrunk), 'x')).toThrow(message);
  });

  it('[M2] refuses look-ahead that is no whole number of output frames', () => {
    const early = changed('streaming.lookaheadFrames', 3, changed('encoder.layers.1.ahead', 1));
    expect(() => parseManifest(early, 'x')).toThrow(/streaming\.lookaheadFrames: 3 is not a multiple of encoder\.subsampling 6/);
  });

  it('[M1] takes no silence score for none, and a block without look-ahead for one that has none', () => {
    const plain = parseManifest(changed('encoder.layers.1.ahead', undefined), 'x');
    expect(layersOf(plain)[1]).toMatchObject({ kind: 'block', ahead: 0 });
    expect(parseManifest(phones, 'x').search?.silenceScore).toBe(0);
  });

  it('[M2] refuses a lexicon with a model of pieces', () => {
    const lexicon = { file: 'units.txt', words: 1 };
    expect(() => parseManifest(changed('lexicon', lexicon), 'x')).toThrow(/lexicon: only a model of phones has one/);
  });

  it.each([null, [], 'text', 7, {}])('[M2] refuses %j', (json) => {
    expect(() => parseManifest(json, 'x')).toThrow(expect.objectContaining({ code: 'model-invalid' }));
  });

  it('[E6] knows how far the encoder looks back and ahead', () => {
    const { encoder } = parseManifest(tiny, 'x');
    expect(layersOf({ encoder }).map(layerStateFrames)).toEqual([2, 2, 4, 1, 2, 4, 8, 0]);
    expect(receptiveFrames(encoder, 24)).toBe(2 + 3 * (2 + 4 + 1) + 6 * (2 + 4 + 8));
    expect(lookaheadFrames(encoder)).toBe(0);
    const other = parseManifest(table, 'x').encoder;
    expect(layersOf({ encoder: other }).map(layerStateFrames)).toEqual([29, 2, 2, 4, 19, 6, 0, 0]);
    expect(receptiveFrames(other, 24)).toBe(29 + 2 + 3 * (2 + 4 + 19 + 6));
    expect(lookaheadFrames(other)).toBe(3 * (1 + 2));
  });
});

describe('a manifest of a chunk-attention encoder', () => {
  it('[M1] is accepted, and says how far back a chunk can hear', () => {
    const { encoder, featurizer } = parseManifest(attention, 'x');
    expect(featurizer.kind).toBe('whisper-log-mel');
    // Both layers' contexts in whole chunks, and one chunk for the convolutions.
    expect(receptiveFrames(encoder, 8)).toBe((2 * 3 + 1) * 8);
    expect(receptiveFrames(encoder, 24)).toBe((2 * 1 + 1) * 24);
    expect([lookaheadFrames(encoder), dependsOnChunk(encoder)]).toEqual([0, true]);
  });

  it('[M1] may do without bottleneck and without pool', () => {
    expect(parseManifest(changed('encoder.bottleneck', undefined, attention), 'x').encoder).toMatchObject({ bottleneck: 0 });
    const states = structuredClone(attentionEncoder.states);
    for (const state of states.slice(4, 6)) state.shape[0] = 12;
    const unpooled = { ...attentionEncoder, poolAfter: 0, subsampling: 2, states };
    expect(parseManifest(changed('encoder', unpooled, attention), 'x').encoder.subsampling).toBe(2);
  });

  it.each([
    ['encoder.heads', 3, /encoder\.heads: 3 heads do not divide 8 channels/],
    ['encoder.poolAfter', 3, /encoder\.poolAfter: 3, but there are 2 layers/],
    ['encoder.poolAfter', 0, /encoder\.subsampling: 4, but convolutions and pool give 2/],
    ['encoder.leftContextFrames', 26, /encoder\.leftContextFrames: 26 is not a multiple of encoder\.subsampling 4/],
    [
      'encoder.leftContextFrames',
      28,
      /encoder\.states\[2\]: encoder\.0\.keys \(12, 8\), but the layers need encoder\.0\.keys \(14, 8\)/,
    ],
    ['encoder.states', [], /encoder\.states: 0 states, but 7 are needed/],
    [
      'encoder.states.0.shape',
      [2, 8],
      /encoder\.states\[0\]: encoder\.conv1 \(2, 8\), but the layers need encoder\.conv1 \(2, 80\)/,
    ],
    ['encoder.states.6.shape', [1, 1], /encoder\.states\[6\]: encoder\.steps \(1, 1\)/],
    ['encoder.states.6.shape', [1, 1, 1], /encoder\.states/],
    ['encoder.positions', 0, /encoder\.positions/],
    ['encoder.inputDim', 40, /encoder\.inputDim: 40, but featurizer\.bins is 80/],
    ['streaming.chunkFrames', 18, /streaming\.chunkFrames: 18 is not a multiple of encoder\.subsampling 4/],
    ['streaming.chunkFramesChoices', [8, 14], /streaming\.chunkFramesChoices: 14 is not a multiple/],
    ['streaming.lookaheadFrames', 4, /streaming\.lookaheadFrames: 4, but the layers look ahead 0/],
    ['featurizer.dynamicRange', 0, /featurizer\.dynamicRange/],
    ['featurizer.initialMaximum', undefined, /featurizer\.initialMaximum/],
    ['featurizer.highHz', 9000, /featurizer\.highHz: 0 to 9000 Hz does not fit 16000 Hz/],
    ['featurizer.kind', 'mfcc', /featurizer\.kind/],
  ])('[M2] is refused where %s is %j', (field, value, message) => {
    expect(() => parseManifest(changed(field, value, attention), 'x')).toThrow(message);
  });
});

function layersOf({ encoder }: Pick<Manifest, 'encoder'>): CausalConvConfig['layers'] {
  if (encoder.architecture !== 'causal-conv') throw new Error(encoder.architecture);
  return encoder.layers;
}

function withoutUnitsFile(): unknown {
  const copy = structuredClone(tiny) as { files: Record<string, unknown> };
  delete copy.files['units.txt'];
  return copy;
}
