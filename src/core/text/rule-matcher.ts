import type { RewriteRule, TextLanguage } from './language';
import { phraseSet, type PhraseSet } from './phrase-set';
import { parsePattern, parseTemplate, type PatternPart, type TemplatePart } from './rule-pattern';
import { createSlotKinds, type SlotKind, type SlotParts, type SlotValue } from './rule-slots';
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

interface CompiledRule {
  readonly rule: RewriteRule;
  readonly parts: readonly PatternPart[];
  readonly template: readonly TemplatePart[];
  readonly after: PhraseSet | null;
  readonly notAfter: PhraseSet | null;
  readonly before: PhraseSet | null;
  readonly notBefore: PhraseSet | null;
}

type Bindings = ReadonlyMap<string, SlotValue>;

/** @throws Error where a rule can't be read or names a slot or set that isn't there. */
export function createRuleMatcher(language: TextLanguage, isTaken: SlotParts['isTaken'] = () => false): RuleMatcher {
  const kinds = createSlotKinds(language, isTaken);
  const set = (name: string | undefined): PhraseSet | null => {
    if (name === undefined) return null;
    const phrases = language.sets[name];
    if (phrases === undefined) throw new Error(`Language ${language.code} has no set “${name}”.`);
    return phraseSet(phrases);
  };
  const rules = language.rules.map((rule): CompiledRule => {
    return {
      rule,
      parts: parsePattern(rule.say),
      template: parseTemplate(rule.write),
      after: set(rule.after),
      notAfter: set(rule.notAfter),
      before: set(rule.before),
      notBefore: set(rule.notBefore),
    };
  });

  function kindOf(name: string, rule: RewriteRule): SlotKind {
    const kind = kinds.get(name);
    if (kind === undefined) throw new Error(`The pattern “${rule.say}” has an unknown slot {${name}}.`);
    return kind;
  }

  /** Rules by what their phrases begin with, so that most words meet none. */
  const byWord = new Map<string, Set<CompiledRule>>();
  const bySlot = new Map<SlotKind, Set<CompiledRule>>();
  const enter = <Key>(index: Map<Key, Set<CompiledRule>>, key: Key, rule: CompiledRule): void => {
    index.set(key, (index.get(key) ?? new Set()).add(rule));
  };
  /** @returns whether the parts may be empty */
  const indexStart = (compiled: CompiledRule, parts: readonly PatternPart[]): boolean => {
    for (const part of parts) {
      if (part.kind === 'word') enter(byWord, part.word, compiled);
      else if (part.kind === 'slot') enter(bySlot, kindOf(part.reads, compiled.rule), compiled);
      else if (part.options.map((option) => indexStart(compiled, option)).includes(true)) continue;
      return false;
    }
    return true;
  };
  const check = (compiled: CompiledRule, parts: readonly PatternPart[]): void => {
    for (const part of parts) {
      if (part.kind === 'slot') kindOf(part.reads, compiled.rule);
      else if (part.kind === 'either') for (const option of part.options) check(compiled, option);
    }
  };
  for (const compiled of rules) {
    indexStart(compiled, compiled.parts);
    check(compiled, compiled.parts);
  }
  const order = new Map(rules.map((rule, index) => [rule, index]));

  function candidates(word: string): readonly CompiledRule[] {
    const found = new Set(byWord.get(word));
    for (const [kind, those] of bySlot) if (kind.mayBegin(word)) for (const rule of those) found.add(rule);
    return [...found].toSorted((a, b) => order.get(a)! - order.get(b)!);
  }

  return {
    match(cursor, from, isStart) {
      const word = cursor.word(from, from);
      if (word === null) return null;
      let best: RuleMatch | null = null;
      for (const compiled of candidates(word)) {
        const { rule, after, notAfter } = compiled;
        if (after !== null && !(isStart ? rule.orAtStart === true : after.endsAt(cursor, from))) continue;
        if (notAfter !== null && !isStart && notAfter.endsAt(cursor, from)) continue;
        matchParts(compiled.parts, 0, from, from, new Map(), (end, bindings) => {
          if (end - from <= (best?.words ?? 0) || !canEnd(compiled, cursor, from, end, bindings)) return;
          best = {
            words: end - from,
            text: compiled.template.map((part) => written(part, bindings)).join(''),
            class: rule.class,
            keepsCase: rule.keepsCase === true,
          };
        });
      }
      return best;

      function matchParts(
        parts: readonly PatternPart[],
        index: number,
        origin: number,
        at: number,
        bindings: Bindings,
        found: (end: number, bindings: Bindings) => void,
      ): void {
        const part = parts[index];
        const goOn = (end: number, more: Bindings): void => matchParts(parts, index + 1, origin, end, more, found);
        if (part === undefined) found(at, bindings);
        else if (part.kind === 'word') {
          if (cursor.word(at, origin) === part.word) goOn(at + 1, bindings);
        } else if (part.kind === 'either') {
          for (const option of part.options) matchParts(option, 0, origin, at, bindings, goOn);
        } else {
          if (cursor.word(at, origin) === null) return;
          for (const value of kinds.get(part.reads)!.read(cursor, at)) {
            if (value.size < part.min || value.size > part.max) continue;
            goOn(at + value.words, new Map(bindings).set(part.name, value));
          }
        }
      }
    },
  };
}

function canEnd({ rule, before, notBefore }: CompiledRule, cursor: WordCursor, from: number, end: number, bindings: Bindings): boolean {
  if (rule.atLeast !== undefined) {
    const numbers = [...bindings.values()].map(({ number }) => number ?? -Infinity);
    if (Math.max(...numbers) < rule.atLeast) return false;
  }
  if (before !== null && !before.beginsAt(cursor, end, from)) return false;
  return notBefore === null || !notBefore.beginsAt(cursor, end, from);
}

/** `form`: `2` two digits, `plain` no grouping, `upper`, `lower`, `cap`, `before` the hour before, `to60` minutes left. */
function written(part: TemplatePart, bindings: Bindings): string {
  if (part.kind === 'text') return part.text;
  const value = bindings.get(part.name);
  if (value === undefined) return '';
  const number = value.number ?? 0;
  switch (part.form) {
    case '':
      return value.text;
    case '2':
      return String(number).padStart(2, '0');
    case 'plain':
      return String(number);
    case 'upper':
      return value.text.toUpperCase();
    case 'lower':
      return value.text.toLowerCase();
    case 'cap':
      return value.text.charAt(0).toUpperCase() + value.text.slice(1);
    case 'before':
      return String(number === 1 ? 12 : number - 1);
    case 'to60':
      return String(60 - number);
    case 'phone':
      return phoneNumber(value.text);
    default:
      throw new Error(`A template has an unknown form “${part.form}”.`);
  }
}

/** Ten digits as 412-555-0199, seven as 555-0199, eleven as 1-412-555-0199. */
function phoneNumber(digits: string): string {
  return digits.replace(/^(\d)?(\d{3})?(\d{3})(\d{4})$/, (_, country?: string, area?: string, exchange?: string, line?: string) =>
    [country, area, exchange, line].filter((part) => part !== undefined).join('-'),
  );
}
