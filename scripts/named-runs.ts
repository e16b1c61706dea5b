/** The runner of `npm run bench` and `npm run prove`: runs the programs of a table by their names. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildIfStale, type Edition } from './fresh-build';

/** A program is the file of that name beside the table. */
export interface NamedRun {
  readonly line: string;
  /** Built first where it is missing or old. */
  readonly needs?: Edition;
}

export type NamedRuns = Readonly<Record<string, NamedRun>>;

export type Choice =
  | { readonly kind: 'list' }
  | { readonly kind: 'run'; readonly names: readonly string[]; readonly args: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** The names come first; what follows goes to the program, if it is one. */
export function chosen(runs: NamedRuns, args: readonly string[]): Choice {
  if (args.length === 0) return { kind: 'list' };
  const end = args.findIndex((arg) => !(arg in runs));
  const names = args.slice(0, end === -1 ? args.length : end);
  const rest = args.slice(names.length);
  if (names.length === 0) return { kind: 'refused', reason: `There is no ${args[0]}.` };
  if (names.length > 1 && rest.length > 0) {
    return { kind: 'refused', reason: `${rest[0]} is none of the names, and options go with one name: run them one by one.` };
  }
  return { kind: 'run', names, args: rest };
}

export function list(runs: NamedRuns): string {
  const width = Math.max(...Object.keys(runs).map((name) => name.length));
  return Object.entries(runs)
    .map(([name, { line }]) => `  ${name.padEnd(width)}  ${line}`)
    .join('\n');
}

/** Runs each named program in a process of its own; one that fails does not keep the others from running. */
export function runNamed(folder: string, command: string, runs: NamedRuns): void {
  const choice = chosen(runs, process.argv.slice(2));
  if (choice.kind !== 'run') {
    if (choice.kind === 'refused') console.error(choice.reason);
    console.log(`${command} -- NAME… [options of one]\n\n${list(runs)}`);
    process.exitCode = choice.kind === 'list' ? 0 : 2;
    return;
  }
  for (const name of choice.names) {
    if (choice.names.length > 1) console.log(`\n=== ${name}`);
    const { needs } = runs[name]!;
    if (needs !== undefined) buildIfStale(needs);
    const program = path.join(folder, `${name}.ts`);
    const { status } = spawnSync(process.execPath, ['--import', 'tsx', program, ...choice.args], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = status ?? 1;
  }
}
