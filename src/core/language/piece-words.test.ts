import { describe, expect, it } from 'vitest';
import { createBeamSearch } from '../decoder/beam-search';
import { createDirectScorer } from '../decoder/scorer';
import type { Joint, Predictor } from '../decoder/types';
import { seededRandom } from '../metrics';
import { parseTokens } from '../onnx/tokens';
import { encodeUtf8 } from '../onnx/utf8';
import { tableSpelling } from './piece-spelling';
import { compilePieceWords, type PieceWords } from './piece-words';
import { unspacedParts } from './unspaced-script';
import type { UserWord } from './user-words';

/** Pieces of several scripts, and every byte, as a multilingual SentencePiece model with byte fallback has them. */
const names = [
  ...'<blk> <sos/eos> <unk> ▁ 中 国 東 京 都 東京 タ ワ ー 手 机 我 ▁서울 서울 대 학 교 에 서 ▁IPHONE ▁I P H O N E ▁чай ▁für к ไ ท ย'.split(
    ' ',
  ),
  ...Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`),
];
const table = parseTokens(names.map((name, id) => `${name} ${id}`).join('\n'), 'test', 'tokens.txt');
const spelling = tableSpelling(table);
const entry = (written: string, boost = 0, soundsLike = ''): UserWord => ({ written, soundsLike, boost, learned: [] });
const bytesOf = (text: string): string[] =>
  encodeUtf8(text).map((byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);

function compiled(...words: readonly UserWord[]): PieceWords {
  const { words: found, problems } = compilePieceWords(words, spelling);
  expect(problems).toEqual([]);
  return found!;
}

/** What a sequence of pieces earns altogether. */
function earned(words: PieceWords, sequence: readonly string[]): number {
  let [state, total] = [words.start, 0];
  for (const piece of sequence) {
    state = words.after(state, names.indexOf(piece));
    total += words.gain;
  }
  return total - words.refund(state);
}

describe('the user’s words in scripts without spaces', () => {
  // A sign of a syllable counts as two and a half letters of 0.6 nats.
  const syllable = 1.5;

  it('[X19] earn by their letters, whether pieces are several letters, one, or a byte of one', () => {
    const words = compiled(entry('東京都', 3));
    const whole = 3 * syllable + 3;
    expect(earned(words, ['東京', '都'])).toBeCloseTo(whole, 6);
    expect(earned(words, ['東', '京', '都'])).toBeCloseTo(whole, 6);
    expect(earned(words, [...bytesOf('東'), '京', ...bytesOf('都')])).toBeCloseTo(whole, 6);
    // On the way too, so that the first byte of a rare letter is followed beside likelier pieces.
    const state = words.after(words.start, names.indexOf(bytesOf('東')[0]!));
    expect(words.gain).toBeCloseTo((syllable + 1) / 3, 6);
    expect(words.refund(state)).toBeCloseTo((syllable + 1) / 3, 6);
    expect(earned(words, ['東京'])).toBeCloseTo(0, 6);
    expect(earned(words, ['東京', '手'])).toBeCloseTo(0, 6);
    expect(earned(words, ['東京', ...bytesOf('都').slice(0, 2), '手'])).toBeCloseTo(0, 6);
  });

  it('[X19] begin and end anywhere, and again within what failed', () => {
    const words = compiled(entry('東京'), entry('中国', 1));
    expect(earned(words, ['我', '東京', '手', '机'])).toBeCloseTo(2 * syllable, 6);
    expect(earned(words, ['▁', '中', '国', '東', '京'])).toBeCloseTo(4 * syllable + 1, 6);
    expect(earned(words, ['東', '東', '京'])).toBeCloseTo(2 * syllable, 6);
    const nested = compiled(entry('東京都手机'), entry('京都'));
    expect(earned(nested, ['東', '京', '都', '我'])).toBeCloseTo(2 * syllable, 6);
    expect(earned(nested, ['東京', '都', '手', '我'])).toBeCloseTo(2 * syllable, 6);
    expect(earned(nested, ['東京', '都', '手', '机'])).toBeCloseTo(5 * syllable, 6);
  });

  it('[X19] have spaces or not where Korean, or a change of script, may have them', () => {
    const korean = compiled(entry('서울 대학교'));
    for (const said of [
      ['▁서울', '▁', '대', '학', '교'],
      ['▁서울', '대', '학', '교'],
      ['▁서울', '대', '학', '교', '에', '서'],
    ]) {
      expect(earned(korean, said)).toBeCloseTo(5 * syllable, 6);
    }
    const mixed = compiled(entry('iPhone手机'));
    const whole = 6 * 0.6 + 2 * syllable;
    for (const said of [
      ['我', '▁IPHONE', '手', '机'],
      ['▁I', 'P', 'H', 'O', 'N', 'E', '▁', '手', '机', '我'],
    ]) {
      expect(earned(mixed, said)).toBeCloseTo(whole, 6);
    }
    expect(earned(mixed, ['P', 'H', 'O', 'N', 'E', '手', '机'])).toBeCloseTo(0, 6);
    expect(unspacedParts('我的iPhone手机')).toEqual(['我的', 'iPhone', '手机']);
  });

  it('[X19] keep those of other scripts to whole words', () => {
    const words = compiled(entry('чай', 1), entry('ไทย'));
    expect(earned(words, ['▁чай', '▁für'])).toBeCloseTo(3 * 0.6 + 1, 6);
    expect(earned(words, ['▁чай', 'к'])).toBeCloseTo(0, 6);
    expect(earned(words, ['▁чай', 'ไ', 'ท', 'ย', 'к'])).toBeCloseTo(3 * 0.6, 6);
  });

  it('[X19] may have any letter where a model writes rare ones by their bytes, and none that it lacks', () => {
    const words = compiled(entry('龘'), entry('Ω'));
    expect(earned(words, ['我', ...bytesOf('龘')])).toBeCloseTo(syllable, 6);
    expect(earned(words, ['▁', ...bytesOf('Ω')])).toBeCloseTo(0.6, 6);
    const few = tableSpelling(parseTokens('<blk> 0\n中 1\n国 2\n<0xE9> 3', 'test', 'tokens.txt'));
    expect(compilePieceWords([entry('中国'), entry('龘')], few).problems).toMatchObject([{ line: 2, text: '龘' }]);
    // Composed and decomposed letters are one.
    expect(compilePieceWords([entry('서울'.normalize('NFD'))], spelling).problems).toEqual([]);
    expect(earned(compiled(entry('서울'.normalize('NFD'))), ['서울'])).toBeCloseTo(2 * syllable, 6);
  });

  it('[X19] give back exactly what they gave unless an entry was said, for any sequence of pieces', () => {
    const words = compiled(entry('東京', 2), entry('京都手'), entry('中国', 1), entry('iPhone手机'), entry('서울 대학교'));
    const random = seededRandom(9);
    const some = [
      '中',
      '国',
      '東',
      '京',
      '都',
      '東京',
      '手',
      '机',
      '▁서울',
      '서울',
      '대',
      '학',
      '교',
      '▁IPHONE',
      '▁',
      ...bytesOf('東'),
      ...bytesOf('京'),
    ];
    let [found, without] = [0, 0];
    for (let round = 0; round < 3000; round++) {
      const sequence = Array.from({ length: 9 }, () => some[Math.floor(random() * some.length)]!);
      const bytes = sequence.flatMap((name) => spelling.bytes[names.indexOf(name)]!);
      const text = Buffer.from(bytes).toString('utf8');
      const total = earned(words, [...sequence, '▁', '我']);
      if (/東京|京都手|中国| IPHONE ?手机|서울 ?대학교/.test(text)) {
        expect(total).toBeGreaterThan(2 * syllable - 1e-6);
        found++;
      } else {
        expect(total).toBeCloseTo(0, 6);
        without++;
      }
    }
    expect(Math.min(found, without)).toBeGreaterThan(300);
  });
});

describe('a search with words of scripts without spaces', () => {
  const predictor: Predictor = { contextUnits: 1, outputDim: 1, predict: ([unit]) => Float32Array.of(unit!) };
  const joint: Joint = {
    units: names.length,
    normalization: 'local',
    maxUnitsPerFrame: 1,
    score(data, offset, _, out) {
      out.set(data.subarray(offset, offset + names.length));
    },
  };

  async function heard(frames: readonly (readonly string[])[], ...words: readonly UserWord[]): Promise<string> {
    const own = words.length === 0 ? null : compiled(...words);
    const search = createBeamSearch(createDirectScorer(predictor, joint, 0), table, 40, { paths: 6, words: own });
    const data = new Float32Array(frames.length * names.length).fill(-9);
    // Each frame says its pieces, the first a little better.
    for (const [frame, ways] of frames.entries())
      for (const [i, piece] of ways.entries()) data[frame * names.length + names.indexOf(piece)] = 9 - 1.2 * i;
    for (let at = 0; at < data.length; at += names.length) await search.advance(data, at, Infinity);
    return search
      .endUtterance()
      .map((word) => word.text)
      .join(' ');
  }

  it('[X19] finds them, from letters or from bytes, beside likelier pieces', async () => {
    const said = [['▁'], ['我'], ['中'], ['国', '京'], ['手']];
    expect(await heard(said)).toBe('我中国手');
    expect(await heard([['我'], ['手', '東'], ['京', '机'], ['都']], entry('東京', 2))).toBe('我東京都');
    expect(await heard([['我'], ['手', '東'], ['机', '京'], ['都']], entry('東京', 2))).toBe('我東京都');
    const [first, second, third] = bytesOf('龘');
    const rare = [['我'], ['中', first!], ['国', second!], ['手', third!], ['机']];
    expect(await heard(rare)).toBe('我中国手机');
    expect(await heard(rare, entry('龘', 6))).toBe('我龘机');
  });

  it('[X19] writes them as the user does where they stand within a word', async () => {
    const said = [['▁'], ['我'], ['▁IPHONE'], ['手'], ['机'], ['都']];
    expect(await heard(said)).toBe('我 IPHONE手机都');
    expect(await heard(said, entry('iPhone手机'))).toBe('我 iPhone手机都');
    expect(await heard([['東京'], ['タ'], ['ワ'], ['ー'], ['都']], entry('Tokyo Tower', 0, '東京タワー'))).toBe('Tokyo Tower都');
  });
});
