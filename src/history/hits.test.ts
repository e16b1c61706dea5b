import { describe, expect, it } from 'vitest';
import { excerptOf, hitRanges } from './hits';

const hits = (text: string, query: string): string[] => hitRanges(text, query).map(({ from, to }) => text.slice(from, to));

describe('hits of a search', () => {
  it('[J77] are the beginnings of words that the search finds, whatever their case and accents', () => {
    expect(hits('Hello, world. An underworld.', 'wor HEL')).toEqual(['Hel', 'wor']);
    expect(hits('Über den Wolken', 'uber wolk')).toEqual(['Über', 'Wolk']);
    expect(hits('It’s here', "it's")).toEqual(['It’s']);
    expect(hits('it is its', 'it')).toEqual(['it', 'it']);
    expect(hits('anything', '')).toEqual([]);
  });

  it('[J77] begin at any letter where words have no spaces', () => {
    expect(hits('昨日は友達と映画を見ました', '映画')).toEqual(['映画']);
    expect(hits('映画、映画', '映')).toEqual(['映', '映']);
    expect(hits('iPhone手机很好用', '手机')).toEqual(['手机']);
  });

  it('[J77] are whole where signs are more than one unit long', () => {
    expect(hits('🎈🎈 ﬁne balloon', 'fine ball')).toEqual(['ﬁne', 'ball']);
  });

  it('[J77] are in the excerpt, however far down the text they are', () => {
    const text = `${'some words '.repeat(100)}needle${' and more'.repeat(100)}`;
    const { text: shown, hits: found } = excerptOf(text, 'needle', 120);
    expect(shown.length).toBeLessThanOrEqual(121);
    expect(found.map(({ from, to }) => shown.slice(from, to))).toEqual(['needle']);
    expect(shown.startsWith('…')).toBe(true);
    expect(excerptOf('short text', '', 120)).toEqual({ text: 'short text', hits: [] });
    const solid = excerptOf(`${'あ'.repeat(500)}映画`, '映画', 90);
    expect(solid.hits.map(({ from, to }) => solid.text.slice(from, to))).toEqual(['映画']);
  });
});
