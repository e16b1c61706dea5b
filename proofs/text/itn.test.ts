import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { proveItn } from './itn';
import { readItnCases } from './itn-table';
import { isHeldOut, readSentences, roundTrip, spokenSentence, textFolder } from './number-round-trip';
import { formatPlain } from './plain-format';
import { runProofs } from './proofs';

const cases = readItnCases();
const write = (spoken: string): string =>
  formatPlain(spoken.split(' '))
    .map((span) => span.text)
    .join('')
    .trim();

describe('the table of spoken and written forms', () => {
  it('[K10] is large', () => {
    expect(cases.length).toBeGreaterThanOrEqual(400);
    expect(new Set(cases.map(({ spoken }) => spoken)).size).toBe(cases.length);
  });

  it.each([...new Set(cases.map(({ class: name }) => name))])('[K10, K11] is written as it says: %s', (name) => {
    const those = cases.filter((each) => each.class === name);
    const got = those.map(({ spoken }) => `${spoken}\t${write(spoken)}`);
    expect(got).toEqual(those.map(({ spoken, written }) => `${spoken}\t${written}`));
  });
});

it('[K85] of the categories of other inverse normalisers at least 92 % come out as people write them', () => {
  const { categories } = proveItn() as { categories: { count: number; share: number } };
  expect(categories.count).toBeGreaterThan(350);
  expect(categories.share).toBeGreaterThan(0.92);
});

it('[K39] the round trip counts a number only where it stands as it was written', () => {
  const { words, found } = spokenSentence('On June 3, 1984, 21 of 1,250 men paid $5.20 at 10:30; 3 left on the 21st.');
  expect(words.join(' ')).toBe(
    'on june third nineteen eighty four twenty one of one thousand two hundred fifty men paid five dollars and twenty cents at ten thirty three left on the twenty first',
  );
  expect(found.map((each) => `${each.class} ${each.written}`)).toEqual([
    'date June 3, 1984',
    'cardinal 21',
    'cardinal 1,250',
    'money $5.20',
    'time 10:30',
    'cardinal 3',
    'ordinal 21st',
  ]);
  const trip = roundTrip(['He paid $5.20 for 21 eggs in 1984, and 3 for 2100.']);
  expect(trip).toMatchObject({ all: { count: 4, exact: 3, sameDigits: 4 }, belowTen: { count: 1, words: 1 } });
  expect(trip.misses[0]).toContain('2100 became 2,100');
});

it('[K13] numbers of real text come back', async ({ skip }) => {
  if (!existsSync(textFolder)) skip(`There is no text in ${textFolder}; UTTER_TEXT names another folder.`);
  const sentences = await readSentences((sentence) => /\d/.test(sentence) && !isHeldOut(sentence));
  const some = sentences!.filter((_, index) => index % 40 === 0);
  const { all } = roundTrip(some);
  expect(all.count).toBeGreaterThan(100);
  expect(all.exact / all.count).toBeGreaterThan(0.8);
  expect(all.sameDigits / all.count).toBeGreaterThan(0.93);
});

it('[K38] proofs are merged, and one that fails or can not run says why', async () => {
  const proofs = [
    { name: 'good', prove: () => ({ share: 1 }) },
    { name: 'bad', prove: () => Promise.reject(new Error('no disk')) },
    { name: 'absent', prove: () => ({ missing: 'no text' }) },
  ];
  const told: string[] = [];
  expect(await runProofs(proofs, [], (text) => told.push(text))).toEqual({
    good: { share: 1 },
    bad: { failed: 'no disk' },
    absent: { missing: 'no text' },
  });
  expect(told).toHaveLength(3);
  expect(await runProofs(proofs, ['absent'], () => {})).toEqual({ absent: { missing: 'no text' } });
  await expect(runProofs(proofs, ['other'], () => {})).rejects.toThrow('good, bad, absent');
});
