import { describe, expect, it } from 'vitest';
import { randomPhoneModel } from '../core/decoder/fixtures/phone-model';
import { lexiconTensors, ngramTensors } from '../core/language/fixtures/arrays';
import { tensorFile } from '../core/language/fixtures/tensor-file';
import { isPhoneManifest } from '../core/model/manifest';
import { unitsToText } from '../core/model/units';
import { transcriptWords } from '../core/transcript/text';
import { changedModel, tinyFile, tinyTableModel } from './fixtures/models';
import { loadModel, readModel } from './load';

const phones = 22;
const search = { lmWeight: 0.5, wordScore: 1, beam: 20, maxTokens: 200, blankScale: 1, silenceScore: 0, speechScore: 0 };
const { spellings, pronunciations, table, order } = randomPhoneModel(1, { phones, words: 60, order: 2, contextUnits: 2 }, search);
const vocabulary = spellings.length + 3;
const lexicon = tensorFile(lexiconTensors(spellings, pronunciations, (word) => table.get(String(word))!.score));
const lm = tensorFile(ngramTensors(table, order, vocabulary));

/** The tiny model with its pieces taken for phones. */
function phoneModel(changes: Record<string, Uint8Array> = {}, rehash = true) {
  const manifest = JSON.parse(new TextDecoder().decode(tinyFile('manifest.json'))) as { files: object };
  const files = { ...manifest.files, lexicon: { bytes: 1, sha256: '0'.repeat(64) }, lm: { bytes: 1, sha256: '0'.repeat(64) } };
  const changed = {
    ...manifest,
    units: { kind: 'phones', file: 'units.txt', count: phones + 1, blankId: 0 },
    lexicon: { file: 'lexicon', words: vocabulary },
    languageModel: { file: 'lm', order },
    search,
    files,
  };
  return changedModel({ 'manifest.json': JSON.stringify(changed), lexicon, lm, ...changes }, rehash);
}

describe('a model of phones', () => {
  it.each([
    ['a linear joint', phoneModel()],
    ['a table', tinyTableModel],
  ])('[N6] with %s gives words of its lexicon, the same ones each time', async (_name, files) => {
    const { golden, units, language } = (await readModel(files)).parts;
    expect(unitsToText([2, 0, 1], units)).toBe(`${units.pieces[2]} ${units.pieces[1]}`);
    const known = Array.from({ length: language!.lexicon.words }, (_, id) => language!.lexicon.spelling(id));
    const model = await loadModel(files, { backend: 'wasm' });
    expect(isPhoneManifest(model.manifest)).toBe(true);
    const recognizer = model.createRecognizer({ endpointRules: null });
    const recognize = async () => {
      await recognizer.acceptWaveform(golden.samples, golden.sampleRateHz);
      return recognizer.inputFinished();
    };
    const first = await recognize();
    const words = transcriptWords(first);
    expect(words.length).toBeGreaterThan(0);
    for (const { text, endMs, confidence } of words) {
      expect(known).toContain(text);
      expect(endMs).toBeLessThanOrEqual(first.durationMs);
      expect(confidence).toBeGreaterThan(0);
      expect(confidence).toBeLessThanOrEqual(1);
    }
    recognizer.reset();
    expect(await recognize()).toEqual(first);
    recognizer.dispose();
    model.dispose();
  });

  it.each(['lexicon', 'lm'])('[M3] is refused when %s is damaged, cut or of another model', async (name) => {
    const whole = name === 'lexicon' ? lexicon : lm;
    const altered = Uint8Array.from(whole);
    altered[whole.length >> 1]! ^= 1;
    const refusal = {
      code: 'model-invalid',
      message: expect.stringMatching(`/models/changed/${name} has`),
      remedy: expect.any(String),
    };
    const manifest = await phoneModel().read('manifest.json');
    await expect(readModel(phoneModel({ 'manifest.json': manifest }, false))).resolves.toBeDefined();
    for (const damaged of [altered, whole.subarray(0, 100)]) {
      const files = phoneModel({ 'manifest.json': manifest, [name]: damaged }, false);
      await expect(readModel(files)).rejects.toMatchObject(refusal);
    }
    const other = tensorFile(
      name === 'lexicon'
        ? lexiconTensors([...spellings, 'more'], pronunciations, () => -1)
        : ngramTensors(new Map([...table].filter(([key]) => !key.includes('62'))), order, vocabulary - 1),
    );
    await expect(readModel(phoneModel({ [name]: other }))).rejects.toMatchObject(refusal);
  });
});
