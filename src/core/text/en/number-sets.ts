import { weekdays } from './dates';
import { attributiveUnits, countedUnits, currencies, units } from './measures';
import { sets } from './words';

/** Sets of words that conditions of rules about numbers name. */
const determiners = ['a', 'an', 'the', 'this', 'that', 'these', 'those', 'my', 'your', 'his', 'her', 'its', 'our', 'their', 'each', 'every', 'no', 'any', 'some', 'another', 'which', 'what'];
const persons = ['i am', "i'm", 'i was', 'you are', "you're", 'he is', "he's", 'he was', 'she is', "she's", 'she was', 'they are', "they're"];

export const numberSets = {
  labels: [...sets.labels, 'seat', 'seats', 'row', 'aisle', 'stage', 'category', 'tier', 'scene', 'ward', 'module', 'lesson', 'iphone', 'ipad', 'android', 'usb', 'bluetooth', 'formula', 'seat is', 'gate is', 'room is'],
  seats: ['seat', 'seats', 'seat is', 'seats are', 'seated in', 'sit in', 'sitting in', 'row'],
  weekdayNames: Object.keys(weekdays),
  /** Before these a second number counts something else: "five dollars twenty times". */
  counted: [
    ...sets.loose, ...Object.keys(units), ...Object.keys(countedUnits), ...Object.keys(attributiveUnits), ...Object.keys(currencies),
    'percent', 'per cent', 'times', 'people', 'persons', 'men', 'women', 'children', 'kids', 'guests', 'users', 'seconds', 'minutes', 'hours', 'days', 'weeks', 'months', 'years',
    'second', 'minute', 'hour', 'day', 'week', 'month', 'year', 'cents', 'cent', 'bucks', 'pence', 'of', 'more', 'or', 'to', 'point', 'dogs', 'cats', 'items', 'things', 'copies', 'pieces', 'a m', 'p m',
  ],
  /** After these two small numbers are feet and inches. */
  heightIntroductions: [...persons, ...persons.flatMap((person) => [`${person} about`, `${person} only`, `${person} almost`]), 'stands', 'stood'],
  /** After these "point" is a word of its own. */
  pointNouns: [...determiners, 'of', 'good', 'starting', 'match', 'turning', 'power', 'selling', 'data', 'view', 'talking', 'bullet', 'main', 'key', 'first', 'second', 'third', 'next', 'last', 'one', 'set', 'game', 'same', 'whole', 'check', 'boiling', 'melting', 'freezing', 'focal', 'at'],
  /** After these it begins a decimal, even with a single digit. */
  pointIntroductions: ['is', 'was', 'are', 'were', 'by', 'to', 'than', 'about', 'only', 'just', 'roughly', 'around', 'equals', 'to be', 'approximately', 'nearly', 'almost', 'from', 'give'],
  /** After these there is no zero before the point. */
  probabilities: ['was', 'is', 'of', 'equals', 'equal to', 'less than', 'below', 'under', 'above', 'greater than'].flatMap((verb) => [`p value ${verb}`, `p ${verb}`]).concat('alpha of', 'alpha is', 'alpha equals', 'batting'),
  paperNouns: ['paper', 'sheet of', 'format', 'envelope', 'envelopes', 'notebook', 'poster', 'posters', 'print', 'prints', 'printer', 'landscape', 'portrait'],
  typed: ['diabetes', 'diabetic', 'diabetics', 'error', 'errors', 'collagen', 'supernova', 'civilization', 'respiratory', 'fun', 'hypersensitivity', 'plug', 'charger', 'muscle'],
  splitNouns: ['split', 'splits', 'rule', 'mix', 'ratio', 'principle', 'blend', 'chance', 'partnership', 'shot'],
  sight: ['vision', 'hindsight', 'eyesight'],
  /** After these no comma is meant, if a phrase follows. */
  neverBeforeMark: [...determiners, 'of', 'in', 'on', 'at', 'to', 'for', 'from', 'by', 'with', 'about', 'into', 'per', 'version', 'via', 'using', 'running'],
  /** Before these an ordinal is a part of a fraction. */
  fractionEnds: ['of a', 'of an'],
  /** After these "first" and "second" count, where ordinals are written in digits. */
  ordinalIntroductions: ['the', 'my', 'your', 'his', 'her', 'its', 'our', 'their', 'on', 'every'],
} as const satisfies Record<string, readonly string[]>;
