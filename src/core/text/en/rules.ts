import type { RewriteRule } from '../language';

/** How English phrases are written. See `rule-pattern.ts` for the signs used here. */
export const rules: readonly RewriteRule[] = [
  // Set phrases.
  { class: 'phrase', say: 'twenty four seven', write: '24/7' },
  { class: 'phrase', say: 'fifty fifty', write: '50/50' },
  { class: 'phrase', say: '{title} {name=word}', write: '{title} {name|cap}' },
  { class: 'phrase', say: 'mister and missus', write: 'Mr. and Mrs.' },
  { class: 'phrase', say: 'et cetera', write: 'etc.', keepsCase: true },

  // Times.
  { class: 'time', say: '{h=n 1..12} {m=n 10..59} {meridiem}', write: '{h}:{m} {meridiem}', notBefore: 'firstPerson' },
  { class: 'time', say: '{h=n 1..12} (oh|o|zero) {m=digit 0..9} {meridiem}', write: '{h}:{m|2} {meridiem}' },
  { class: 'time', say: '{h=n 1..12} {meridiem}', write: '{h} {meridiem}', notBefore: 'firstPerson' },
  { class: 'time', say: "{h=n 1..12} {m=n 10..59} o'clock", write: '{h}:{m}' },
  { class: 'time', say: "{h=n 1..12} (o'clock|o' clock|o clock)", write: "{h} o'clock" },
  { class: 'time', say: 'half past {h=n 1..12}', write: '{h}:30', notBefore: 'loose' },
  { class: 'time', say: '[a] quarter past {h=n 1..12}', write: '{h}:15', notBefore: 'loose' },
  { class: 'time', say: '[a] quarter (to|till|of) {h=n 1..12}', write: '{h|before}:45', after: 'clockIntroductions', notBefore: 'loose' },
  { class: 'time', say: '[a] quarter (to|till) {h=n 1..12}', write: '{h|before}:45', notBefore: 'loose' },
  { class: 'time', say: '{m=n 1..29} [minutes] past {h=n 1..12}', write: '{h}:{m|2}', notBefore: 'loose' },
  { class: 'time', say: '{m=n 1..29} minutes (to|till) {h=n 1..12}', write: '{h|before}:{m|to60}', notBefore: 'loose' },
  { class: 'time', say: '{m=n 5..29} (to|till) {h=n 1..12}', write: '{h|before}:{m|to60}', after: 'clockIntroductions', notBefore: 'loose' },
  { class: 'time', say: '{h=n 1..12} {m=n 10..59}', write: '{h}:{m}', after: 'timePrepositions', notBefore: 'loose' },
  { class: 'time', say: '{h=n 1..12} (oh|o) {m=digit 1..9}', write: '{h}:{m|2}', after: 'timePrepositions' },
  { class: 'time', say: '{h=n 1..12} {m=clockMinute}', write: '{h}:{m}', notBefore: 'loose' },
  { class: 'time', say: '{h=n 10..24} hundred hours', write: '{h}:00' },
  { class: 'time', say: '(oh|o|zero) {h=n 1..9} hundred hours', write: '{h|2}:00' },

  // Dates.
  { class: 'date', say: '{plainMonth} {d=ordinal 1..31} {y=year}', write: '{plainMonth} {d|plain}, {y}' },
  { class: 'date', say: '{plainMonth} {d=n 1..31} {y=year}', write: '{plainMonth} {d}, {y}' },
  { class: 'date', say: '{plainMonth} {d=ordinal 1..31}', write: '{plainMonth} {d|plain}' },
  { class: 'date', say: '{plainMonth} the {d=ordinal 1..31}', write: '{plainMonth} {d}' },
  { class: 'date', say: '{plainMonth} {d=n 1..31}', write: '{plainMonth} {d}', notBefore: 'loose' },
  { class: 'date', say: '{month} {y=year}', write: '{month} {y}' },
  { class: 'date', say: '{ambiguousMonth} {d=ordinal 1..31} {y=year}', write: '{ambiguousMonth} {d|plain}, {y}' },
  { class: 'date', say: '{ambiguousMonth} {d=n 1..31} {y=year}', write: '{ambiguousMonth} {d}, {y}' },
  { class: 'date', say: '{ambiguousMonth} {d=ordinal 4..31}', write: '{ambiguousMonth} {d|plain}' },
  { class: 'date', say: '{ambiguousMonth} {d=ordinal 1..3}', write: '{ambiguousMonth} {d|plain}', after: 'datePrepositions', orAtStart: true },
  { class: 'date', say: '{ambiguousMonth} the {d=ordinal 1..31}', write: '{ambiguousMonth} {d}', after: 'datePrepositions' },
  { class: 'date', say: '{ambiguousMonth} {d=n 1..31}', write: '{ambiguousMonth} {d}', after: 'datePrepositions', notBefore: 'loose' },
  { class: 'date', say: '{d=ordinal 1..31} [of] {month} {y=year}', write: '{d} of {month} {y}' },
  { class: 'date', say: '{d=ordinal 1..31} of {month}', write: '{d} of {month}' },
  { class: 'date', say: '{d=ordinal 1..31} {plainMonth}', write: '{d} {plainMonth}' },
  { class: 'date', say: 'a d {y=year}', write: 'AD {y}' },
  { class: 'date', say: '{y=year} a d', write: '{y} AD' },
  { class: 'date', say: '{d=n 1..31} {month} {y=year}', write: '{d} {month} {y}' },
  { class: 'date', say: '{d=n 10..31} {plainMonth}', write: '{d} {plainMonth}' },
  { class: 'date', say: '{m=n 1..12} {d=n 10..31} {y=n 30..99}', write: '{m}/{d}/{y}', notBefore: 'loose' },
  { class: 'date', say: '{y=decade}', write: '{y}s' },
  { class: 'date', say: '{y=pairYear}', write: '{y}', notBefore: 'loose' },
  { class: 'date', say: '{y=year 1800..1800}', write: '{y}', notBefore: 'loose' },
  { class: 'date', say: '{y=year 1900..1900}', write: '{y}', notBefore: 'loose' },
  { class: 'date', say: '{y=ordinal 10..30} (century|centuries)', write: '{y} century' },

  // Money.
  { class: 'money', say: '{a=amount} {currency}', write: '{currency}{a}' },
  { class: 'money', say: 'a {scale} {currency}', write: '{currency}1 {scale}' },
  { class: 'money', say: '{a=n} {currency} [and] {c=n 1..99} {hundredths}', write: '{currency}{a}.{c|2}' },
  { class: 'money', say: '{a=n} {pounds} [and] {c=n 1..99} {pence}', write: '£{a}.{c|2}' },
  { class: 'money', say: '{a=n} {pounds} {c=n 10..99}', write: '£{a}.{c|2}', notBefore: 'loose' },
  { class: 'money', say: '{c=amount} {hundredths}', write: '{c} cents', atLeast: 2 },
  { class: 'money', say: '{c=n} pence', write: '{c}p' },

  { class: 'money', say: '{a=amount} to {b=amount} {currency}', write: '{currency}{a} to {currency}{b}' },

  // Percent and units.
  { class: 'percent', say: '{a=amount} to {b=amount} {percent}', write: '{a} to {b}{percent}' },
  { class: 'unit', say: '{a=amount} to {b=amount} {unit}', write: '{a} to {b} {unit}' },
  { class: 'unit', say: '{a=amount} to {b=amount} {countedUnit}', write: '{a} to {b} {countedUnit}' },
  { class: 'unit', say: '{a=amount} to {b=amount} {countedTime}', write: '{a} to {b} {countedTime}' },
  { class: 'percent', say: '{a=amount} {percent}', write: '{a}{percent}' },
  { class: 'percent', say: '(minus|negative) {a=amount} {percent}', write: '-{a}{percent}', notAfter: 'numberWords' },
  { class: 'unit', say: '{a=amount} {unit}', write: '{a} {unit}' },
  { class: 'unit', say: '(minus|negative) {a=amount} {unit}', write: '-{a} {unit}' },
  { class: 'unit', say: '{a=amount} {countedUnit}', write: '{a} {countedUnit}' },
  { class: 'unit', say: '{a=amount} {countedTime}', write: '{a} {countedTime}' },
  { class: 'unit', say: '{f=n 2..9} {feet} {i=n 1..11} [{inches}]', write: `{f}'{i}"`, notBefore: 'loose' },
  { class: 'unit', say: '{f=n} {feet} {i=n 1..11} {inches}', write: `{f}'{i}"` },
  { class: 'unit', say: '{a=amount} degrees', write: '{a}°' },
  { class: 'unit', say: '(minus|negative) {a=amount} degrees', write: '-{a}°' },
  { class: 'unit', say: '{a=n} by {b=n}', write: '{a} by {b}', atLeast: 10 },
  { class: 'unit', say: '{a=n} year old', write: '{a}-year-old', atLeast: 10 },

  // Decimals, fractions, negative numbers.
  { class: 'decimal', say: '{a=decimal}', write: '{a}' },
  { class: 'decimal', say: '(minus|negative) {a=decimal}', write: '-{a}', notAfter: 'numberWords' },
  { class: 'decimal', say: '(minus|negative) {a=n}', write: '-{a}', notAfter: 'numberWords' },
  { class: 'fraction', say: '{f=fraction}', write: '{f}' },
  { class: 'fraction', say: '{a=n} and {f=fraction}', write: '{a} {f}' },
  { class: 'fraction', say: '{a=n} and a half', write: '{a} 1/2' },
  { class: 'fraction', say: '{a=n} and a quarter', write: '{a} 1/4' },
  { class: 'fraction', say: '{a=n} and a third', write: '{a} 1/3' },

  // Alone these are said loosely.
  { class: 'phrase', say: 'a hundred', write: 'a hundred' },
  { class: 'phrase', say: 'a {scale}', write: 'a {scale}' },

  { class: 'phrase', say: '{looseOrdinal}', write: '{looseOrdinal}' },

  // Ordinals and whole numbers; those below ten stay words.
  { class: 'ordinal', say: '{o=ordinal}', write: '{o}', atLeast: 10 },
  { class: 'cardinal', say: '{a=n}', write: '{a}', atLeast: 10, notBefore: 'loose' },
  { class: 'cardinal', say: '{a=n} to {b=n}', write: '{a} to {b}', atLeast: 10, notBefore: 'loose' },
  { class: 'cardinal', say: '{a=n} or {b=n}', write: '{a} or {b}', atLeast: 10, notBefore: 'loose' },
  { class: 'cardinal', say: '{a=n} and {b=n}', write: '{a} and {b}', after: 'between', atLeast: 10, notBefore: 'loose' },
  { class: 'cardinal', say: '{a=n 1..9} {b=n 10..99}', write: '{a}{b}', notBefore: 'loose' },
  { class: 'cardinal', say: '{a=n 0..9}', write: '{a}', after: 'labels', notBefore: 'loose' },
  { class: 'cardinal', say: '{a=n 2..9}', write: '{a}', after: 'looseLabels', notBefore: 'loose' },

  // Digits one by one, phone numbers, codes.
  { class: 'digits', say: '{d=digits 2..20}', write: '{d}', after: 'labels' },
  { class: 'phone', say: '{d=digits 7..7}', write: '{d|phone}', notBefore: 'magnitudes' },
  { class: 'phone', say: '{d=digits 10..11}', write: '{d|phone}', notBefore: 'magnitudes' },
  { class: 'phone', say: '[one] eight hundred {d=digits 7..7}', write: '1-800-{d|phone}' },
  { class: 'phone', say: 'plus {d=digits 6..15}', write: '+{d}' },
  { class: 'phone', say: 'area code {d=digits 3..3}', write: 'area code {d}' },
  { class: 'digits', say: '{d=digits 3..40}', write: '{d}', notBefore: 'magnitudes' },
  { class: 'code', say: '{l=letters 2..20} {d=run 2..20}', write: '{l}{d}', notBefore: 'loose' },
  { class: 'code', say: '{l=letters 2..20} {d=digit}', write: '{l}{d}', notBefore: 'loose' },
  { class: 'code', say: '{l=plainLetter} {d=run 2..20}', write: '{l}{d}', notBefore: 'loose' },
  { class: 'code', say: '{d=n} {l=letter}', write: '{d}{l}', after: 'labels' },

  // Spelled letters.
  { class: 'letters', say: '{l=letters}', write: '{l}', keepsCase: true },

  // Addresses.
  { class: 'address', say: '{o=ordinal 1..999} {numberedStreet}', write: '{o} {numberedStreet}', notAfter: 'determiners' },
  { class: 'address', say: '{d=run 1..5} {a=word} {street}', write: '{d} {a|cap} {street}' },
  { class: 'address', say: '{d=run 1..5} {a=word} {b=word} {street}', write: '{d} {a|cap} {b|cap} {street}' },
  { class: 'address', say: '{d=run 1..5} {direction} {a=word} {street}', write: '{d} {direction} {a|cap} {street}' },
  { class: 'address', say: '{d=n} {a=word} {street}', write: '{d|plain} {a|cap} {street}' },
  { class: 'address', say: '{d=n} {o=ordinal} {street}', write: '{d|plain} {o} {street}' },

  // Mail and web addresses.
  { class: 'email', say: '{m=mailbox} at {s=site}', write: '{m|lower}@{s|lower}', notAfter: 'minusBefore', keepsCase: true },
  { class: 'web', say: '{s=site}', write: '{s|lower}', keepsCase: true },
  { class: 'web', say: '{s=site} {p=path}', write: '{s|lower}{p|lower}', keepsCase: true },
  { class: 'web', say: 'w w w dot {s=site}', write: 'www.{s|lower}', keepsCase: true },
  { class: 'web', say: 'w w w dot {s=site} {p=path}', write: 'www.{s|lower}{p|lower}', keepsCase: true },
  { class: 'web', say: '(h t t p|http) colon slash slash {s=site} [{p=path}]', write: 'http://{s|lower}{p|lower}', keepsCase: true },
  { class: 'web', say: '(h t t p s|https) colon slash slash {s=site} [{p=path}]', write: 'https://{s|lower}{p|lower}', keepsCase: true },
];
