import { z } from 'zod';
import { UtterError } from '../errors';

/** The words that a user wants recognised: what is stored, and what is read from lists. */

/** Letters of a written form, or of how it sounds. */
export const longestEntry = 100;
export const mostWordsInEntry = 8;
export const mostUserWords = 10_000;
/** Nats that an entry may be made more or less likely by. */
export const boostRange = { least: -5, most: 10 } as const;

const phoneSchema = z.string().regex(/^\S{1,8}$/);

export const userWordSchema = z.object({
  /** As it is to appear: a word, or several separated by spaces. */
  written: z.string().min(1).max(longestEntry),
  /** How it sounds, in words that are read as English is; empty where the written form says it. */
  soundsLike: z.string().max(longestEntry).default(''),
  /** ln by which it is likelier than a name that nothing is known about. */
  boost: z.number().min(boostRange.least).max(boostRange.most).default(0),
  /** Pronunciations learned from recordings, as names of the model's phones. */
  learned: z.array(z.array(phoneSchema).min(1).max(200)).max(8).default([]),
});

export type UserWord = z.infer<typeof userWordSchema>;

/** What is wrong with one entry of a list. */
export interface WordProblem {
  /** Line of the list it was read from, or the entry's number, from 1. */
  readonly line: number;
  readonly text: string;
  readonly problem: string;
}

export interface WordList {
  readonly words: readonly UserWord[];
  readonly problems: readonly WordProblem[];
}

/**
 * Reads a list, one entry a line: the written form, and after a tab or ` = ` how it sounds, and after another its boost.
 * Lines that are empty or begin with `# ` say nothing. A written form that comes again replaces the earlier one.
 */
export function parseWordLines(text: string): WordList {
  const words = new Map<string, UserWord>();
  const problems: WordProblem[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    if (line === '' || line === '#' || line.startsWith('# ')) continue;
    const say = (problem: string): void => void problems.push({ line: index + 1, text: shown(line), problem });
    const [written = '', soundsLike = '', boost = '', ...more] = line.split(/\t| = /).map((part) => part.trim());
    if (more.length > 0) {
      say('it has more than a word, how it sounds, and a boost');
      continue;
    }
    if (boost !== '' && !Number.isFinite(Number(boost))) {
      say(`its boost "${shown(boost)}" is no number`);
      continue;
    }
    const word = checkedWord({ written, soundsLike, boost: Number(boost), learned: [] });
    if (typeof word === 'string') say(word);
    else if (!words.has(word.written) && words.size === mostUserWords)
      say(`there are more than ${mostUserWords} words before it`);
    else words.set(word.written, word);
  }
  return { words: [...words.values()], problems };
}

/** An entry with its spaces and Unicode in order, or what is wrong with it. */
export function checkedWord(word: UserWord): UserWord | string {
  const written = tidied(word.written);
  const soundsLike = tidied(word.soundsLike);
  if (written === '') return 'it has no written form';
  for (const [what, text] of [
    ['it', written],
    ['how it sounds', soundsLike],
  ] as const) {
    if (text.length > longestEntry) return `${what} is longer than ${longestEntry} letters`;
    if (text.includes('\uFFFD')) return `${what} has letters that are not UTF-8`;
    if (hidden.test(text)) return `${what} has hidden control characters`;
    if (text.split(' ').length > mostWordsInEntry) return `${what} has more than ${mostWordsInEntry} words`;
  }
  // Which scripts can be heard is the model's to say.
  const silent = (soundsLike === '' ? written : soundsLike).split(' ').find((part) => !/[\p{L}\p{N}]/u.test(part));
  if (soundsLike !== '' && silent !== undefined) return `how it sounds, “${shown(silent)}”, has no letters`;
  if (silent !== undefined && word.learned.length === 0) return `“${shown(silent)}” has no letters; say how it sounds`;
  const { least, most } = boostRange;
  if (!(word.boost >= least && word.boost <= most)) return `its boost is not between ${least} and ${most}`;
  return { ...word, written, soundsLike };
}

/** Why a model of English sounds can't hear a word that has neither letters to read nor a sound. */
export function unreadable(word: string): string {
  return `“${shown(word)}” can't be read aloud as English is; say how it sounds, in English letters`;
}

/** Control characters and such as change the direction of the text around them; joiners, which emoji and some scripts need, are none. */
const hidden = /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}]/u;
/** Marks without width that come along when text is copied. */
const widthless = /[\u200B\u200E\u200F\u2060\uFEFF]/g;

function tidied(text: string): string {
  return text
    .normalize('NFC')
    .replace(widthless, '')
    .replace(/[ \u00A0\u2000-\u200A\u202F\u3000]+/g, ' ')
    .trim();
}

const fileSchema = z.object({ version: z.literal(1), words: z.array(z.unknown()).max(mostUserWords) });

/** What `wordsFile` wrote. @param location for messages. @throws UtterError `words-invalid` naming file and entry */
export function parseWordsFile(text: string, location: string): UserWord[] {
  const invalid = (problem: string, cause?: unknown): UtterError =>
    new UtterError(
      'words-invalid',
      `${location} ${problem}.`,
      'Correct the file, or move it away to start with no words of your own.',
      cause === undefined ? undefined : { cause },
    );
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw invalid('is not JSON', error);
  }
  const file = fileSchema.safeParse(json);
  if (!file.success) throw invalid('is no list of words', file.error);
  return file.data.words.map((entry, index) => {
    const parsed = userWordSchema.safeParse(entry);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw invalid(`has an entry ${index + 1} that is not valid: ${issue?.path.join('.')}: ${issue?.message}`, parsed.error);
    }
    const word = checkedWord(parsed.data);
    if (typeof word === 'string') throw invalid(`has an entry ${index + 1} that is not valid: ${word}`);
    return word;
  });
}

/** The contents of a file of words. */
export function wordsFile(words: readonly UserWord[]): string {
  return `${JSON.stringify({ version: 1, words }, null, 2)}\n`;
}

/** Words with others added; those with the same written form are replaced. */
export function withWords(words: readonly UserWord[], added: readonly UserWord[]): UserWord[] {
  const all = new Map(words.map((word) => [word.written, word]));
  for (const word of added) all.set(word.written, word);
  return [...all.values()];
}

/** A problem as a person reads it. */
export function problemText({ line, text, problem }: WordProblem, place = 'line'): string {
  return `${place} ${line} (“${text}”): ${problem}`;
}

/** Text for a message: short, and without what would disturb it. */
export function shown(text: string): string {
  const clean = text.replaceAll('\t', ' ').replace(new RegExp(hidden.source, 'gu'), '·');
  const letters = Array.from(clean);
  return letters.length > 40 ? `${letters.slice(0, 39).join('')}…` : clean;
}
