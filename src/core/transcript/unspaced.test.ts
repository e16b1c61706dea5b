import { describe, expect, it } from 'vitest';
import { columns, separator } from '../language/unspaced-script';
import { toJson, toSrt, toTxt } from './exports';
import { finalSegments, transcriptOf } from './fixtures/final-segments';
import { openParagraphs, spansText, wordsText, writtenText } from './text';
import { reworded } from './rewording';
import type { Word } from './types';

const words = (texts: readonly string[], startMs = 0): Word[] =>
  texts.map((text, index) => ({ text, startMs: startMs + index * 300, endMs: startMs + index * 300 + 250, confidence: 0.8 }));

describe('scripts without spaces', () => {
  it.each([
    ['今日', 'は', ''],
    ['行きます。', 'そして', ''],
    ['好，', '我们', ''],
    ['2023', '年', ''],
    ['月', '5', ''],
    ['สวัสดี', 'ครับ', ''],
    ['iPhone', '手机', ' '],
    ['ja,', 'genau', ' '],
    ['안녕', '하세요', ' '],
    ['日本', 'is', ' '],
    ['', '日本', ' '],
  ])('[T45] %s and %s are parted as their scripts want', (before, after, expected) => {
    expect(separator(before, after)).toBe(expected);
  });

  it('[T45] words stand together in every text', () => {
    const segments = finalSegments('今日 は 、 | 天気 が いい 。 / Das ist gut.');
    const transcript = transcriptOf(segments, words(['そう', 'です'], 9000));
    expect(wordsText(segments[0]!.words)).toBe('今日は、');
    expect(writtenText(transcript)).toBe('今日は、天気がいい。 Das ist gut. そうです');
    expect(toTxt(transcript)).toBe('今日は、天気がいい。\nDas ist gut.\nそうです\n');
    expect(toSrt(transcript)).toContain('\n今日は、天気がいい。\n');
    expect(openParagraphs(transcript).map(({ tentative }) => spansText(tentative))).toEqual([' そうです']);
    expect(writtenText(transcriptOf(finalSegments('今日 は | 天気')))).toBe('今日は天気');
  });

  it('[T45] subtitles fit the screen, where East Asian letters are two columns wide', () => {
    const long = '今天天气很好我们去公园散步然后一起吃饭喝茶聊天看书听音乐'.repeat(3);
    for (const texts of [Array.from(long), [long]]) {
      const [first] = [words(texts)];
      const segment = { words: first, startMs: 0, endMs: first.at(-1)!.endMs };
      const lines = toSrt(transcriptOf([segment]))
        .split('\n')
        .filter((line) => /\p{sc=Han}/u.test(line));
      expect(lines.join('')).toBe(long);
      for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(37);
      expect(columns(lines[0]!)).toBeGreaterThan(30);
    }
  });

  it('[T45, T58] edited by hand, letters that stay keep their times', () => {
    const spoken = transcriptOf(finalSegments('今日は 天気が いい', 'ja'));
    const edited = reworded(spoken, '今日は天気がとてもいい');
    expect(wordsText(edited.segments[0]!.words)).toBe('今日は天気がとてもいい');
    expect(edited.segments[0]!.language).toBe('ja');
    const times = edited.segments[0]!.words.map(({ startMs }) => startMs);
    expect(times.slice(0, 4)).toEqual([0, 250 / 3, 500 / 3, 300]);
    expect(times.at(-2)).toBe(600);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('[T7] JSON tells the language of segments that have their own', () => {
    const [first] = finalSegments('guten Tag', 'de');
    const [second] = finalSegments('good day');
    const { segments } = JSON.parse(toJson(transcriptOf([first!, second!]))) as { segments: { language?: string }[] };
    expect(segments.map(({ language }) => language)).toEqual(['de', undefined]);
  });
});
