/**
 * Measures every model that hears live on every backend, as `utter bench` does, and compares its encoder with ONNX Runtime:
 *
 *     npm run bench -- models [--model utter-en] [--backend wasm] [--seconds 10] [--json]
 *
 * The last line is one JSON object; with `--json` there is no other. About two minutes on two idle cores. How to read it:
 * docs/performance.md.
 */
import { execFile } from 'node:child_process';
import { parseArgs } from 'node:util';
import { benchTables } from '../src/cli/bench-tables';
import { bench, type BenchParts } from '../src/cli/commands/bench';
import type { Bench } from '../src/cli/bench-result';
import { processTerminal } from '../src/cli/terminal';
import { backendNames } from '../src/core/backend';
import { compareWithReference } from './reference/comparison';

const { values: options } = parseArgs({
  options: {
    model: { type: 'string' },
    backend: { type: 'string' },
    seconds: { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
  },
});
const backend = backendNames.find((name) => name === options.backend);
if (backend === undefined && options.backend !== undefined) throw new Error(`--backend is one of ${backendNames.join(', ')}`);

/** This file again, for one model on one backend. */
const run: BenchParts['run'] = ([, ...args], signal) =>
  new Promise((resolve) => {
    const command = ['--import', 'tsx', import.meta.filename, ...args];
    execFile(process.execPath, command, { maxBuffer: 1 << 26, ...(signal && { signal }) }, (error, out, err) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ status, out, err });
    });
  });

const choice = { ...(options.model !== undefined && { model: options.model }), ...(backend !== undefined && { backend }) };
let printed = '';
const terminal = { ...processTerminal(false), out: (text: string) => void (printed += text) };
await bench({ ...choice, seconds: Number(options.seconds), json: true }, terminal, undefined, { run, compareWithReference });
if (!options.json) console.log(benchTables(JSON.parse(printed) as Bench));
console.log(printed.trim());
