import { isUnspaced } from './unspaced-script';
import type { Partial, Word } from '../transcript/types';

/** Writes words as the user does, where what was recognised spells them as they sound. */
export interface WrittenForms {
  /** Committed words that may yet become part of a longer entry count as tentative. */
  partial(partial: Partial): Partial;
  words(words: readonly Word[]): readonly Word[];
}

/** What is recognised, without case, and what is to be written for it. */
export interface WrittenEntry {
  readonly tokens: readonly string[];
  readonly written: string;
  /** Of a script without spaces: what is recognised as one word may have it within. */
  readonly isUnspaced?: boolean;
}

interface Form {
  readonly tokens: readonly string[];
  readonly written: readonly string[];
}

export function createWrittenForms(entries: readonly WrittenEntry[]): WrittenForms {
  const within = writingWithin(entries.filter(({ isUnspaced }) => isUnspaced === true));
  /** By their first word, the longest first. */
  const byFirst = new Map<string, Form[]>();
  for (const { tokens, written } of entries) {
    const forms = byFirst.get(tokens[0]!) ?? [];
    forms.push({ tokens, written: written.split(' ') });
    byFirst.set(tokens[0]!, forms);
  }
  for (const forms of byFirst.values()) forms.sort((a, b) => b.tokens.length - a.tokens.length);

  /** Whether words from a place on are a form, or could become one if more came. */
  function fit({ tokens }: Form, words: readonly Word[], from: number): 'whole' | 'open' | 'no' {
    for (const [i, token] of tokens.entries()) {
      const word = words[from + i];
      if (word === undefined) return 'open';
      if (word.text.toLowerCase() !== token) return 'no';
    }
    return 'whole';
  }

  /** @param isOpen whether more words may follow. @returns written words, and how many of the words they stand for */
  function write(words: readonly Word[], isOpen: boolean): { written: Word[]; used: number } {
    const written: Word[] = [];
    let at = 0;
    next: while (at < words.length) {
      for (const form of byFirst.get(words[at]!.text.toLowerCase()) ?? []) {
        const state = fit(form, words, at);
        if (state === 'open' && isOpen) break next;
        if (state !== 'whole') continue;
        written.push(...timed(form.written, words.slice(at, at + form.tokens.length)));
        at += form.tokens.length;
        continue next;
      }
      const word = words[at]!;
      written.push({ ...word, text: within(word.text) });
      at++;
    }
    return { written, used: at };
  }

  return {
    partial({ committed, tentative }) {
      const sure = write(committed, true);
      const rest = write([...committed.slice(sure.used), ...tentative], false);
      return { committed: sure.written, tentative: rest.written };
    },
    words: (words) => write(words, false).written,
  };
}

/** Writes entries where they stand within a word, the longest first; one that begins with letters of another script only at its start. */
function writingWithin(entries: readonly WrittenEntry[]): (text: string) => string {
  const forms = new Map(entries.map(({ tokens, written }) => [tokens.join(''), written]));
  if (forms.size === 0) return (text) => text;
  const longest = [...forms.keys()].toSorted((a, b) => b.length - a.length);
  const patterns = longest.map((spoken) => {
    const literal = spoken.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const [starts, ends] = [isUnspaced(Array.from(spoken)[0]!), isUnspaced(Array.from(spoken).at(-1)!)];
    return `${starts ? '' : '(?<![\\p{L}\\p{N}])'}${literal}${ends ? '' : '(?![\\p{L}\\p{N}])'}`;
  });
  const pattern = new RegExp(patterns.join('|'), 'giu');
  return (text) => text.replace(pattern, (found) => forms.get(found.toLowerCase()) ?? found);
}

/** Written words with the times of the spoken ones; where their numbers differ, they share the time by their letters. */
function timed(written: readonly string[], spoken: readonly Word[]): Word[] {
  if (written.length === spoken.length) return written.map((text, i) => ({ ...spoken[i]!, text }));
  const startMs = spoken[0]!.startMs;
  const lengthMs = spoken.at(-1)!.endMs - startMs;
  const confidence = spoken.reduce((product, word) => product * word.confidence, 1) ** (1 / spoken.length);
  const letters = written.reduce((sum, text) => sum + text.length, 0);
  let before = 0;
  return written.map((text) => {
    const from = startMs + (lengthMs * before) / letters;
    before += text.length;
    return { text, startMs: from, endMs: startMs + (lengthMs * before) / letters, confidence };
  });
}
