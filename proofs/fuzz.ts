/**
 * `npm run prove -- fuzz [--inputs 1000] [--seed 1] [--only 17,42]`: hands malformed recordings, models, settings, lists and
 * messages to the code that reads them, each in a process that may die of it. Each must be read or refused with a typed error in
 * time. The last line is one JSON object; the status is 1 if anything crashed, hung or failed without a type.
 */
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz/fuzz';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { inputs: text, seed: text, only: text, limit: text } });

function whole(name: 'inputs' | 'seed' | 'limit', otherwise: number): number {
  const value = Number(values[name] ?? otherwise);
  if (Number.isInteger(value) && value >= 0) return value;
  console.error(`--${name} is no whole number.`);
  process.exit(1);
}

const indices = values.only?.split(',').map(Number) ?? Array.from({ length: whole('inputs', 1000) }, (_, i) => i);
const report = await fuzz({
  seed: whole('seed', 1),
  indices,
  limitMs: whole('limit', 30) * 1000,
  log: (line) => console.error(line),
});
console.log(JSON.stringify(report));
process.exitCode = report.crashes + report.hangs + report.untyped === 0 ? 0 : 1;
