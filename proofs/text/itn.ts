import { formatPlain } from './plain-format';
import { readItnCases } from './itn-table';
import type { Figures } from './proofs';

/** How many spoken forms of the table are written exactly as it says, by class. */
export function proveItn(): Figures {
  const classes: Record<string, { count: number; exact: number }> = {};
  const misses: string[] = [];
  for (const { class: name, spoken, written, line } of readItnCases()) {
    const score = (classes[name] ??= { count: 0, exact: 0 });
    const text = formatPlain(spoken.split(' '))
      .map((span) => span.text)
      .join('')
      .trim();
    score.count++;
    if (text === written) score.exact++;
    else misses.push(`line ${line}: “${spoken}” became “${text}”, not “${written}”`);
  }
  const scores = Object.values(classes);
  const count = scores.reduce((sum, each) => sum + each.count, 0);
  const exact = scores.reduce((sum, each) => sum + each.exact, 0);
  return { count, exact, share: exact / count, classes, misses };
}
