import type { RewriteRule, TextLanguage } from './language';
import { phraseSet, type PhraseSet } from './phrase-set';
import { flatPatterns, parsePattern, parseTemplate, type FlatPart, type TemplatePart } from './rule-pattern';
import { createSlotKinds } from './rule-slots';
import type { SlotKind, SlotValue } from './slot';
import { defaultStyle, numberSeparators, styleVariants, type StyleVariant, type WritingStyle } from './style';
import { createTemplateWriter, type TemplateWriter } from './template-writer';
import type { WordCursor } from './word-cursor';

/** A phrase and how it is written. */
export interface RuleMatch {
  readonly words: number;
  readonly text: string;
  readonly class: string;
  /** Is not to be changed where a sentence begins. */
  readonly keepsCase: boolean;
}

export interface RuleMatcher {
  /** The longest phrase from `from` on that a rule rewrites, or null. `isStart`: no text is before it. */
  match(cursor: WordCursor, from: number, isStart: boolean): RuleMatch | null;
}

/** A rule with one of the ways to say it. */
interface CompiledRule {
  readonly rule: RewriteRule;
  readonly parts: readonly Step[];
  readonly template: readonly TemplatePart[];
  readonly after: PhraseSet | null;
  readonly notAfter: PhraseSet | null;
  readonly before: PhraseSet | null;
  readonly notBefore: PhraseSet | null;
}

/** A word, or a slot with its kind. */
type Step =
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'slot'; readonly name: string; readonly reads: SlotKind; readonly min: number; readonly max: number };

/** Words whose rules are remembered; memory stays bounded however many words there are. */
const rememberedWords = 20_000;

/** By what of a style rules depend on: few at a time, and made again at no great cost. */
const matchers = new WeakMap<TextLanguage, Map<string, RuleMatcher>>();
const keptMatchers = 24;

/** Ways to say each rule: the same in every style. */
const ways = new WeakMap<RewriteRule, readonly (readonly FlatPart[])[]>();

function waysToSay(rule: RewriteRule): readonly (readonly FlatPart[])[] {
  let known = ways.get(rule);
  if (known === undefined) ways.set(rule, (known = flatPatterns(parsePattern(rule.say))));
  return known;
}

/** The language's matcher for a style, made once. @throws Error where a rule can't be read or names a slot or set that isn't there. */
export function ruleMatcher(language: TextLanguage, style: WritingStyle = defaultStyle): RuleMatcher {
  let byStyle = matchers.get(language);
  if (byStyle === undefined) matchers.set(language, (byStyle = new Map()));
  const key = [...styleVariants(style), style.clock, style.separators].join(' ');
  let matcher = byStyle.get(key);
  if (matcher !== undefined) return matcher;
  if (byStyle.size >= keptMatchers) byStyle.clear();
  byStyle.set(key, (matcher = createRuleMatcher(styledLanguage(language, style), style)));
  return matcher;
}

/** The language with the style's signs in numbers and times. */
function styledLanguage(language: TextLanguage, style: WritingStyle): TextLanguage {
  const separators = numberSeparators(style);
  const numbers = separators && { groupSeparator: separators.group, decimalSeparator: separators.decimal };
  const { tables, afternoon } = language;
  if (style.clock !== 'plain') return { ...language, numbers: { ...language.numbers, ...numbers } };
  const plain = (text: string): string => text.replaceAll('.', '');
  const meridiem = Object.fromEntries(Object.entries(tables['meridiem'] ?? {}).map(([say, text]) => [say, plain(text)]));
  return {
    ...language,
    numbers: { ...language.numbers, ...numbers },
    tables: { ...tables, meridiem },
    afternoon: afternoon.map(plain),
  };
}

function createRuleMatcher(language: TextLanguage, style: WritingStyle): RuleMatcher {
  const rules = compileRules(language, style);
  const writer = createTemplateWriter(language);
  /** Rules by what their phrases begin with, so that most words meet none. */
  const byWord = new Map<string, CompiledRule[]>();
  const bySlot = new Map<SlotKind, CompiledRule[]>();
  const order = new Map<CompiledRule, number>();
  for (const [index, rule] of rules.entries()) {
    const first = rule.parts[0]!;
    if (first.kind === 'word') byWord.set(first.word, [...(byWord.get(first.word) ?? []), rule]);
    else bySlot.set(first.reads, [...(bySlot.get(first.reads) ?? []), rule]);
    order.set(rule, index);
  }
  const candidatesByWord = new Map<string, readonly CompiledRule[]>();

  function candidates(word: string): readonly CompiledRule[] {
    const known = candidatesByWord.get(word);
    if (known !== undefined) return known;
    const found = [...(byWord.get(word) ?? [])];
    for (const [kind, those] of bySlot) if (kind.mayBegin(word)) found.push(...those);
    found.sort((a, b) => order.get(a)! - order.get(b)!);
    if (candidatesByWord.size >= rememberedWords) candidatesByWord.clear();
    candidatesByWord.set(word, found);
    return found;
  }

  return {
    match(cursor, from, isStart) {
      const word = cursor.word(from, from);
      if (word === null) return null;
      const those = candidates(word);
      if (those.length === 0) return null;
      const search = new RuleSearch(cursor, from, writer);
      for (const compiled of those) {
        const { rule, after, notAfter } = compiled;
        if (after !== null && !(isStart ? rule.orAtStart === true : after.endsAt(cursor, from))) continue;
        if (notAfter !== null && !isStart && notAfter.endsAt(cursor, from)) continue;
        search.try(compiled, 0, from);
      }
      return search.best;
    },
  };
}

/** Looks for the longest phrase at one word. */
class RuleSearch {
  readonly #cursor: WordCursor;
  readonly #from: number;
  readonly #writer: TemplateWriter;
  /** Several rules read the same slots. */
  readonly #read = new Map<SlotKind, Map<number, readonly SlotValue[]>>();
  readonly #bindings = new Map<string, SlotValue>();
  best: RuleMatch | null = null;

  constructor(cursor: WordCursor, from: number, writer: TemplateWriter) {
    this.#cursor = cursor;
    this.#from = from;
    this.#writer = writer;
  }

  /** Goes on with the rule's step `index` at the word `at`. */
  try(compiled: CompiledRule, index: number, at: number): void {
    const step = compiled.parts[index];
    if (step === undefined) this.#end(compiled, at);
    else if (step.kind === 'word') {
      if (this.#cursor.word(at, this.#from) === step.word) this.try(compiled, index + 1, at + 1);
    } else if (this.#cursor.word(at, this.#from) !== null) {
      for (const value of this.#values(step.reads, at)) {
        if (value.size < step.min || value.size > step.max) continue;
        this.#bindings.set(step.name, value);
        this.try(compiled, index + 1, at + value.words);
      }
      this.#bindings.delete(step.name);
    }
  }

  #values(kind: SlotKind, at: number): readonly SlotValue[] {
    let byPlace = this.#read.get(kind);
    if (byPlace === undefined) this.#read.set(kind, (byPlace = new Map()));
    let values = byPlace.get(at);
    if (values === undefined) byPlace.set(at, (values = kind.read(this.#cursor, at)));
    return values;
  }

  #end({ rule, template, before, notBefore }: CompiledRule, end: number): void {
    if (end - this.#from <= (this.best?.words ?? 0)) return;
    if (rule.atLeast !== undefined) {
      let greatest = -Infinity;
      for (const { number } of this.#bindings.values()) greatest = Math.max(greatest, number ?? -Infinity);
      if (greatest < rule.atLeast) return;
    }
    if (before !== null && !before.beginsAt(this.#cursor, end, this.#from)) return;
    if (notBefore !== null && notBefore.beginsAt(this.#cursor, end, this.#from)) return;
    this.best = {
      words: end - this.#from,
      text: this.#writer(template, this.#bindings),
      class: rule.class,
      keepsCase: rule.keepsCase === true,
    };
  }
}

function compileRules(language: TextLanguage, style: WritingStyle): readonly CompiledRule[] {
  const kinds = createSlotKinds(language);
  const variants = styleVariants(style);
  const template = ({ write, inStyle = {} }: RewriteRule): string =>
    Object.entries(inStyle).find(([variant]) => variants.has(variant as StyleVariant))?.[1] ?? write;
  const setsByName = new Map<string, PhraseSet>();
  const set = (name: string | undefined): PhraseSet | null => {
    if (name === undefined) return null;
    const known = setsByName.get(name);
    if (known !== undefined) return known;
    const phrases = language.sets[name];
    if (phrases === undefined) throw new Error(`Language ${language.code} has no set “${name}”.`);
    const made = phraseSet(phrases);
    setsByName.set(name, made);
    return made;
  };
  const step = (part: FlatPart, say: string): Step => {
    if (part.kind === 'word') return part;
    const reads = kinds.get(part.reads);
    if (reads === undefined) throw new Error(`The pattern “${say}” has an unknown slot {${part.reads}}.`);
    return { ...part, reads };
  };
  const rules = language.rules.filter(({ onlyIn }) => onlyIn === undefined || variants.has(onlyIn));
  return rules.flatMap((rule) =>
    waysToSay(rule).map((parts): CompiledRule => ({
      rule,
      parts: parts.map((part) => step(part, rule.say)),
      template: parseTemplate(template(rule)),
      after: set(rule.after),
      notAfter: set(rule.notAfter),
      before: set(rule.before),
      notBefore: set(rule.notBefore),
    })),
  );
}
