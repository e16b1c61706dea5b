import { describe, expect, it } from 'vitest';
import type { Word } from '../transcript/types';
import { chineseScript, simplified } from './chinese-script';

const wordsOf = (text: string): Word[] =>
  Array.from(text, (letter, i) => ({ text: letter, written: letter, startMs: i * 200, endMs: i * 200 + 150, confidence: 0.8 }));

describe('the script of Chinese', () => {
  it('[V60] is simplified, each character by its neighbours, and keeps times and marks', () => {
    const heard = wordsOf('這個計算機很乾淨').map((word, i) => (i === 7 ? { ...word, written: '淨。' } : word));
    const words = simplified(heard);
    expect(words.map(({ text }) => text).join('')).toBe('这个计算机很干净');
    expect(words.map(({ written }) => written).join('')).toBe('这个计算机很干净。');
    expect(words.map(({ startMs }) => startMs)).toEqual(heard.map(({ startMs }) => startMs));
    expect(simplified(wordsOf('乾坤'))).toEqual(wordsOf('乾坤'));
    expect(simplified(wordsOf('iPhone手機'))).toMatchObject(wordsOf('iPhone手机').map(({ text }) => ({ text })));
  });

  it('[V60] stays as heard for those who read traditional characters', () => {
    expect(['zh-TW', 'zh-HK', 'zh-Hant'].map(chineseScript)).toEqual(['as-heard', 'as-heard', 'as-heard']);
    expect(['zh-CN', 'zh', 'en-US', 'de'].map(chineseScript)).toEqual(Array(4).fill('simplified'));
  });
});
