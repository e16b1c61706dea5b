import { formatPlain } from './plain-format';
import { readItnCases, type ItnCase } from './itn-table';
import type { Figures } from './proofs';

/** Written before the rules, by the categories in which other inverse normalisers are tested. */
export const categoriesTable = new URL('./itn-categories.tsv', import.meta.url);

/** How many spoken forms of the tables are written exactly as they say, by class. */
export function proveItn(): Figures {
  return { ...scores(readItnCases()), categories: scores(readItnCases(categoriesTable)) };
}

function scores(cases: readonly ItnCase[]): Figures & { readonly share: number } {
  const classes: Record<string, { count: number; exact: number }> = {};
  const misses: string[] = [];
  for (const { class: name, spoken, written, line } of cases) {
    const score = (classes[name] ??= { count: 0, exact: 0 });
    const text = formatPlain(spoken.split(' '))
      .map((span) => span.text)
      .join('')
      .trim();
    score.count++;
    if (text === written) score.exact++;
    else misses.push(`line ${line}: “${spoken}” became “${text}”, not “${written}”`);
  }
  const all = Object.values(classes);
  const count = all.reduce((sum, each) => sum + each.count, 0);
  const exact = all.reduce((sum, each) => sum + each.exact, 0);
  return { count, exact, share: exact / count, classes, misses };
}
