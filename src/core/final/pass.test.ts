import { describe, expect, it } from 'vitest';
import type { Word } from '../transcript/types';
import { createFinalPass } from './pass';
import type { FinalModel, FinalSegment, Heard, HearRequest } from './types';

const word = (text: string, at: number, confidence = 0.9): Word => ({
  text,
  startMs: at * 300,
  endMs: at * 300 + 250,
  confidence,
  written: text,
});
const wordsOf = (text: string, confidence = 0.9): Word[] =>
  text
    .split(' ')
    .filter((each) => each !== '')
    .map((each, i) => word(each, i, confidence));

interface Asked extends FinalModel {
  readonly requests: HearRequest[];
}

function model(family: Heard['family'], text: string, language = 'en', confidence = 0.9): Asked {
  const requests: HearRequest[] = [];
  return {
    id: family,
    languages: ['en', 'de'],
    requests,
    hear(_, request) {
      requests.push(request);
      const words = wordsOf(text, confidence);
      const hypotheses = words.length === 0 ? [] : [{ words, logProb: -1, pieces: words.length }];
      return Promise.resolve({ modelId: family, family, language, hypotheses, hasTimes: false });
    },
    dispose: () => Promise.resolve(),
  };
}

const segment = (streamed: string, more: Partial<FinalSegment> = {}): FinalSegment => ({
  startMs: 1000,
  endMs: 4000,
  samples: new Float32Array(48_000),
  streamed: wordsOf(streamed).map((each) => ({ ...each, startMs: each.startMs + 1000, endMs: each.endMs + 1000 })),
  languages: ['en'],
  bias: [],
  ...more,
});

const textOf = (words: readonly Word[]): string => words.map(({ text }) => text).join(' ');

describe('the final pass', () => {
  it('[V54] puts English to the vote of all that heard it, and says how it went', async () => {
    const pass = createFinalPass({
      small: model('moonshine', 'the cat sat down'),
      large: model('whisper', 'the cat sat town'),
      tier: 'both',
    });
    const { words, heard, why } = await pass.hear(segment('the cat sat down'));
    expect(textOf(words)).toBe('the cat sat down');
    expect(heard.map(({ source }) => source)).toEqual(['streaming', 'moonshine', 'whisper']);
    expect(why).toContain('down');
    for (const { startMs, endMs } of words) {
      expect(startMs).toBeGreaterThanOrEqual(1000);
      expect(endMs).toBeLessThanOrEqual(4000);
    }
  });

  it('[V52] gives the large model the small one’s text for a draft, where the language is known', async () => {
    const [small, large] = [model('moonshine', 'one two three'), model('whisper', 'one two three')];
    const pass = createFinalPass({ small, large, tier: 'both' });
    await pass.hear(segment(''));
    expect(large.requests[0]!.draft).toBe('one two three');
    await pass.hear(segment('', { languages: ['de', 'en'] }));
    expect(large.requests[1]!.draft).toBeUndefined();
  });

  it('[V54] lets the large model’s words stand in other languages, and asks the small one for English only', async () => {
    const [small, large] = [model('moonshine', 'good day'), model('whisper', 'Guten Tag.', 'de')];
    const pass = createFinalPass({ small, large, tier: 'both' });
    const { words, language } = await pass.hear(segment('good to', { languages: ['en', 'de'] }));
    expect([textOf(words), language]).toEqual(['Guten Tag.', 'de']);
    expect(small.requests).toEqual([]);
  });

  it('[V54] writes nothing where the models hear nothing, whatever was streamed', async () => {
    const pass = createFinalPass({ small: model('moonshine', ''), large: model('whisper', ''), tier: 'both' });
    expect((await pass.hear(segment('noise made words'))).words).toEqual([]);
  });

  it('[C61] writes the user’s words as the user does, from any of their sounds', async () => {
    const bias = [
      { text: 'Kubernetes', weight: 0.5, written: 'Kubernetes' },
      { text: 'koo ber net ease', weight: 0.5, written: 'Kubernetes' },
      { text: 'GPT four', weight: 0.5, written: 'GPT-4' },
    ];
    const pass = createFinalPass({
      small: model('moonshine', 'use kubernetes and koo ber net ease on gpt four'),
      large: null,
      tier: 'small',
    });
    expect(textOf((await pass.hear(segment('', { bias }))).words)).toBe('use Kubernetes and Kubernetes on GPT-4');
  });

  it('[V15] hears a segment that is still spoken with the small model alone, on one path, and only in its language', async () => {
    const [small, large] = [model('moonshine', 'so far'), model('whisper', 'so far')];
    const pass = createFinalPass({ small, large, tier: 'both' });
    expect(textOf((await pass.refresh(segment('')))!)).toBe('so far');
    expect(small.requests[0]!.beam).toBe(1);
    expect(large.requests).toEqual([]);
    expect(await pass.refresh(segment('', { languages: ['en', 'de'] }))).toBeNull();
  });

  it('[V60] writes Chinese in simplified characters, the user’s own words as the user does', async () => {
    const parts = { small: null, large: model('whisper', '這 個 龍', 'zh'), tier: 'both' } as const;
    const chinese = segment('', { languages: ['zh'], bias: [{ text: '龙', written: '龍', weight: 1 }] });
    const hear = async (script: 'simplified' | 'as-heard') =>
      (await createFinalPass({ ...parts, chinese: script }).hear(chinese)).words.map(({ text }) => text).join('');
    expect(await hear('simplified')).toBe('这个龍');
    expect(await hear('as-heard')).toBe('這個龍');
  });
});
