import { describe, expect, it } from 'vitest';
import { createLexiconSearch } from '../core/decoder/lexicon-search';
import { compileUserWords } from '../core/language/user-vocabulary';
import type { UserWord } from '../core/language/user-words';
import { seededRandom } from '../core/metrics';
import { transcriptText } from '../core/transcript/text';
import { shippedModelFolders, tinyTableModel } from './fixtures/models';
import { loadModel, readModel } from './load';
import { folderFiles } from './node';

const entry = (written: string, changes: Partial<UserWord> = {}): UserWord => ({
  written,
  soundsLike: '',
  boost: 0,
  learned: [],
  ...changes,
});

/** Names that nobody has. */
function madeUpNames(count: number): string[] {
  const random = seededRandom(21);
  const pick = (from: string): string => from.charAt(Math.floor(random() * from.length));
  const syllable = (): string => pick('bdfgklmnprstvz') + pick('aeiou') + (random() < 0.3 ? pick('lnrs') : '');
  return Array.from({ length: count }, (_, i) => Array.from({ length: 3 + (i % 3) }, syllable).join(''));
}

const shippedPhoneModel = shippedModelFolders().find((folder) => folder.endsWith('utter-en'));

describe('user’s words and a model of phones', () => {
  it('[N20] count from the next recognizer on, without loading the model again, until they are taken away', async () => {
    const { golden, units } = (await readModel(tinyTableModel)).parts;
    const model = await loadModel(tinyTableModel, { backend: 'wasm' });
    const recognize = async (): Promise<string> => {
      const recognizer = model.createRecognizer({ endpointRules: null });
      await recognizer.acceptWaveform(golden.samples, golden.sampleRateHz);
      const text = transcriptText(await recognizer.inputFinished());
      recognizer.dispose();
      return text;
    };
    const plain = await recognize();
    const learned = await model.learnPronunciations([golden], entry('BIG'));
    expect(learned.length).toBeGreaterThan(0);
    for (const phone of learned.flat()) expect(units.pieces).toContain(phone);
    expect(await model.setUserWords([entry('BiG Word', { learned, boost: 10 }), entry('…')])).toMatchObject([{ line: 2 }]);
    const own = await recognize();
    expect(own).toContain('BiG Word');
    expect(await model.setUserWords([])).toEqual([]);
    expect(await recognize()).toBe(plain);
    model.dispose();
  });

  it.skipIf(shippedPhoneModel === undefined)(
    '[N37] a thousand of them leave the text as it is and the search about as fast',
    async () => {
      const { parts } = await readModel(folderFiles(shippedPhoneModel!));
      const { golden, predictor, joint, units, g2p } = parts;
      const language = parts.language!;
      const words = madeUpNames(1000).map((name) => entry(name));
      const { vocabulary, problems } = await compileUserWords(words, language, g2p, units.pieces);
      expect(problems).toEqual([]);
      const search = (user: typeof vocabulary | null): { text: string; candidates: number } => {
        const searching = createLexiconSearch(predictor, joint, { ...language, user }, 30);
        let candidates = 0;
        for (let frame = 0; frame < golden.encoder.frames; frame++) {
          searching.advance(golden.encoder.data, frame * golden.encoder.dim, Infinity);
          candidates += searching.candidates;
        }
        return {
          text: searching
            .endUtterance()
            .map((word) => word.text)
            .join(' '),
          candidates,
        };
      };
      const [plain, own] = [search(null), search(vocabulary)];
      expect(own.text).toBe(plain.text);
      expect(own.candidates).toBeGreaterThan(plain.candidates);
      expect(own.candidates).toBeLessThan(plain.candidates * 1.5);
    },
  );
});
