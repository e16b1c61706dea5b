import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { layerStateFrames, parseManifest, receptiveFrames } from './manifest';

const path = new URL('../../engine/fixtures/tiny/manifest.json', import.meta.url);
const tiny: unknown = JSON.parse(readFileSync(path, 'utf8'));

/** The fixture with one field changed; `undefined` removes it. */
function changed(field: string, value: unknown): unknown {
  const copy = structuredClone(tiny);
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
