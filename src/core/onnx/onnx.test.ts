import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkPieces, onnxContract, type OnnxHeaders } from './contract';
import { readFolder } from './folder';
import { readOnnxHeader, type OnnxHeader } from './header';
import { parseOnnxManifest } from './manifest';
import { parseSentencePiece, parseTokens } from './tokens';
import { decodeUtf8, encodeUtf8 } from './utf8';

const fixtures = new URL('../../engine/onnx/fixtures/', import.meta.url);
const bytes = (path: string): Uint8Array => readFileSync(new URL(path, fixtures));
const place = (folder: string) => ({
  location: folder,
  files: { encoder: 'encoder.onnx', decoder: 'decoder.onnx', joiner: 'joiner.onnx' },
});

function headersOf(folder: string): OnnxHeaders {
  const read = (part: string): OnnxHeader => readOnnxHeader(bytes(`${folder}/${part}.onnx`), folder, `${part}.onnx`);
  return { encoder: read('encoder'), decoder: read('decoder'), joiner: read('joiner') };
}

/** An encoder's header with other metadata. */
function changed(headers: OnnxHeaders, entries: Record<string, string | null>): OnnxHeaders {
  const metadata = new Map(headers.encoder.metadata);
  for (const [key, value] of Object.entries(entries)) {
    if (value === null) metadata.delete(key);
    else metadata.set(key, value);
  }
  return { ...headers, encoder: { ...headers.encoder, metadata } };
}

const refusal = (headers: OnnxHeaders): { message: string; remedy: string } => {
  try {
    onnxContract(headers, place('model'));
  } catch (error) {
    return error as { message: string; remedy: string };
  }
  throw new Error('it was accepted');
};

describe('a model’s own words', () => {
  it.each([
    [
      'lstm',
      { chunkFrames: 9, shiftFrames: 4, contextUnits: 2, units: 267 },
      [
        [1, 1, 24],
        [1, 1, 24],
      ],
    ],
    ['conformer', { chunkFrames: 24, shiftFrames: 24, contextUnits: 2, units: 23 }, null],
    ['zipformer', { chunkFrames: 24, shiftFrames: 24, contextUnits: 2, units: 23 }, null],
    ['zipformer2', { chunkFrames: 24, shiftFrames: 24, contextUnits: 2, units: 23 }, null],
    [
      'nemo',
      { chunkFrames: 25, shiftFrames: 16, contextUnits: null, units: 40, subsampling: 8 },
      [[1, 1, 2, 24], [1, 1, 24, 2], [1]],
    ],
  ])('[X1] say how a %s is run: chunks, states, context and pieces', (family, expected, shapes) => {
    const contract = onnxContract(headersOf(family), place(family));
    expect(contract).toMatchObject({ family, ...expected, bins: 80, sampleRateHz: 16000 });
    expect(contract.encoder.states.every(({ input, output }) => input !== '' && output !== '' && input !== output)).toBe(true);
    if (shapes !== null) expect(contract.encoder.states.map(({ shape }) => shape)).toEqual(shapes);
    if (family === 'zipformer2') expect(contract.encoder.states.at(-1)).toMatchObject({ shape: [1], type: 'int64' });
    if (family === 'conformer') expect(contract.encoder.processedFrames).toBe('processed_lens');
  });

  it('[X2] are refused where they mean a model that does not stream, or none that is known', () => {
    const headers = headersOf('zipformer2');
    expect(refusal(changed(headers, { decode_chunk_len: null })).message).toContain('whole recordings only');
    expect(refusal(changed(headers, { model_type: 'sense_voice' })).message).toContain('"sense_voice"');
    expect(refusal(changed(headers, { model_type: null })).message).toContain('model_type');
    expect(refusal(changed(headers, { feature: 'whisper' })).message).toContain('Whisper');
    expect(refusal(changed(headersOf('nemo'), { window_size: null })).message).toContain('whole recordings only');
    expect(refusal(changed(headersOf('nemo'), { normalize_type: 'per_feature' })).message).toContain('per_feature');
    for (const none of ['', 'None'])
      expect(() => onnxContract(changed(headersOf('nemo'), { normalize_type: none }), place('nemo'))).not.toThrow();
    for (const entries of [{ model_type: null }, { decode_chunk_len: null }])
      expect(refusal(changed(headers, entries)).remedy).toContain('streaming');
  });

  it('[X3] are refused where they are incomplete or contradict the graph', () => {
    const headers = headersOf('zipformer2');
    expect(refusal(changed(headers, { T: null })).message).toContain('lack T');
    expect(refusal(changed(headers, { T: 'many' })).message).toContain('"many"');
    expect(refusal(changed(headers, { num_encoder_layers: '2' })).message).toMatch(/8 states.*mean 14/);
    expect(refusal(changed(headers, { num_heads: '3' })).message).toContain('cached_key_0');
    const external = { ...headers, joiner: { ...headers.joiner, hasExternalWeights: true } };
    expect(refusal(external).message).toContain('another file');
  });

  it('[X4] are read whatever a file is cut off at, or refused naming it', () => {
    const whole = bytes('lstm/joiner.onnx');
    let refused = 0;
    for (let length = 0; length < whole.length; length += 97) {
      try {
        readOnnxHeader(whole.subarray(0, length), 'folder', 'joiner.onnx');
      } catch (error) {
        expect(error).toMatchObject({ code: 'model-invalid', message: expect.stringContaining('folder/joiner.onnx') as string });
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(whole.length / 97 - 3);
    expect(() => readOnnxHeader(new TextEncoder().encode('not a model at all'), 'f', 'x.onnx')).toThrow('no whole ONNX file');
  });
});

describe('lists of pieces', () => {
  it('[X5] are read from tokens.txt and SentencePiece models', () => {
    const table = parseTokens('<blk> 0\n▁THE 1\r\n<unk> 2\n<0x41> 3\n\n', 'm', 'tokens.txt');
    expect(table).toMatchObject({
      names: ['<blk>', '▁THE', '<unk>', '<0x41>'],
      blankId: 0,
      unknownId: 2,
      beginsWord: [false, true, false, false],
    });
    expect(table.bytes).toEqual([[], encodeUtf8('THE'), [], [0x41]]);
    const field = (number: number, body: number[]): number[] => [(number << 3) | 2, body.length, ...body];
    const model = ['<blk>', '▁é'].flatMap((piece) => field(1, field(1, encodeUtf8(piece))));
    expect(parseSentencePiece(Uint8Array.from(model), 'm', 'bpe.model')).toMatchObject({ names: ['<blk>', '▁é'], blankId: 0 });
  });

  it.each([
    ['<blk> 0\nodd', 'line 2'],
    ['<blk> 0\na 0', 'line 2'],
    ['<blk> 0\na 2', 'no piece 1'],
    ['a 0\nb 1', '<blk>'],
    ['', 'empty'],
    ['a 99999999', 'line 1'],
  ])('[X6] %j is refused with the place', (text, place) => {
    expect(() => parseTokens(text, 'm', 'tokens.txt')).toThrow(place);
    expect(() => parseTokens(text, 'm', 'tokens.txt')).toThrow('m/tokens.txt');
  });

  it('[X7] that do not go with the outputs are refused, with both sizes', () => {
    const contract = onnxContract(headersOf('lstm'), place('lstm'));
    const wrong = parseTokens('<blk> 0\na 1', 'lstm', 'tokens.txt');
    expect(() => checkPieces(contract, wrong, place('lstm'), 'tokens.txt')).toThrow(/267 outputs.*2 pieces/);
    const text = new TextDecoder().decode(bytes('lstm/tokens.txt'));
    const right = parseTokens(text, 'lstm', 'tokens.txt');
    expect(() => checkPieces(contract, right, place('lstm'), 'tokens.txt')).not.toThrow();
    expect(() => checkPieces(contract, { ...right, blankId: 5 }, place('lstm'), 'tokens.txt')).toThrow('blank');
  });

  it('[X16] UTF-8 is read as TextDecoder reads it, but for the number of signs that stand for a stray sequence', () => {
    let seed = 5;
    for (let round = 0; round < 500; round++) {
      const random = Array.from({ length: 12 }, () => {
        seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
        return (seed >>> 24) & (round % 2 === 0 ? 0xff : 0xbf);
      });
      const same = (text: string): string => text.replace(/\ufffd+/g, '\ufffd');
      expect(same(decodeUtf8(random))).toBe(same(new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(random))));
    }
    for (const text of ['aé中😀', '', '\u0000']) expect(decodeUtf8(encodeUtf8(text))).toBe(text);
  });
});

describe('a folder of another project', () => {
  const files = (...names: string[]) => names.map((name) => ({ name, bytes: 1 }));

  it('[X8] is understood by its files’ names, one export and the wanted precision', () => {
    const reading = readFolder(
      files(
        'decoder-epoch-99-avg-1-chunk-16-left-128.onnx',
        'encoder-epoch-99-avg-1-chunk-16-left-128.int8.onnx',
        'encoder-epoch-99-avg-1-chunk-16-left-128.onnx',
        'encoder-epoch-99-avg-1-chunk-16-left-64.onnx',
        'joiner-epoch-99-avg-1-chunk-16-left-128.int8.onnx',
        'tokens.txt',
        'bpe.model',
        'README.md',
      ),
    );
    expect(reading).toMatchObject({
      state: 'complete',
      parts: {
        encoder: { name: 'encoder-epoch-99-avg-1-chunk-16-left-128.int8.onnx' },
        decoder: { name: 'decoder-epoch-99-avg-1-chunk-16-left-128.onnx' },
        joiner: { name: 'joiner-epoch-99-avg-1-chunk-16-left-128.int8.onnx' },
        tokens: { name: 'tokens.txt' },
      },
    });
    const full = readFolder(files('encoder.onnx', 'encoder.int8.onnx', 'decoder.onnx', 'joiner.onnx', 'bpe.model'), 'fp32');
    expect(full).toMatchObject({
      state: 'complete',
      parts: { encoder: { name: 'encoder.onnx' }, tokens: { name: 'bpe.model' } },
    });
  });

  it('[X9] names exactly what is missing', () => {
    expect(readFolder(files('encoder.onnx', 'decoder.onnx'))).toMatchObject({
      state: 'incomplete',
      missing: ['joiner….onnx', 'tokens.txt'],
    });
    expect(readFolder(files('model.onnx', 'tokens.txt'))).toMatchObject({ state: 'other' });
    expect(() => parseOnnxManifest({ format: 'onnx-transducer', version: 1 }, 'folder')).toThrow('id');
  });
});
