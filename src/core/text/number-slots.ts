import { maxSlotWords, type SlotKind, type SlotParts, type SlotValue } from './slot';
import { createNumberFormat, type NumberFormat } from './number-format';
import { phraseSet } from './phrase-set';
import type { WordCursor } from './word-cursor';

/**
 * Slots for numbers: `n` a whole number, `decimal` one with a point, `pointed` one that begins with it, `longPointed` with two decimals or more,
 * `amount` any of them, `clock` a time with or without minutes, whose number is in minutes, `ordinal`, `year`, `pairYear` one that isn't round, `decade`,
 * `digit`, `figure` a digit by the name that it has alone, `digits` said one by one, `run` digits and two-digit numbers one after the other, `fraction`.
 */
export function createNumberSlots({ language, numbers }: SlotParts): Readonly<Record<string, SlotKind>> {
  const words = language.numbers;
  const format = createNumberFormat(language.code, words);
  const [point, scales] = [new Set(words.point), new Map(Object.entries(words.scales))];
  const decades = new Map(Object.entries(words.decades));
  const denominators = new Map(Object.entries(words.denominators));
  const sequenceOnly = new Set(words.digitsOnlyInSequence);
  const pointPhrases = phraseSet(language.sets['pointNouns'] ?? []);
  const whole = (value: number, length: number): SlotValue => numberValue(format, value, length);
  const cardinals = (cursor: WordCursor, from: number) => numbers.read(cursor, from).cardinals;

  function readDigits(cursor: WordCursor, from: number, origin: number): { text: string; words: number }[] {
    const found: { text: string; words: number }[] = [];
    let text = '';
    for (let at = from; at - from < maxSlotWords; at++) {
      const word = cursor.word(at, origin);
      if (word === null) break;
      const repeat = numbers.repeat(word);
      const digit = numbers.digit(repeat === null ? word : (cursor.word(at + 1, origin) ?? ''));
      if (digit === null) break;
      if (repeat !== null) at++;
      text += String(digit).repeat(repeat ?? 1);
      found.push({ text, words: at + 1 - from });
    }
    return found.toReversed();
  }

  /** Single digits and numbers from 10 to 99, written without spaces. */
  function readRun(cursor: WordCursor, from: number): SlotValue[] {
    const values: SlotValue[] = [];
    let text = '';
    let at = from;
    while (at - from < maxSlotWords) {
      const word = cursor.word(at, from);
      if (word === null) break;
      const repeated = numbers.repeat(word) === null ? undefined : readDigits(cursor, at, from).findLast(() => true);
      const digit = numbers.digit(word);
      const read = repeated ?? (digit !== null && { text: String(digit), words: 1 }) ?? undefined;
      const pair = cardinals(cursor, at).find(({ value }) => value >= 10 && value < 100);
      const next = read || (pair && { text: String(pair.value), words: pair.words });
      if (!next) break;
      text += next.text;
      at += next.words;
      values.unshift({ words: at - from, text, size: text.length, number: null });
    }
    return values;
  }

  /** "point five", "oh point two five", but not "the point two". */
  function readPointed(cursor: WordCursor, from: number): SlotValue[] {
    const at = sequenceOnly.has(cursor.word(from, from) ?? '') ? from + 1 : from;
    if (!point.has(cursor.word(at, from) ?? '') || pointPhrases.endsAt(cursor, at)) return [];
    const two = cardinals(cursor, at + 1).filter(({ value }) => value > 20 && value < 100);
    const fractions = [
      ...readDigits(cursor, at + 1, from),
      ...two.map((read) => ({ text: String(read.value), words: read.words })),
    ];
    return fractions.map((fraction) => ({
      words: at + 1 + fraction.words - from,
      text: `0${words.decimalSeparator}${fraction.text}`,
      size: fraction.text.length,
      number: Number(`0.${fraction.text}`),
    }));
  }

  /** An hour, with minutes or without. */
  function readClock(cursor: WordCursor, from: number): SlotValue[] {
    const times = cardinals(cursor, from).flatMap(({ value: hour, words: length }): SlotValue[] => {
      if (hour < 1 || hour > 12) return [];
      const at = from + length;
      const time = (minute: number, end: number): SlotValue => {
        const text = `${hour}:${String(minute).padStart(2, '0')}`;
        return { words: end - from, text, size: hour, number: hour * 60 + minute };
      };
      const minutes = cardinals(cursor, at).filter(({ value }) => value >= 10 && value < 60);
      const found = minutes.map((read) => time(read.value, at + read.words));
      const zero = cursor.word(at, from) ?? '';
      const digit = numbers.digit(zero) === 0 ? numbers.digit(cursor.word(at + 1, from) ?? '') : null;
      if (digit !== null) found.push(time(digit, at + 2));
      return [...found, { words: length, text: String(hour), size: hour, number: hour * 60 }];
    });
    return times.toSorted((a, b) => b.words - a.words);
  }

  function readDecimals(cursor: WordCursor, from: number): SlotValue[] {
    return cardinals(cursor, from).flatMap(({ value, words: length }) => {
      if (!point.has(cursor.word(from + length, from) ?? '')) return [];
      const at = from + length + 1;
      const two = cardinals(cursor, at).filter((read) => read.value >= 10 && read.value < 100);
      const fractions = [
        ...readDigits(cursor, at, from),
        ...two.map((read) => ({ text: String(read.value), words: read.words })),
      ];
      return fractions.flatMap((fraction): SlotValue[] => {
        const text = `${format.grouped(value)}${words.decimalSeparator}${fraction.text}`;
        const number = Number(`${value}.${fraction.text}`);
        const end = at + fraction.words;
        const scale = cursor.word(end, from) ?? '';
        const plain: SlotValue = { words: end - from, text, size: number, number };
        if (!scales.has(scale)) return [plain];
        const scaled = number * scales.get(scale)!;
        return [{ words: end + 1 - from, text: `${text} ${scale}`, size: scaled, number: scaled }];
      });
    });
  }

  function readYears(cursor: WordCursor, from: number): SlotValue[] {
    const read = cardinals(cursor, from);
    const years: SlotValue[] = [];
    const add = (value: number, length: number): void =>
      void years.push({ words: length, text: String(value), size: value, number: value });
    for (const { value, words: length } of read) {
      if ((value >= 2000 && value < 2100) || (value >= 1100 && value < 2000 && value % 100 === 0)) add(value, length);
      // "nineteen hundred and five"
      if (value > 1100 && value < 2000 && cursor.word(from + 1, from) === words.hundred) add(value, length);
      if (value < 10 || value > 20) continue;
      const at = from + length;
      const next = cursor.word(at, from);
      if (next === null) continue;
      for (const tail of cardinals(cursor, at)) {
        // "ten sixty six" is a year, "ten thirty" a time.
        if (tail.value >= (value === 10 ? 60 : 10) && tail.value < 100) add(value * 100 + tail.value, length + tail.words);
      }
      const digit = numbers.digit(cursor.word(at + 1, from) ?? '');
      if (value > 10 && numbers.digit(next) === 0 && sequenceOnly.has(next) && digit) add(value * 100 + digit, length + 2);
    }
    return years.toSorted((a, b) => b.words - a.words);
  }

  const starts = (word: string): boolean => numbers.mayBegin(word);
  const startsPointed = (word: string): boolean => point.has(word) || sequenceOnly.has(word);
  const kind = (read: SlotKind['read']): SlotKind => ({ mayBegin: starts, read });
  const readWhole = (cursor: WordCursor, from: number): SlotValue[] =>
    cardinals(cursor, from).map((read) => whole(read.value, read.words));
  return {
    n: kind(readWhole),
    decimal: kind(readDecimals),
    pointed: { mayBegin: startsPointed, read: readPointed },
    longPointed: {
      mayBegin: startsPointed,
      read: (cursor, from) => readPointed(cursor, from).filter(({ size, words: length }) => size > 1 || length > 2),
    },
    amount: {
      mayBegin: (word) => starts(word) || startsPointed(word),
      read: (cursor, from) => [...readDecimals(cursor, from), ...readPointed(cursor, from), ...readWhole(cursor, from)],
    },
    clock: kind(readClock),
    ordinal: kind((cursor, from) =>
      numbers.read(cursor, from).ordinals.map(({ value, words: length }) => {
        return { words: length, text: format.ordinal(value), size: value, number: value };
      }),
    ),
    year: kind(readYears),
    pairYear: kind((cursor, from) => readYears(cursor, from).filter(({ size }) => size % 100 !== 0)),
    decade: {
      mayBegin: (word) => starts(word) || decades.has(word),
      read: (cursor, from) =>
        cardinals(cursor, from).flatMap(({ value, words: length }) => {
          const tens = decades.get(cursor.word(from + length, from) ?? '');
          if (tens === undefined || value < 11 || value > 20) return [];
          const year = value * 100 + tens;
          return [{ words: length + 1, text: String(year), size: year, number: year }];
        }),
    },
    digit: kind((cursor, from) => {
      const digit = numbers.digit(cursor.word(from, from) ?? '');
      return digit === null ? [] : [{ words: 1, text: String(digit), size: digit, number: digit }];
    }),
    figure: kind((cursor, from) => {
      const word = cursor.word(from, from) ?? '';
      const digit = sequenceOnly.has(word) ? null : numbers.digit(word);
      return digit === null ? [] : [{ words: 1, text: String(digit), size: digit, number: digit }];
    }),
    digits: kind((cursor, from) =>
      readDigits(cursor, from, from).map((read) => ({ ...read, size: read.text.length, number: null })),
    ),
    run: kind(readRun),
    fraction: kind((cursor, from) =>
      cardinals(cursor, from).flatMap(({ value, words: length }) => {
        const denominator = denominators.get(cursor.word(from + length, from) ?? '');
        if (denominator === undefined || denominator.isPlural === (value === 1) || value === 0 || value >= denominator.value)
          return [];
        const text = `${value}/${denominator.value}`;
        return [{ words: length + 1, text, size: value, number: value / denominator.value }];
      }),
    ),
  };
}

function numberValue(format: NumberFormat, value: number, words: number): SlotValue {
  return { words, text: format.whole(value), size: value, number: value };
}
