import type { StyleVariant, WritingStyle } from './style';

/**
 * What the rules of written text need to know of a language: data only, so that a language is added by adding tables.
 * All spoken phrases are lower case, their words separated by single spaces.
 */
export interface TextLanguage {
  /** As in a model's manifest, such as `en`. */
  readonly code: string;
  readonly numbers: NumberWords;
  readonly letters: LetterWords;
  readonly web: WebWords;
  /** Spoken phrase to written form, by the name with which patterns refer to the table. */
  readonly tables: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Words and phrases that conditions of rules and commands refer to by name. */
  readonly sets: Readonly<Record<string, readonly string[]>>;
  readonly rules: readonly RewriteRule[];
  readonly commands: readonly SpokenCommand[];
  /** Emoji by their names, as they are said before the words of `emojiWords`: "thumbs up". */
  readonly emoji: Readonly<Record<string, string>>;
  readonly emojiWords: readonly string[];
  /** What tells commands from words. */
  readonly commandWeights: CommandWeights;
  /** Names of the half of the day that begins at noon, as tables write them. */
  readonly afternoon: readonly string[];
  readonly fillers: FillerWords;
  /** What is said to show a style: for each choice, and for all together. */
  readonly samples: { readonly choices: Readonly<Record<keyof WritingStyle, string>>; readonly passage: string };
  /** Of words that are spelled in two ways: what is written instead, by the way that a style asks for. */
  readonly spellings: Readonly<Record<'us' | 'uk', Readonly<Record<string, string>>>>;
  /** Words that are written in lower case wherever they stand in a sentence. */
  readonly commonWords: readonly string[];
  /** Words that are always written with capitals. */
  readonly cased: Readonly<Record<string, string>>;
}

export interface NumberWords {
  /** 0 to 9, with all the names that a digit has where digits are read one by one. */
  readonly digits: Readonly<Record<string, number>>;
  /** Those of `digits` that are not a number by themselves. */
  readonly digitsOnlyInSequence: readonly string[];
  /** 10 to 19. */
  readonly teens: Readonly<Record<string, number>>;
  /** 20, 30 … 90. */
  readonly tens: Readonly<Record<string, number>>;
  readonly hundred: string;
  /** 1000 and its powers. */
  readonly scales: Readonly<Record<string, number>>;
  /** Joins hundreds or thousands to what is below. */
  readonly and: string;
  /** Stands for one before hundred and scales. */
  readonly article: string;
  readonly ordinals: Readonly<Record<string, number>>;
  /** Plural tens, as in decades. */
  readonly decades: Readonly<Record<string, number>>;
  /** Denominators, singular and plural. */
  readonly denominators: Readonly<Record<string, { readonly value: number; readonly isPlural: boolean }>>;
  /** A digit said once that stands twice or more often. */
  readonly repeats: Readonly<Record<string, number>>;
  readonly point: readonly string[];
  /** By the plural category of ordinals that `Intl.PluralRules` gives. */
  readonly ordinalSuffixes: Readonly<Record<string, string>>;
  /** Between groups of three digits. */
  readonly groupSeparator: string;
  readonly decimalSeparator: string;
}

export interface LetterWords {
  /** Names of letters that are nothing else; two of them make a sequence. */
  readonly names: Readonly<Record<string, string>>;
  /** Words that sound like a letter's name and count as one inside a sequence only. */
  readonly soundalikes: Readonly<Record<string, string>>;
  /** Letters that are words of their own: at the ends of a short sequence they count only if it is known. */
  readonly words: readonly string[];
  /** Common initials, lower case. */
  readonly known: readonly string[];
  /** Endings that may follow a letter, such as `'s`. */
  readonly endings: readonly string[];
}

/** What a style may leave out. */
export interface FillerWords {
  /** Sounds that mean nothing. */
  readonly hesitations: readonly string[];
  /** Two such sounds that mean something: "uh huh". */
  readonly answers: readonly string[];
  /** Words that nobody means to say twice in a row. */
  readonly neverDoubled: readonly string[];
  /** Phrases that say nothing, but for those after or before certain words: "you know" but not "do you know". */
  readonly phrases: readonly {
    readonly say: string;
    readonly notAfter: readonly string[];
    readonly notBefore: readonly string[];
  }[];
  /** At the edge of what is said twice in a row these mean it: "on and on and on". */
  readonly joining: readonly string[];
}

export interface WebWords {
  readonly at: string;
  readonly dot: string;
  /** Other joiners within a name and what they are written as. */
  readonly joiners: Readonly<Record<string, string>>;
  readonly slash: readonly string[];
  readonly topLevelDomains: readonly string[];
  /** Phrases that are one name. */
  readonly names: Readonly<Record<string, string>>;
}

/**
 * A spoken pattern and how it is written; `text/rule-pattern.ts` describes both. Of all that match at a word the longest
 * wins, among equals the first in the table.
 */
export interface RewriteRule {
  /** For figures and documentation, such as `time`. */
  readonly class: string;
  readonly say: string;
  readonly write: string;
  /** What is written instead in a style; the first that holds counts. */
  readonly inStyle?: Readonly<Partial<Record<StyleVariant, string>>>;
  /** Holds in this style only. */
  readonly onlyIn?: StyleVariant;
  /** Names of sets in which the words before or after must be, or must not be. */
  readonly after?: string;
  readonly notAfter?: string;
  readonly before?: string;
  readonly notBefore?: string;
  /** Holds at the beginning of the text too, where `after` is given. */
  readonly orAtStart?: boolean;
  /** The least that the greatest number in it must be. */
  readonly atLeast?: number;
  /** Written as it is, also where a sentence begins. */
  readonly keepsCase?: boolean;
}

export type CommandEffect =
  /** Sticks to the text before it. */
  | { readonly kind: 'mark'; readonly text: string }
  /** `text` between two words: with or without a space on either side. */
  | { readonly kind: 'sign'; readonly text: string; readonly spaceBefore: boolean; readonly spaceAfter: boolean }
  | { readonly kind: 'break'; readonly lines: 1 | 2 }
  /** A line of its own that begins with a bullet, or with the number after that of the last such line. */
  | { readonly kind: 'item'; readonly isNumbered: boolean }
  | { readonly kind: 'open'; readonly text: string }
  | { readonly kind: 'close'; readonly text: string }
  /** Opens where none of its kind is open, and closes where one is. */
  | { readonly kind: 'toggle'; readonly text: string }
  | { readonly kind: 'case'; readonly next: NextCase }
  /** Holds for all words until it is ended. */
  | { readonly kind: 'mode'; readonly mode: WritingMode; readonly isOn: boolean }
  | { readonly kind: 'glue' }
  /** The number after it is written in digits, or as a Roman numeral. */
  | { readonly kind: 'numeral'; readonly isRoman: boolean }
  /** The emoji whose name is said with it. */
  | { readonly kind: 'emoji' }
  /** The command after it is written as a word. */
  | { readonly kind: 'literal' };

export type NextCase = 'capital' | 'capitals' | 'lower';
export type WritingMode = NextCase | 'glued';

/** Headings of the list of commands. */
export const commandGroups = [
  'marks',
  'quotes',
  'brackets',
  'layout',
  'case',
  'spaces',
  'signs',
  'numbers',
  'emoji',
  'words',
] as const;
export type CommandGroup = (typeof commandGroups)[number];

export interface SpokenCommand {
  /** Never changes: settings refer to it. */
  readonly id: string;
  readonly group: CommandGroup;
  /** All the ways to say it, the commonest first. */
  readonly say: readonly string[];
  readonly effect: CommandEffect;
}

/** Numbers that tell commands from words, fitted by `npm run bench -- tune-commands`. */
export interface CommandWeights {
  /** What each piece of evidence counts, in nats for the command. */
  readonly evidence: Readonly<Record<string, number>>;
  readonly boundaries: Boundaries;
}

/** Words by how much likelier than usual a mark stands after them, and before them, in tenths of nats. */
export type Boundaries = Readonly<Record<string, readonly number[]>>;
