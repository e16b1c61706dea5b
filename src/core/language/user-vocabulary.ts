import type { GraphemeToPhoneme } from './g2p';
import type { Language } from './language';
import { likeliestWordBelow } from './lexicon';
import type { Lexicon } from './lexicon';
import { createNameClass } from './name-class';
import { unknownId } from './ngram';
import { createOverlayTree, overlayRoot } from './overlay-tree';
import { bestOf, createPronouncer } from './pronouncer';
import type { Pronouncer, Pronunciation } from './pronouncer';
import { readings } from './spoken-form';
import { unreadable } from './user-words';
import type { UserWord, WordProblem } from './user-words';
import type { UserVocabulary } from './vocabulary';

export interface CompiledWords {
  readonly vocabulary: UserVocabulary;
  /** Entries that can't be recognised; all others can. */
  readonly problems: readonly WordProblem[];
}

/** One word as it is spoken, or an entry whose words can't be told apart by sound. */
interface SpokenUnit {
  readonly text: string;
  readonly knownAs: number;
  readonly pronunciations: readonly Pronunciation[];
}

/** −ln of how much less likely the written form's own pronunciation is where the user said another. */
const writtenCost = 1.5;

/**
 * Of many words each is said less often, and one of them is sooner mistaken for what was said, above all one of few phones: beyond
 * so many words, a list costs each of them this much for every tenfold, up to a limit. The few that a user adds by hand cost nothing.
 */
const freeWords = { short: 10, long: 50 };
const mostPhonesOfShort = 5;
const tenfoldCost = 3;
const mostListCost = 7;

function listCost(words: number, phones: number): number {
  const free = phones <= mostPhonesOfShort ? freeWords.short : freeWords.long;
  return Math.min(mostListCost, Math.max(0, tenfoldCost * Math.log10(words / free)));
}

/**
 * The few words that someone adds are added because they are said, so that each of many phones is likelier than the mean of common names: by this much in a list of one
 * word, by less the more there are, by nothing from thirty on. In 30 minutes of speech without them, a thousand names of six or seven phones that gain 3 are heard as
 * often as as many of eight or more that gain 4.5: each about once in ten hours.
 */
const bonuses = [
  { phones: 8, bonus: 4.5 },
  { phones: 6, bonus: 3 },
] as const;
const wordsWithoutBonus = 30;

function bonusOf(words: number, phones: number): number {
  const bonus = bonuses.find((each) => phones >= each.phones)?.bonus ?? 0;
  return bonus * Math.max(0, 1 - Math.log(words) / Math.log(wordsWithoutBonus));
}

/** Entries between two pauses. */
const entriesAtATime = 8;

/**
 * Makes words recognisable: in milliseconds for a few, in seconds for ten thousand.
 * @param phoneNames names of the model's units, by id.
 * @param pause awaited now and then, so that a long list does not hold up all else.
 */
export async function compileUserWords(
  words: readonly UserWord[],
  language: Language,
  g2p: GraphemeToPhoneme | null,
  phoneNames: readonly string[],
  pause: () => Promise<void> = () => Promise.resolve(),
  pronouncer: Pronouncer = createPronouncer(language.lexicon, g2p),
): Promise<CompiledWords> {
  const { lexicon, ngram } = language;
  const phoneIds = new Map(phoneNames.map((name, id) => [name, id]));
  const nameClass = createNameClass(lexicon, ngram, unknownId);
  const unseen = nameClass.score(ngram.emptyState);
  const tree = createOverlayTree();
  const texts: string[] = [];
  const knownAs: number[] = [];
  const boosts: number[] = [];
  const respelled = new Map<number, string>();
  const problems: WordProblem[] = [];

  /**
   * The lexicon's word that a written one is, or -1: one that differs in case from a word that is more frequent than names are ("Will",
   * "Mark") is a name beside it, and the words around tell which of them is meant.
   */
  function knownWord(text: string, sound = ''): number {
    const reading = readings(text).find((tokens, i) => tokens.length === 1 && (i === 0 || tokens[0] === sound.toLowerCase()));
    const id = reading === undefined ? -1 : lexicon.idOf(reading[0]!);
    if (id < 0) return -1;
    return text === lexicon.spelling(id) || ngram.score(ngram.emptyState, id) < unseen ? id : -1;
  }

  /** Whether the language model has a say in how likely a written word is, as that word or as one that differs in case. */
  const isListed = (text: string): boolean =>
    readings(text).some((tokens) => tokens.length === 1 && lexicon.idOf(tokens[0]!) >= 0);

  for (const [index, entry] of words.entries()) {
    if (index % entriesAtATime === 0) await pause();
    const units = spokenUnits(entry, knownWord, pronouncer, phoneIds);
    if (typeof units === 'string') {
      problems.push({ line: index + 1, text: entry.written, problem: units });
      continue;
    }
    if (units.length === 1 && units[0]!.knownAs >= 0) respelled.set(units[0]!.knownAs, entry.written);
    const phones = units.reduce((sum, { pronunciations }) => sum + pronunciations[0]!.phones.length, 0);
    const cost = listCost(words.length, phones);
    const bonus = bonusOf(words.length, phones) / units.length;
    let root = overlayRoot;
    for (const [i, { text, knownAs: known, pronunciations }] of units.entries()) {
      const word = lexicon.words + texts.length;
      texts.push(text);
      knownAs.push(known);
      boosts.push(entry.boost - cost + (known < 0 && !isListed(text) ? bonus : 0));
      const next = i === units.length - 1 ? -1 : tree.addJunction();
      for (const way of pronunciations) tree.add(root, way.phones, { word, cost: way.cost, next });
      root = next;
    }
  }

  const best = (word: number): number => {
    const known = knownAs[word - lexicon.words]!;
    const listed = known < 0 ? -Infinity : ngram.score(ngram.emptyState, known);
    return Math.max(unseen, listed) + boosts[word - lexicon.words]!;
  };
  const own = tree.layOut(lexicon.nodes, lexicon.word.length, best);
  const arrays = {
    phone: joined(lexicon.phone, own.phone),
    // The last entry of the lexicon's starts is the first of the user's.
    child: joined(lexicon.child.subarray(0, -1), own.child),
    wordStart: joined(lexicon.wordStart.subarray(0, -1), own.wordStart),
    word: joined(lexicon.word, own.word),
    wordCost: joined(lexicon.wordCost, own.wordCost),
    lookahead: joined(lexicon.lookahead, own.lookahead),
  };
  const merged: Lexicon = {
    ...arrays,
    words: lexicon.words + texts.length,
    nodes: lexicon.nodes + own.phone.length,
    spelling: (word) => texts[word - lexicon.words] ?? respelled.get(word) ?? lexicon.spelling(word),
    idOf: lexicon.idOf,
    likeliestWord: (node) => likeliestWordBelow(arrays, node),
  };
  const vocabulary = {
    lexicon: merged,
    firstWord: lexicon.words,
    knownAs: Int32Array.from(knownAs),
    boost: Float64Array.from(boosts),
    firstJunction: lexicon.nodes + 1,
    endJunction: lexicon.nodes + 1 + own.junctions,
    firstArc: own.firstArc,
    endArc: own.endArc,
    next: (pronunciation: number) => own.next[pronunciation - lexicon.word.length]!,
  };
  return { vocabulary, problems };
}

/** The units of an entry, or why it can't be recognised. */
function spokenUnits(
  { written, soundsLike, learned }: UserWord,
  knownAs: (text: string, sound?: string) => number,
  pronouncer: Pronouncer,
  phoneIds: ReadonlyMap<string, number>,
): SpokenUnit[] | string {
  const parts = written.split(' ');
  const sounds = soundsLike === '' ? [] : soundsLike.split(' ');
  const ownWays = parts.map((part) => pronouncer.pronunciations(part));
  const own = ownWays.every((ways) => ways.length > 0) ? ownWays : null;
  if (learned.length === 0 && sounds.length === 0) {
    const silent = parts.find((_, i) => ownWays[i]!.length === 0);
    if (silent !== undefined) return unreadable(silent);
    return parts.map((text, i) => ({ text, knownAs: knownAs(text), pronunciations: ownWays[i]! }));
  }
  const said: Pronunciation[][] = sounds.map((sound) => [...pronouncer.pronunciations(sound)]);
  const silentSound = sounds.find((_, i) => said[i]!.length === 0);
  if (silentSound !== undefined) return `how it sounds, “${silentSound}”, can't be read aloud; use English letters`;
  if (learned.length === 0 && sounds.length === parts.length) {
    return parts.map((text, i) => ({
      text,
      knownAs: knownAs(text, sounds[i]),
      pronunciations: bestOf([...said[i]!, ...dearer(own?.[i] ?? [], writtenCost)]),
    }));
  }
  const fromRecordings = learned.flatMap((phones, i): Pronunciation[] => {
    const ids = phones.map((phone) => phoneIds.get(phone) ?? -1);
    return ids.includes(-1) ? [] : [{ phones: ids, cost: i * 0.7 }];
  });
  const fromSounds = dearer(sequence(said), fromRecordings.length > 0 ? writtenCost : 0);
  const fromWritten = own === null ? [] : dearer(sequence(own), writtenCost);
  const pronunciations = bestOf([...fromRecordings, ...fromSounds, ...fromWritten]);
  if (pronunciations.length === 0) return 'it was learned from recordings with another model; record it again';
  return [{ text: written, knownAs: parts.length === 1 ? knownAs(written) : -1, pronunciations }];
}

/** Pronunciations of words said one after the other. */
function sequence(words: readonly (readonly Pronunciation[])[]): Pronunciation[] {
  let all: Pronunciation[] = [{ phones: [], cost: 0 }];
  for (const ways of words) {
    all = bestOf(all.flatMap((a) => ways.map((b) => ({ phones: [...a.phones, ...b.phones], cost: a.cost + b.cost }))));
  }
  return bestOf(all);
}

function dearer(pronunciations: readonly Pronunciation[], cost: number): Pronunciation[] {
  return pronunciations.map((pronunciation) => ({ ...pronunciation, cost: pronunciation.cost + cost }));
}

type Numbers = Uint8Array | Uint32Array | Float32Array;

function joined<T extends Numbers>(first: T, second: T): T {
  const length = first.length + second.length;
  // By type, not by the array's own constructor: what was read from a file may be of a host's subclass.
  const all = (
    first instanceof Uint8Array
      ? new Uint8Array(length)
      : first instanceof Uint32Array
        ? new Uint32Array(length)
        : new Float32Array(length)
  ) as T;
  all.set(first);
  all.set(second, first.length);
  return all;
}
