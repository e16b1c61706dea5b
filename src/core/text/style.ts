import { z } from 'zod';

/** Each key falls back to its default alone, so that one bad value never loses the others. */
const schema = z.object({
  /** Times with a.m. and p.m., with am and pm, or of 24 hours where the half of the day was said. */
  clock: z.enum(['dotted', 'plain', '24h']).catch('dotted'),
  /** Dates with a month's name, in which order. */
  dates: z.enum(['as-said', 'month-first', 'day-first']).catch('as-said'),
  /** Whole numbers below ten where nothing calls for digits. */
  smallNumbers: z.enum(['words', 'digits']).catch('words'),
  /** First to ninth. */
  ordinals: z.enum(['words', 'digits']).catch('words'),
  /** Metric units and the like. */
  units: z.enum(['short', 'words']).catch('short'),
  /** What parts thousands and decimals: 1,234.5 or 1 234.5 or 1.234,5 or 1234.5. */
  separators: z.enum(['comma', 'space', 'point', 'none']).catch('comma'),
  /** Where the sign of a currency stands. */
  currency: z.enum(['before', 'after']).catch('before'),
  /** Of words that are spelled differently. */
  spelling: z.enum(['as-said', 'us', 'uk']).catch('as-said'),
  /** Which hesitations, repetitions and false starts are left out. */
  fillers: z.enum(['off', 'light', 'full']).catch('light'),
  /** Whether a short message ends with a full stop. */
  lastStop: z.enum(['always', 'not-short']).catch('always'),
  /** With capitals, or in lower case as people write in a chat; what has capitals of its own keeps them. */
  letterCase: z.enum(['sentences', 'lower']).catch('sentences'),
  /** What stands between two sentences. */
  gap: z.enum(['space', 'two-spaces', 'line']).catch('space'),
});

/** How a person wants text to look: one value, so that it can be another one in another application. */
export type WritingStyle = z.infer<typeof schema>;

/** A value of any key. */
export type StyleChoice = WritingStyle[keyof WritingStyle];

export const defaultStyle: WritingStyle = schema.parse({});

/** Anything that isn't an object gives the defaults. */
export const writingStyleSchema = schema.catch(defaultStyle);

/** The values of each key, the default first. */
export const styleChoices: { readonly [Key in keyof WritingStyle]: readonly WritingStyle[Key][] } = {
  clock: schema.shape.clock.unwrap().options,
  dates: schema.shape.dates.unwrap().options,
  smallNumbers: schema.shape.smallNumbers.unwrap().options,
  ordinals: schema.shape.ordinals.unwrap().options,
  units: schema.shape.units.unwrap().options,
  separators: schema.shape.separators.unwrap().options,
  currency: schema.shape.currency.unwrap().options,
  spelling: schema.shape.spelling.unwrap().options,
  fillers: schema.shape.fillers.unwrap().options,
  lastStop: schema.shape.lastStop.unwrap().options,
  letterCase: schema.shape.letterCase.unwrap().options,
  gap: schema.shape.gap.unwrap().options,
};

/** What rules may depend on, of a style. */
export type StyleVariant =
  | 'clock24'
  | 'monthFirst'
  | 'dayFirst'
  | 'smallDigits'
  | 'ordinalDigits'
  | 'unitWords'
  | 'currencyAfter';

export function styleVariants(style: WritingStyle): ReadonlySet<StyleVariant> {
  const all: readonly (StyleVariant | false)[] = [
    style.clock === '24h' && 'clock24',
    style.dates === 'month-first' && 'monthFirst',
    style.dates === 'day-first' && 'dayFirst',
    style.smallNumbers === 'digits' && 'smallDigits',
    style.ordinals === 'digits' && 'ordinalDigits',
    style.units === 'words' && 'unitWords',
    style.currency === 'after' && 'currencyAfter',
  ];
  return new Set(all.filter((variant) => variant !== false));
}

/** Between groups of three digits, and before decimals; null for what the language has. */
export function numberSeparators({ separators }: WritingStyle): { readonly group: string; readonly decimal: string } | null {
  switch (separators) {
    case 'comma':
      return null;
    case 'space':
      // No line breaks within a number.
      return { group: '\u00a0', decimal: '.' };
    case 'point':
      return { group: '.', decimal: ',' };
    case 'none':
      return { group: '', decimal: '.' };
  }
}
