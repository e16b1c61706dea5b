import { expect, it } from 'vitest';
import { finalManifest } from '../seq2seq/fixtures/manifest';
import { chooseFinalModels } from './choose-models';

const moonshine = finalManifest('moonshine-tiny-en', { family: 'moonshine', languages: ['en'] });
const whisper = finalManifest('whisper-base', { languages: ['en', 'de', 'fr'] });
const own = finalManifest('whisper-small', { languages: ['en', 'de', 'fr', 'ca'] });

it('[C62] of the models of the final pass the large one knows every language that may be spoken, the small one any; the user’s own come first', () => {
  const chosen = (languages: readonly string[], installed = [moonshine, whisper]) => {
    const { small, large } = chooseFinalModels(installed, languages);
    return [small?.id ?? null, large?.id ?? null];
  };
  expect(chosen(['en'])).toEqual(['moonshine-tiny-en', 'whisper-base']);
  expect(chosen(['de'])).toEqual([null, 'whisper-base']);
  expect(chosen(['en', 'de'])).toEqual(['moonshine-tiny-en', 'whisper-base']);
  expect(chosen(['en', 'de'], [moonshine])).toEqual([null, null]);
  expect(chosen([])).toEqual(['moonshine-tiny-en', 'whisper-base']);
  expect(chosen([], [moonshine])).toEqual([null, null]);
  expect(chosen(['ca'])).toEqual([null, null]);
  expect(chosen(['ca'], [moonshine, whisper, own])).toEqual([null, 'whisper-small']);
  expect(chosen(['en'], [moonshine, whisper, own])).toEqual(['moonshine-tiny-en', 'whisper-small']);
  expect(chosen(['en'], [])).toEqual([null, null]);
});
