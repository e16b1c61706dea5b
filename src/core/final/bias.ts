import { numberWords } from '../language/number-words';
import { isSyllable } from '../language/unspaced-script';
import type { UserWord } from '../language/user-words';
import type { TextLanguage } from '../text/language';
import { textLanguage } from '../text/languages';
import { editCommands } from '../transcript/edit-commands';
import type { BiasPhrase } from './types';

/** What the search of the final pass leans towards: the user's words, and what can be said to Utter. */

/** Nats for each letter. */
export interface BiasRates {
  /** Of the few that somebody enters; in a long list each is less likely to be said. */
  readonly userWord: number;
  /** Of several words, such as "new paragraph". */
  readonly command: number;
  /** Of one word, which is an ordinary word far more often. */
  readonly commandWord: number;
}

export const biasRates: BiasRates = { userWord: 1.5, command: 0.3, commandWord: 0.2 };

/** Lists longer than `fewWords` lean less, by so much of the rate for every tenfold, and at least a third of it is left. */
const fewWords = 20;
const lessForTenfold = 0.4;
const leastShare = 1 / 3;

function rateOfList(rate: number, words: number): number {
  return rate * Math.max(leastShare, 1 - lessForTenfold * Math.log10(Math.max(1, words / fewWords)));
}

/** A sign for a syllable stands for so many letters. */
const syllableLetters = 2.5;

/** How signs of names are said in English, where a model writes no signs. */
const signWords: Readonly<Record<string, string>> = { '&': 'and', '+': 'plus', '@': 'at', '%': 'percent' };

/**
 * @param languageCode ISO 639-1 code of what is spoken; commands exist where the language has them.
 * @param commandsOff ids of spoken commands and actions of editing by voice that aren't obeyed.
 */
export function biasPhrases(
  userWords: readonly UserWord[],
  languageCode: string,
  commandsOff: readonly string[],
  rates: BiasRates = biasRates,
): BiasPhrase[] {
  const language = textLanguage(languageCode);
  const isSpoken = language?.code === 'en';
  const phrases = new Map<string, BiasPhrase>();
  const add = (text: string, weight: number, written?: string): void => {
    const key = text.toLowerCase();
    const known = phrases.get(key);
    if (text === '' || weight <= 0 || (known?.weight ?? 0) >= weight) return;
    const form = written ?? known?.written;
    phrases.set(key, { text, weight, ...(form !== undefined && { written: form }) });
  };
  const rate = rateOfList(rates.userWord, userWords.length);
  for (const { written, soundsLike, boost } of userWords) {
    for (const said of [written, soundsLike]) {
      const text = plain(isSpoken ? spokenSigns(said) : said);
      // As the live search takes it: the boost is that of the whole word.
      add(text, rate + boost / Math.max(1, lettersOf(text)), written);
    }
  }
  if (language === null) return [...phrases.values()];
  const said = [
    ...language.commands.map(({ id, say }) => ({ id, say: say.filter((phrase) => !isOrdinary(phrase, language)) })),
    // "Delete last seven words" is heard as well without help.
    ...editCommands.filter(({ count }) => count === 1).map(({ action, phrases: say }) => ({ id: action, say })),
  ];
  for (const { id, say } of said) {
    if (commandsOff.includes(id)) continue;
    for (const text of say) add(text, text.includes(' ') ? rates.command : rates.commandWord);
  }
  return [...phrases.values()];
}

/** Whether a command's only word is another word far more often: "point", "tab". */
function isOrdinary(phrase: string, { commandWeights }: TextLanguage): boolean {
  return !phrase.includes(' ') && (commandWeights.evidence[`is “${phrase}”`] ?? 0) < -1;
}

/** Without marks, as a model writes words between them. */
function plain(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll('’', "'")
    .replace(/[^\p{L}\p{M}\p{N}']+/gu, ' ')
    .replace(/(?<!\p{L})'+|'+(?!\p{L})/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

function spokenSigns(text: string): string {
  return text
    .replace(/[&+@%]/g, (sign) => ` ${signWords[sign]!} `)
    .replace(/[0-9]+/g, (digits) => ` ${numberWords(digits)[0]!.join(' ')} `);
}

function lettersOf(text: string): number {
  return Array.from(text.replaceAll(' ', '')).reduce((sum, letter) => sum + (isSyllable(letter) ? syllableLetters : 1), 0);
}
