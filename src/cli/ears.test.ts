import { expect, it } from 'vitest';
import type { FinalText, SpeechSegment } from '../core/final/types';
import { finalManifest } from '../core/seq2seq/fixtures/manifest';
import { transcriptText } from '../core/transcript/text';
import { openEars } from './ears';
import type { Ears, EarsOptions } from './ears-types';
import { fakePass, type FakePass, fakeParts, moonshine, whisper } from './fixtures/fake-ears';
import type { Terminal } from './terminal';

const rateHz = 16_000;

async function opened(
  options: Partial<EarsOptions>,
  parts = fakeParts(),
): Promise<{ ears: Ears; said: string[]; loads: typeof parts.loads }> {
  const said: string[] = [];
  const terminal: Terminal = { out() {}, err: (text) => void said.push(text), status: null };
  return { ears: await openEars({ backend: 'cpu', ...options }, terminal, parts), said, loads: parts.loads };
}

async function heard(
  ears: Ears,
  seconds: number,
  request: Partial<Parameters<Ears['createRecognizer']>[0]> = {},
): Promise<string> {
  const recognizer = ears.createRecognizer({ streaming: {}, mostPending: 1, ...request });
  for (let i = 0; i < seconds; i++) await recognizer.acceptWaveform(new Float32Array(rateHz), rateHz);
  const text = transcriptText(await recognizer.inputFinished());
  recognizer.dispose();
  return text;
}

it('[C62] the words are the final pass’ by default, with the models that are installed and the live model’s language', async () => {
  const { ears, said, loads } = await opened({ threads: 2 });
  expect(loads).toEqual([{ models: ['moonshine', 'whisper'], tier: 'both', languages: ['en'], threads: 2 }]);
  expect([ears.tier, ears.modelIds, ears.live?.manifest.id, said]).toEqual(['both', ['moonshine', 'whisper'], 'fake', []]);
  expect(await heard(ears, 5)).toBe('W1 W2 W3 W4 W5');
  const small = await opened({ finalModels: 'small' }, fakeParts([moonshine]));
  expect(small.loads).toMatchObject([{ models: ['moonshine'], tier: 'small' }]);
  expect(await heard(small.ears, 2)).toBe('M1 M2');
});

it('[C62] the streamed words are the result where that is asked for, without a word', async () => {
  for (const options of [{ pass: 'streaming' }, { finalModels: 'none' }] as const) {
    const { ears, said, loads } = await opened(options);
    expect([ears.tier, ears.modelIds, loads, said]).toEqual(['none', [], [], []]);
    expect(await heard(ears, 2)).toBe('W1 W2');
  }
});

it('[C63] where the final pass can’t be had the streamed words are the result, and it is said once why', async () => {
  const none = await opened({}, fakeParts([]));
  expect(none.said).toEqual(['utter: These are streamed words: no final model for English is installed.\n']);
  const slow = await opened(
    {},
    fakeParts([moonshine, whisper], () => null),
  );
  expect(slow.said).toEqual(['utter: These are streamed words: This machine would take 9 s.\n']);
  for (const { ears } of [none, slow]) expect([ears.tier, await heard(ears, 1)]).toEqual(['none', 'W1']);
});

it('[C64] another language than the live model’s is heard by the final pass alone', async () => {
  const { ears, loads } = await opened({ language: ['de'] });
  expect(loads).toMatchObject([{ models: ['whisper'], languages: ['de'] }]);
  expect([ears.live, ears.languages]).toEqual([null, ['de']]);
  expect(await heard(ears, 4)).toBe('W1 W2 W3 W4');
  const both = await opened({ language: ['en', 'de'] });
  expect(both.loads).toMatchObject([{ models: ['moonshine', 'whisper'] }]);
  expect(both.ears.live).toBeNull();
  const any = await opened({ language: [] });
  expect([any.ears.live, any.loads[0]!.languages]).toEqual([null, []]);
  expect((await opened({ language: ['en'] })).ears.live).not.toBeNull();
});

it('[C64] a language that nothing hears is refused, with what would', async () => {
  const refused = (options: Partial<EarsOptions>, installed = [moonshine, whisper]) => opened(options, fakeParts(installed));
  await expect(refused({ language: ['ca'] })).rejects.toMatchObject({
    code: 'model-not-found',
    message: 'No model knows Catalan: fake knows English, and no final model for Catalan is installed.',
    remedy: expect.stringContaining('utter models import') as string,
  });
  await expect(refused({ language: ['de'], pass: 'streaming' })).rejects.toMatchObject({
    remedy: expect.stringContaining('--pass streaming') as string,
  });
  await expect(refused({ language: ['de'], finalModels: 'none' })).rejects.toMatchObject({
    message: 'No model knows German: fake knows English.',
  });
});

it('[C65] models can be named for the final pass, by folder; one that hears live is refused', async () => {
  const other = finalManifest('whisper-small', { languages: ['en', 'ca'] });
  const { loads } = await opened({ finalModel: ['whisper-small'], language: ['ca'] }, fakeParts([moonshine, whisper, other]));
  expect(loads).toMatchObject([{ models: ['whisper-small'] }]);
  await expect(opened({ finalModel: ['utter-en'] })).rejects.toMatchObject({
    code: 'model-invalid',
    message: expect.stringContaining('utter-en hears live') as string,
  });
});

it('[C61] the final pass is told the user’s words and the commands that are obeyed, and nothing where bias is off', async () => {
  let pass: FakePass | null = null;
  const { ears } = await opened(
    {},
    fakeParts([moonshine, whisper], (models) => (pass = fakePass(models))),
  );
  const texts = async (): Promise<string[]> => {
    await heard(ears, 1);
    return pass!.asked.at(-1)!.bias.map(({ text }) => text);
  };
  expect(await ears.setUserWords([{ written: 'Kubernetes', soundsLike: '', boost: 0, learned: [] }])).toEqual([]);
  ears.setCommandsOff(['scratch', 'comma']);
  expect(await texts()).toEqual(expect.arrayContaining(['Kubernetes', 'new paragraph']));
  expect(await texts()).not.toContain('comma');
  ears.setCommandsOff(null);
  expect(await texts()).toEqual([]);
});

it('[C62] tells what each segment was made of, how long it took and what was streamed, and lets go of everything', async () => {
  let pass: FakePass | null = null;
  const { ears } = await opened(
    {},
    fakeParts([moonshine, whisper], (models) => (pass = fakePass(models))),
  );
  const segments: [FinalText, SpeechSegment][] = [];
  let streamed = '';
  let heardMs = 0;
  await heard(ears, 4, {
    languages: ['fr'],
    onFinal: (text, segment) => void segments.push([text, segment]),
    onHeard: (tookMs) => (heardMs += tookMs),
    onStreamed: (transcript) => (streamed = transcriptText(transcript)),
  });
  expect(segments.map(([, segment]) => [segment.startMs, segment.endMs])).toEqual([
    [0, 3000],
    [3000, 4000],
  ]);
  expect(segments.map(([{ language, heard: sources }]) => [language, sources.map(({ source }) => source)])).toEqual([
    ['fr', ['streaming', 'moonshine', 'whisper']],
    ['fr', ['streaming', 'moonshine', 'whisper']],
  ]);
  expect(streamed).toBe('W1 W2 W3 W4');
  expect(heardMs).toBeGreaterThan(0);
  await ears.dispose();
  expect(pass!.isDisposed).toBe(true);
});
