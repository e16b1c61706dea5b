import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { loadPunctuator } from '../../src/cli/punctuator';
import { seededRandom } from '../../src/core/metrics';
import type { CommandVerdict } from '../../src/core/text/command-judge';
import { english } from '../../src/core/text/en/index';
import { createTextFormatter, type FormatterOptions } from '../../src/core/text/formatter';
import { createRulePunctuator } from '../../src/core/text/rule-punctuator';
import type { Punctuator } from '../../src/core/text/types';
import { spansText } from '../../src/core/transcript/text';
import type { Word } from '../../src/core/transcript/types';
import { dictated, type SaidWord, type Sources } from './command-corpus';
import { heldOutSources, mentionedIn, readParagraphs } from './command-sources';
import { cpuMs } from './word-lists';
import { textFolder } from './number-round-trip';
import type { Figures } from './proofs';
import { measuredPauses } from './punctuation';

/** Tables of commands, and sentences in which their words are words; `UTTER_CASES` names another folder. */
export const casesFolder = process.env['UTTER_CASES'] ?? path.resolve(textFolder, '../cases');

export interface CommandCase {
  readonly phrase: string;
  readonly effect: string;
  readonly sentence: string;
}

export async function commandCases(folder = casesFolder): Promise<CommandCase[]> {
  const text = await readFile(path.join(folder, 'commands.tsv'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [phrase = '', effect = '', , sentence = ''] = line.split('\t');
      return { phrase, effect, sentence };
    });
}

export async function literalSentences(folder = casesFolder): Promise<string[]> {
  return (await readFile(path.join(folder, 'literal.txt'), 'utf8')).split('\n').filter((line) => line.trim() !== '');
}

export interface Written {
  readonly text: string;
  /** Of words that a command has, by the place of the first. */
  readonly verdicts: ReadonlyMap<number, CommandVerdict>;
}

/** Words without times, each certain. */
export function write(sentence: string, punctuator: Punctuator, options: Partial<FormatterOptions> = {}): Written {
  return writeWords(
    sentence.split(' ').map((text) => ({ text, startMs: 0, endMs: 0, confidence: 1 })),
    punctuator,
    { hasTimes: false, ...options },
  );
}

function writeWords(words: readonly Word[], punctuator: Punctuator, options: Partial<FormatterOptions>): Written {
  const verdicts = new Map<number, CommandVerdict>();
  const formatter = createTextFormatter({
    language: english,
    punctuator,
    onVerdict: (verdict, at) => verdicts.set(at, verdict),
    ...options,
  });
  return { text: spansText(formatter.update(words, [], true).committed).replace(/^ /u, ''), verdicts };
}

/** Whether the effect of a case is there: its sign or layout without its words, or its words in the case that it asks for. */
export function isObeyed({ phrase, effect, sentence }: CommandCase, { text }: Written): boolean {
  const said = ` ${text.toLowerCase().replaceAll(/[^a-z']+/gu, ' ')} `;
  const next = sentence.split(`${phrase} `)[1]?.split(' ')[0] ?? '';
  const capital = next.slice(0, 1).toUpperCase() + next.slice(1);
  const isGone = !said.includes(` ${phrase} `);
  switch (effect) {
    case 'nosp':
      return /football/iu.test(text);
    case 'Cap':
      return isGone && text.includes(` ${capital}`);
    case 'CapMode':
      return text.includes('The Old Man') && !/caps|off/iu.test(text);
    case 'CAPS':
      return isGone && text.includes(` ${next.toUpperCase()}`);
    case 'CAPSMode':
      return text.includes('VERY URGENT') && !/caps|off/iu.test(text);
    case 'lower':
      return /\bmonday\b/u.test(text) && !/caps|lowercase/u.test(text);
    case 'digit':
      return text.includes('5');
    case 'word':
      return text.includes('word comma is');
    default:
      return (
        isGone &&
        (effect.includes('|') && effect !== '|'
          ? effect.split('|')
          : [effect.replaceAll('\\n', '\n').replaceAll('\\t', '\t')]
        ).some((each) => text.includes(each))
      );
  }
}

/** Measures who is obeyed: commands of the published lists, spoken marks, and words that are no commands. */
export async function proveCommands(): Promise<Figures> {
  const shipped = (await loadPunctuator('en'))!;
  const sources: Sources = { random: seededRandom(23), pauses: (await measuredPauses()).pauses };
  const figures: Record<string, unknown> = {
    commands: english.commands.length,
    phrases: english.commands.flatMap(({ say }) => say).length,
    emoji: Object.keys(english.emoji).length,
    weightsBytes: (await stat(path.resolve(import.meta.dirname, '../../src/core/text/en/command-weights.json'))).size,
    weights: Object.keys(english.commandWeights.evidence).length,
  };
  if (existsSync(path.join(casesFolder, 'commands.tsv'))) {
    const cases = (await commandCases()).map((each) => ({ each, written: write(each.sentence, shipped) }));
    const lost = cases.filter(({ each, written }) => !isObeyed(each, written));
    const literal = (await literalSentences()).map((sentence) => ({ sentence, written: write(sentence, shipped) }));
    const fired = literal.filter(({ written }) => hasFired(written));
    Object.assign(figures, {
      coverage: share(cases.length - lost.length, cases.length),
      notCovered: lost.map(({ each, written }) => `${each.phrase}: ${written.text}`),
      literal: { ...share(fired.length, literal.length), fired: fired.map(({ written }) => written.text) },
    });
  } else figures['missing'] = `There are no cases in ${casesFolder}; UTTER_CASES names another folder.`;
  const heldOut = heldOutSources.flatMap((source) => readParagraphs(source, 20_000) ?? []);
  if (heldOut.length === 0) return { ...figures, missing: `There is no text in ${textFolder}; UTTER_TEXT names another folder.` };
  return { ...figures, ...heldOutFigures(heldOut, sources) };
}

const mostMarks = 4000;
const ordinaryWords = 60_000;
const mostLiteralOfPhrase = 60;

function heldOutFigures(paragraphs: readonly (readonly string[])[], sources: Sources): Figures {
  const punctuator = createRulePunctuator(english);
  const run = (said: readonly SaidWord[], options: Partial<FormatterOptions> = {}): Written =>
    writeWords(timed(said), punctuator, { hasTimes: said.some(({ pauseMs }) => pauseMs !== null), ...options });
  const [marks, missed] = [new Map<string, number>(), new Map<string, number>()];
  const examples: string[] = [];
  const weighed = new Map<string, number>();
  let total = 0;
  for (const paragraph of paragraphs) {
    if (total >= mostMarks) break;
    const said = dictated(paragraph, 'all', sources, sources.random() < 0.5, false);
    const { verdicts } = run(said);
    for (const [at, { command }] of said.entries()) {
      if (command === null || !plainMarks.has(command)) continue;
      total++;
      marks.set(command, (marks.get(command) ?? 0) + 1);
      for (const { name, weight } of verdicts.get(at)?.evidence ?? [])
        weighed.set(kindOfEvidence(name), (weighed.get(kindOfEvidence(name)) ?? 0) + Math.abs(weight));
      if (verdicts.get(at)?.isCommand === true) continue;
      missed.set(command, (missed.get(command) ?? 0) + 1);
      if (examples.length < 15)
        examples.push(
          said
            .slice(Math.max(0, at - 3), at + 4)
            .map(({ text }) => text)
            .join(' '),
        );
    }
  }
  let [words, fired] = [0, 0];
  const firedIn: string[] = [];
  const began = process.cpuUsage();
  for (const paragraph of paragraphs) {
    if (words >= ordinaryWords) break;
    const said = dictated(paragraph, 'none', { ...sources, random: () => 0.999 }, sources.random() < 0.5, false);
    words += said.length;
    for (const [at, { isCommand, phrase }] of run(said).verdicts) {
      if (!isCommand) continue;
      fired++;
      firedIn.push(around(said, at, phrase));
    }
  }
  const msAWord = cpuMs(began) / words;
  let [literal, literalFired] = [0, 0];
  const literalIn: string[] = [];
  const taken = new Map<string, number>();
  for (const sentence of paragraphs.flat()) {
    const phrase = mentionedIn([sentence]).toSorted((a, b) => b.length - a.length)[0];
    if (phrase === undefined || (taken.get(phrase) ?? 0) >= mostLiteralOfPhrase) continue;
    taken.set(phrase, (taken.get(phrase) ?? 0) + 1);
    literal++;
    const said = dictated([sentence], 'none', { ...sources, random: () => 0.999 }, false, false);
    const verdict = [...run(said).verdicts].find(([, { isCommand }]) => isCommand);
    if (verdict === undefined) continue;
    literalFired++;
    literalIn.push(around(said, verdict[0], verdict[1].phrase));
  }
  return {
    spokenMarks: {
      ...share(
        [...missed.values()].reduce((sum, count) => sum + count, 0),
        total,
      ),
      examples,
      byMark: Object.fromEntries([...marks].map(([mark, count]) => [mark, `${missed.get(mark) ?? 0} of ${count}`])),
    },
    ordinary: { words, fired, firedIn, msAWord: Math.round(msAWord * 1000) / 1000 },
    minedLiteral: { ...share(literalFired, literal), firedIn: literalIn.slice(0, 30) },
    weighsMost: [...weighed]
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, 10)
      .map(([name, weight]) => `${name}: ${(weight / total).toFixed(2)} nats`),
  };
}

const plainMarks = new Set([
  'comma',
  'period',
  'full stop',
  'question mark',
  'exclamation mark',
  'exclamation point',
  'colon',
  'semicolon',
  'semi colon',
]);
const kindOfEvidence = (name: string): string => name.replaceAll(/“[^”]*”/gu, '“…”').replace(/: .*/u, '');

function around(said: readonly SaidWord[], at: number, phrase: string): string {
  return `${phrase}: ${said
    .slice(Math.max(0, at - 3), at + 5)
    .map(({ text }) => text)
    .join(' ')}`;
}

function timed(said: readonly SaidWord[]): Word[] {
  let startMs = 0;
  return said.map(({ text, confidence, pauseMs }) => {
    const word = { text, confidence, startMs, endMs: startMs + 250 };
    startMs += 250 + (pauseMs ?? 0);
    return word;
  });
}

function hasFired({ verdicts }: Written): boolean {
  return [...verdicts.values()].some(({ isCommand }) => isCommand);
}

function share(count: number, of: number): { count: number; of: number; percent: number } {
  return { count, of, percent: Math.round((10_000 * count) / Math.max(1, of)) / 100 };
}
