import type { TextLanguage } from '../language';
import { commonWords, initialismForms } from './case-words';
import { commands } from './commands';
import commandWeights from './command-weights.json';
import { emoji, emojiWords } from './emoji';
import * as dates from './dates';
import { fillers } from './fillers';
import * as measures from './measures';
import { numbers } from './numbers';
import { rules } from './rules';
import { nameTables } from './name-tables';
import { numberSets } from './number-sets';
import { passage, samples } from './samples';
import { spellings } from './spellings';
import { tables } from './tables';
import { letters, web } from './web';
import { cased, sets } from './words';

/** English, with American spelling of dates and times. */
export const english: TextLanguage = {
  code: 'en',
  numbers,
  letters,
  web,
  tables: {
    month: dates.months,
    plainMonth: dates.plainMonths,
    ambiguousMonth: dates.ambiguousMonths,
    weekday: dates.weekdays,
    meridiem: dates.meridiems,
    clockMinute: dates.clockMinutes,
    currency: measures.currencies,
    pounds: measures.pounds,
    hundredths: measures.hundredths,
    pence: measures.pence,
    unit: measures.units,
    countedUnit: measures.countedUnits,
    countedTime: measures.countedTimes,
    percent: measures.percents,
    feet: measures.feet,
    inches: measures.inches,
    attributiveUnit: measures.attributiveUnits,
    ...tables,
    ...nameTables,
  },
  sets: { ...sets, ...numberSets },
  rules,
  commands,
  emoji,
  emojiWords,
  commandWeights,
  afternoon: ['p.m.'],
  fillers,
  samples: { choices: samples, passage },
  spellings,
  commonWords,
  cased: { ...initialismForms, ...cased },
};
