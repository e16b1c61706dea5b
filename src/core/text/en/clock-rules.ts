import type { RewriteRule } from '../language';

const hour = '{h=n 1..12}';
const time = (say: string, write: string, more: Partial<RewriteRule> = {}): RewriteRule => ({
  class: 'time',
  say,
  write,
  ...more,
});
const notLoose = { notBefore: 'loose' } as const;
const afterClock = { after: 'clockIntroductions', notBefore: 'loose' } as const;
const notMe = { notBefore: 'firstPerson' } as const;

/** Times with the half of the day: only they can be written with 24 hours. */
const halves: readonly RewriteRule[] = [
  time('{t=clock} {meridiem}', '{t} {meridiem}', { ...notMe, inStyle: { clock24: '{t|24}' } }),
  time('{t=clock} (to|till|until) {end=clock} {meridiem}', '{t} to {end} {meridiem}', {
    ...notMe,
    inStyle: { clock24: '{t|24start} to {end|24}' },
  }),
  time('between {t=clock} and {end=clock} {meridiem}', 'between {t} and {end} {meridiem}', {
    ...notMe,
    inStyle: { clock24: 'between {t|24start} and {end|24}' },
  }),
  time('{t=clock} or {end=clock} {meridiem}', '{t} or {end} {meridiem}', {
    ...notMe,
    inStyle: { clock24: '{t|24start} or {end|24}' },
  }),
  time(`half past ${hour} {meridiem}`, '{h}:30 {meridiem}', { inStyle: { clock24: '{h|24hour}:30' } }),
  time(`[a] quarter past ${hour} {meridiem}`, '{h}:15 {meridiem}', { inStyle: { clock24: '{h|24hour}:15' } }),
  time(`[a] quarter (to|till|of) ${hour} {meridiem}`, '{h|before}:45 {meridiem}', { inStyle: { clock24: '{h|24before}:45' } }),
  time(`{m=n 1..29} [minutes] past ${hour} {meridiem}`, '{h}:{m|2} {meridiem}', { inStyle: { clock24: '{h|24hour}:{m|2}' } }),
  time(`{m=n 1..29} minutes (to|till) ${hour} {meridiem}`, '{h|before}:{m|to60} {meridiem}', {
    inStyle: { clock24: '{h|24before}:{m|to60}' },
  }),
  // "Twenty to seven": no hour is that large; "ten to seven" may be two hours.
  time(`{m=n 13..29} (to|till) ${hour} {meridiem}`, '{h|before}:{m|to60} {meridiem}', {
    inStyle: { clock24: '{h|24before}:{m|to60}' },
  }),
];

const times: readonly RewriteRule[] = [
  time(`${hour} {m=n 10..59} o'clock`, '{h}:{m}'),
  time(`${hour} (o'clock|o' clock|o clock|oclock)`, "{h} o'clock"),
  time(`half past ${hour}`, '{h}:30', notLoose),
  time(`[a] quarter past ${hour}`, '{h}:15', notLoose),
  time(`[a] quarter (to|till|of) ${hour}`, '{h|before}:45', afterClock),
  time(`[a] quarter (to|till) ${hour}`, '{h|before}:45', notLoose),
  time(`{m=n 1..29} [minutes] past ${hour}`, '{h}:{m|2}', notLoose),
  time(`{m=n 1..29} minutes (to|till) ${hour}`, '{h|before}:{m|to60}', notLoose),
  time(`five (to|till) ${hour}`, '{h|before}:55', afterClock),
  time(`ten (to|till) ${hour}`, '{h|before}:50', afterClock),
  time(`twenty (to|till) ${hour}`, '{h|before}:40', afterClock),
  time(`twenty five (to|till) ${hour}`, '{h|before}:35', afterClock),
  time(`${hour} {m=n 10..59}`, '{h}:{m}', { after: 'timePrepositions', notBefore: 'loose' }),
  time(`${hour} (oh|o) {m=digit 1..9}`, '{h}:{m|2}', { after: 'timePrepositions' }),
  time(`${hour} {m=clockMinute}`, '{h}:{m}', notLoose),
  time(`${hour} (to|till|until) {k=n 1..12} {m=clockMinute}`, '{h} to {k}:{m}', notLoose),
  time(`${hour} {l=clockMinute} (to|till|until) {k=n 1..12}`, '{h}:{l} to {k}', notLoose),
  time(`${hour} {l=clockMinute} (to|till|until) {k=n 1..12} {m=clockMinute}`, '{h}:{l} to {k}:{m}', notLoose),
  time('(oh|o|zero) {h=n 1..9} {m=n 10..59}', '{h|2}:{m}', { after: 'timePrepositions', notBefore: 'loose' }),
  time('{h=n 13..23} {m=n 10..59}', '{h}:{m}', { after: 'at', notBefore: 'loose' }),
  time('{h=n 13..23} {m=n 10..59} hours', '{h}:{m}'),
  time('{h=n 10..24} hundred hours', '{h}:00'),
  time('(oh|o|zero) {h=n 1..9} hundred hours', '{h|2}:00'),
];

const date = (say: string, write: string, more: Partial<RewriteRule> = {}): RewriteRule => ({
  class: 'date',
  say,
  write,
  ...more,
});
/** The same date in the order of each style: `month` and `day` as they stand there. */
const ordered = (year: '' | '{y}', month = '{month}'): Pick<RewriteRule, 'inStyle'> => ({
  inStyle: {
    monthFirst: year === '' ? `${month} {d|plain}` : `${month} {d|plain}, ${year}`,
    dayFirst: `{d|plain} ${month}${year === '' ? '' : ` ${year}`}`,
  },
});
const plain = ordered('', '{plainMonth}');
const ambiguous = ordered('', '{ambiguousMonth}');

const dates: readonly RewriteRule[] = [
  date('{weekday} the {d=ordinal 1..31}', '{weekday} the {d}'),
  date('{weekday} the {d=ordinal 1..31} of {month}', '{weekday} the {d} of {month}', {
    inStyle: { monthFirst: '{weekday}, {month} {d|plain}', dayFirst: '{weekday} {d|plain} {month}' },
  }),
  date('{weekday} the {d=ordinal 1..31} of {month} {y=year}', '{weekday} the {d} of {month} {y}', {
    inStyle: { monthFirst: '{weekday}, {month} {d|plain}, {y}', dayFirst: '{weekday} {d|plain} {month} {y}' },
  }),
  date('the year {y=year}', 'the year {y}', { notBefore: 'numberGoesOn' }),
  { class: 'money', say: '{a=n 1..99} {c=n 10..99}', write: '{a}{point}{c}', after: 'prices', notBefore: 'loose' },
  date('{plainMonth} {d=ordinal 1..31} {y=year}', '{plainMonth} {d|plain}, {y}', ordered('{y}', '{plainMonth}')),
  date('{plainMonth} {d=n 1..31} {y=year}', '{plainMonth} {d}, {y}', ordered('{y}', '{plainMonth}')),
  date('{plainMonth} {d=ordinal 1..31}', '{plainMonth} {d|plain}', plain),
  date('{plainMonth} the {d=ordinal 1..31}', '{plainMonth} {d}', plain),
  date('{plainMonth} {d=n 1..31}', '{plainMonth} {d}', { ...notLoose, ...plain }),
  date('{month} {y=year}', '{month} {y}'),
  date('{ambiguousMonth} {d=ordinal 1..31} {y=year}', '{ambiguousMonth} {d|plain}, {y}', ordered('{y}', '{ambiguousMonth}')),
  date('{ambiguousMonth} {d=n 1..31} {y=year}', '{ambiguousMonth} {d}, {y}', ordered('{y}', '{ambiguousMonth}')),
  date('{ambiguousMonth} {d=ordinal 4..31}', '{ambiguousMonth} {d|plain}', ambiguous),
  date('{ambiguousMonth} {d=ordinal 1..3}', '{ambiguousMonth} {d|plain}', {
    after: 'datePrepositions',
    orAtStart: true,
    ...ambiguous,
  }),
  date('{ambiguousMonth} the {d=ordinal 1..31}', '{ambiguousMonth} {d}', { after: 'datePrepositions', ...ambiguous }),
  date('{ambiguousMonth} {d=n 1..31}', '{ambiguousMonth} {d}', { after: 'datePrepositions', ...notLoose, ...ambiguous }),
  // "The third of March" keeps its article in the order in which it was said.
  date('the {d=ordinal 1..31} [of] {month} {y=year}', 'the {d} of {month} {y}', ordered('{y}')),
  date('the {d=ordinal 1..31} of {month}', 'the {d} of {month}', { ...ordered(''), notAfter: 'weekdayNames' }),
  date('{d=ordinal 1..31} [of] {month} {y=year}', '{d} of {month} {y}', ordered('{y}')),
  date('{d=ordinal 1..31} of {month}', '{d} of {month}', ordered('')),
  date('{d=ordinal 1..31} {plainMonth}', '{d} {plainMonth}', plain),
  date('a d {y=year}', 'AD {y}'),
  date('a d {y=n 10..999}', 'AD {y}'),
  date('{y=year} a d', '{y} AD'),
  date('{d=n 1..31} {month} {y=year}', '{d} {month} {y}', ordered('{y}')),
  date('{d=n 10..31} {plainMonth}', '{d} {plainMonth}', plain),
  date('{m=n 1..12} {d=n 10..31} {y=n 30..99}', '{m}/{d}/{y}', notLoose),
  date('{m=n 1..12} {d=n 10..31} {y=year 1900..2099}', '{m}/{d}/{y}', notLoose),
  date('{m=n 1..31} slash {d=n 1..31} slash {y=year 1900..2099}', '{m}/{d}/{y}'),
  date('{m=n 1..31} slash {d=n 1..31} slash {y=n 10..99}', '{m}/{d}/{y}', notLoose),
  date('{y=decade}', '{y}s'),
  date('{y=pairYear}', '{y}', notLoose),
  date('{y=year 1800..1800}', '{y}', notLoose),
  date('{y=year 1900..1900}', '{y}', notLoose),
  date('{y=ordinal 10..30} (century|centuries)', '{y} century'),
];

/** Times and dates. */
export const clockRules: readonly RewriteRule[] = [...halves, ...times, ...dates];
