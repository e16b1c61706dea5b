/**
 * Patterns of rewrite rules, as parsed. `say` is made of
 *
 *     word          that word
 *     {kind}        a slot: what the kind reads (rule-slots.ts), or a phrase of the language's table of that name
 *     {name=kind}   the same under a name of its own
 *     {kind 1..12}  only numbers, or counts of letters or digits, in that range
 *     [a b]         optional
 *     (a|b c)       either
 *
 * and `write` is text with `{name}` or `{name|form}` where slots go.
 */
export type PatternPart =
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'slot'; readonly name: string; readonly reads: string; readonly min: number; readonly max: number }
  | { readonly kind: 'either'; readonly options: readonly (readonly PatternPart[])[] };

/** A part without alternatives. */
export type FlatPart = Exclude<PatternPart, { kind: 'either' }>;

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'slot'; readonly name: string; readonly form: string };

const token =
  /\s*(?:(?<punctuation>[[\]()|])|\{(?:(?<name>\w+)=)?(?<reads>\w+)(?: (?<min>\d+)\.\.(?<max>\d+))?\}|(?<word>[^\s[\](){}|]+))/y;

/** @throws Error naming the pattern when it can't be read: tables are part of the program. */
export function parsePattern(say: string): readonly PatternPart[] {
  let at = 0;
  const wrong = (): never => {
    throw new Error(`The pattern “${say}” can't be read from character ${at + 1}.`);
  };
  const sequence = (end: string | null): PatternPart[][] => {
    const options: PatternPart[][] = [[]];
    for (;;) {
      if (say.slice(at).trim() === '') return end === null ? options : wrong();
      token.lastIndex = at;
      const groups = token.exec(say)?.groups ?? wrong();
      at = token.lastIndex;
      const parts = options.at(-1)!;
      if (groups['word'] !== undefined) parts.push({ kind: 'word', word: groups['word'] });
      else if (groups['reads'] !== undefined) {
        const { name = groups['reads'], reads, min = '0', max = 'Infinity' } = groups;
        parts.push({ kind: 'slot', name, reads, min: Number(min), max: Number(max) });
      } else if (groups['punctuation'] === '[') parts.push({ kind: 'either', options: [...sequence(']'), []] });
      else if (groups['punctuation'] === '(') parts.push({ kind: 'either', options: sequence(')') });
      else if (groups['punctuation'] === '|' && end !== null) options.push([]);
      else if (groups['punctuation'] === end) return options;
      else wrong();
    }
  };
  return sequence(null)[0]!;
}

/** Every way to say a pattern: each alternative by itself. */
export function flatPatterns(parts: readonly PatternPart[]): readonly (readonly FlatPart[])[] {
  let ways: FlatPart[][] = [[]];
  for (const part of parts) {
    const options = part.kind === 'either' ? part.options.flatMap(flatPatterns) : [[part]];
    ways = ways.flatMap((way) => options.map((option) => [...way, ...option]));
  }
  return ways;
}

export function parseTemplate(write: string): readonly TemplatePart[] {
  return write
    .split(/(\{\w+(?:\|\w+)?\})/)
    .filter((part) => part !== '')
    .map((part): TemplatePart => {
      const [, name, form = ''] = /^\{(\w+)(?:\|(\w+))?\}$/.exec(part) ?? [];
      return name === undefined ? { kind: 'text', text: part } : { kind: 'slot', name, form };
    });
}
