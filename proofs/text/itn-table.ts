import { readFileSync } from 'node:fs';

/** One line of the table of spoken and written forms. */
export interface ItnCase {
  readonly class: string;
  readonly spoken: string;
  readonly written: string;
  readonly line: number;
}

/** @throws Error with the line that can't be read. */
export function readItnCases(path = new URL('./itn-cases.tsv', import.meta.url)): readonly ItnCase[] {
  const cases: ItnCase[] = [];
  let current = '';
  for (const [index, line] of readFileSync(path, 'utf8').split('\n').entries()) {
    if (line.startsWith('## ')) current = line.slice(3).trim();
    else if (line.trim() !== '' && !line.startsWith('#')) {
      const [spoken = '', written, ...more] = line.split('\t');
      if (spoken === '' || written === undefined || more.length > 0 || current === '') {
        throw new Error(`${path.pathname}, line ${index + 1}, is no spoken and written form with a tab between.`);
      }
      cases.push({ class: current, spoken, written, line: index + 1 });
    }
  }
  return cases;
}
