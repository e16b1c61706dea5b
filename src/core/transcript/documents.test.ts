import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { toZip } from './archive-file';
import { toDocx } from './docx';
import { toMarkdown } from './exports';
import { distinctNames, fileName } from './file-names';
import type { Transcript } from './types';

const transcript = (...lines: string[]): Transcript => ({
  segments: lines.map((line, index) => ({
    words: line.split(' ').map((text) => ({ text, startMs: index * 1000, endMs: index * 1000 + 900, confidence: 1 })),
    startMs: index * 1000,
    endMs: index * 1000 + 900,
  })),
  partial: { committed: [], tentative: [] },
  durationMs: lines.length * 1000,
});

const at = new Date('2026-11-25T10:20:30Z');

describe('Markdown', () => {
  it('[T40] has the name as heading and a paragraph for each segment', () => {
    expect(toMarkdown(transcript('one two', 'three'), 'A talk')).toBe('# A talk\n\none two\n\nthree\n');
  });

  it.each([
    ['a *b* _c_ `d` [e](f) <g> ~h~ | & #i', 'a \\*b\\* \\_c\\_ \\`d\\` \\[e\\](f) \\<g\\> \\~h\\~ \\| \\& \\#i'],
    ['1. first', '1\\. first'],
    ['- no list', '\\- no list'],
    ['+ no list', '\\+ no list'],
    ['1984 was a year', '1984 was a year'],
  ])('[T40] reads nothing as markup: %s', (line, expected) => {
    expect(toMarkdown(transcript(line), 'x').split('\n')[2]).toBe(expected);
  });
});

describe('a Word document', () => {
  const parts = (...lines: string[]): Record<string, string> =>
    Object.fromEntries(
      Object.entries(unzipSync(toDocx(transcript(...lines), 'Tom & “Jerry” <2>', at))).map(([name, bytes]) => [
        name,
        strFromU8(bytes),
      ]),
    );

  it('[T41] has the parts that the format asks for, each listed and related', () => {
    const files = parts('one');
    expect(Object.keys(files)[0], 'first, so that the type is known from the start').toBe('[Content_Types].xml');
    for (const [, target] of files['[Content_Types].xml']!.matchAll(/PartName="\/([^"]+)"/g)) {
      expect(files, target).toHaveProperty([target!]);
    }
    for (const [, target] of files['_rels/.rels']!.matchAll(/Target="([^"]+)"/g)) expect(files).toHaveProperty([target!]);
    expect(files['word/_rels/document.xml.rels']).toContain('Target="styles.xml"');
    expect(files['docProps/core.xml']).toContain('2026-11-25T10:20:30Z');
  });

  it('[T41] has a paragraph for each segment, escaped, and only characters that XML can hold', () => {
    const { 'word/document.xml': document } = parts('one <b>&amp;', 'two\u0000\u000b\ud800 ünï😀');
    const texts = [...document!.matchAll(/<w:t [^>]*>([^<]*)<\/w:t>/g)].map(([, text]) => text);
    expect(texts).toEqual(['Tom &amp; “Jerry” &lt;2&gt;', 'one &lt;b&gt;&amp;amp;', 'two ünï😀']);
    expect(document!.match(/<w:p>/g)).toHaveLength(3);
  });
});

describe('names of files', () => {
  it.each([
    ['Meeting 10:30 / “plan?”', 'Meeting 10-30 - “plan-”.txt'],
    ['a\\b*c<d>e|f"g\u0007h', 'a-b-c-d-e-f-g-h.txt'],
    ['.hidden. ', 'hidden.txt'],
    ['CON', 'CON_.txt'],
    ['lpt1', 'lpt1_.txt'],
    ['', 'Untitled.txt'],
    ['Grüße, 世界', 'Grüße, 世界.txt'],
  ])('[T42] %j is a name on every system', (name, expected) => {
    expect(fileName(name, 'txt')).toBe(expected);
  });

  it('[T42] is at most 255 bytes, with no half character', () => {
    const name = fileName('世😀'.repeat(100), 'docx');
    expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(255);
    expect(name).toMatch(/^(世😀)+世?\.docx$/u);
  });

  it('[T43] names that clash are numbered, also those that differ in case only', () => {
    expect(distinctNames(['a.txt', 'A.txt', 'a.txt', 'a (2).txt', 'b'])).toEqual([
      'a.txt',
      'A (2).txt',
      'a (3).txt',
      'a (2) (2).txt',
      'b',
    ]);
  });

  it('[T43] an archive holds every file under its own name', () => {
    const zip = toZip(
      [
        { name: 'ä.txt', contents: 'ünï\n' },
        { name: 'ä.txt', contents: new Uint8Array([1, 2]) },
      ],
      at,
    );
    const files = unzipSync(zip);
    expect(Object.keys(files)).toEqual(['ä.txt', 'ä (2).txt']);
    expect(strFromU8(files['ä.txt']!)).toBe('ünï\n');
    expect([...files['ä (2).txt']!]).toEqual([1, 2]);
  });
});
