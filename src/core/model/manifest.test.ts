import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isPhoneManifest, layerStateFrames, parseManifest, receptiveFrames } from './manifest';

const path = new URL('../../engine/fixtures/tiny/manifest.json', import.meta.url);
const tiny: unknown = JSON.parse(readFileSync(path, 'utf8'));

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
    ['streaming.chunkFrames', 25, /streaming\.chunkFrames: 25/],
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

  it('[M2] refuses a lexicon with a model of pieces', () => {
    const lexicon = { file: 'units.txt', words: 1 };
    expect(() => parseManifest(changed('lexicon', lexicon), 'x')).toThrow(/lexicon: only a model of phones has one/);
  });

  it.each([null, [], 'text', 7, {}])('[M2] refuses %j', (json) => {
    expect(() => parseManifest(json, 'x')).toThrow(expect.objectContaining({ code: 'model-invalid' }));
  });

  it('[E6] knows how far the encoder looks back', () => {
    const { encoder } = parseManifest(tiny, 'x');
    expect(encoder.layers.map(layerStateFrames)).toEqual([2, 2, 4, 1, 2, 4, 8, 0]);
    expect(receptiveFrames(encoder)).toBe(2 + 3 * (2 + 4 + 1) + 6 * (2 + 4 + 8));
  });
});

function withoutUnitsFile(): unknown {
  const copy = structuredClone(tiny) as { files: Record<string, unknown> };
  delete copy.files['units.txt'];
  return copy;
}
