/**
 * Fits what marks and capitals of a final model count beside the punctuator's own scores, and prints `evidence-weights.ts`:
 *
 *     npm run bench -- tune-evidence [--prior 3] HEARINGS,HEARINGS
 *
 * Logistic regression over the words that were heard right, of the passages that are for tuning; the punctuator stays as it is. `--prior` pulls each weight towards
 * none: what it costs in nats at one nat from there, halved.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { shippedText } from '../src/cli/punctuator';
import { caseRow, markRow } from '../src/core/text/evidence-scores';
import { punctuatorFile } from '../src/core/text/punctuator';
import { caseClasses } from '../src/core/text/letter-case';
import { marks, parsePunctuatorFile } from '../src/core/text/punctuator-file';
import { applyAffine, PunctuatorNetwork } from '../src/core/text/punctuator-network';
import { readHearings, type HeardPassage } from '../proofs/text/hearings';
import { fitRows, type Judged } from './tune/row-weights';

const { values, positionals } = parseArgs({ options: { prior: { type: 'string', default: '3' } }, allowPositionals: true });
const files = positionals.flatMap((each) => each.split(','));
const prior = Number(values.prior);

const parts = parsePunctuatorFile(await readFile(path.join(shippedText, 'en', punctuatorFile)), shippedText, punctuatorFile);
const places = ['inside', 'end'] as const;
const markRows = places.flatMap((place) => [...marks, 'any'].map((mark) => `${place} ${mark}`));
const caseRows = [...caseClasses, 'start'];
const [judgedMarks, judgedCases]: [Judged[], Judged[]] = [[], []];
for (const file of files) for (const heard of (await readHearings(file)) ?? []) if (heard.split === 'tune') judge(heard);

const marksFit = fitRows(judgedMarks, markRows.length, marks.length, prior);
const casesFit = fitRows(judgedCases, caseRows.length, caseClasses.length, prior);
const rounded = (row: readonly number[]): string => `[${row.map((value) => Math.round(value * 100) / 100).join(', ')}]`;
console.log(
  `// ${judgedMarks.length} words; nats a word ${marksFit.before.toFixed(4)} → ${marksFit.after.toFixed(4)} of marks, ${casesFit.before.toFixed(4)} → ${casesFit.after.toFixed(4)} of case`,
);
console.log(`  ownMarks: ${marksFit.own.toFixed(2)},\n  ownCases: ${casesFit.own.toFixed(2)},`);
for (const place of places) {
  console.log(`  ${place}: {`);
  for (const mark of [...marks, 'any']) {
    const row = markRows.indexOf(`${place} ${mark}`);
    console.log(`    '${mark}': ${rounded(marksFit.rows[row]!)}, // ${judgedMarks.filter((each) => each.row === row).length}`);
  }
  console.log('  },');
}
console.log('  cases: {');
for (const [row, name] of caseRows.entries())
  console.log(`    ${name}: ${rounded(casesFit.rows[row]!)}, // ${judgedCases.filter((each) => each.row === row).length}`);
console.log('  },');

function judge({ words, pausesMs, evidence, places: at, reference }: HeardPassage): void {
  const network = new PunctuatorNetwork(parts);
  const [ofMarks, ofCases]: [number[][], number[][]] = [[], []];
  network.run(words, 0, words.length, (vector, word) => {
    const [markScores, caseScores] = [new Float32Array(marks.length), new Float32Array(caseClasses.length)];
    applyAffine(parts.mark, vector, markScores);
    applyAffine(parts.case, vector, caseScores);
    const pause = pausesMs[word] ?? null;
    const bound = pause === null ? -1 : parts.pauses.boundsMs.findIndex((each) => pause < each);
    const row = bound === -1 ? parts.pauses.boundsMs.length : bound;
    ofMarks.push(
      Array.from(
        markScores,
        (score, m) => score + parts.markOffsets[m]! + (pause === null ? 0 : parts.pauses.scores[row * marks.length + m]!),
      ),
    );
    ofCases.push(Array.from(caseScores));
  });
  for (const [index, place] of at.entries()) {
    const read = evidence[place];
    if (!read) continue;
    const mark = markRow(read);
    judgedMarks.push({
      own: ofMarks[place]!,
      row: markRows.indexOf(`${mark.place} ${mark.mark}`),
      right: marks.indexOf(reference.marks[index]!),
    });
    // A capital that a sentence asks for says nothing of its word.
    const isSentenceStart = index === 0 || /[.?!]/.test(reference.marks[index - 1]!);
    const row = caseRow(read);
    const [word, written] = [reference.spoken[index]!, reference.written[index]!];
    if (row === null || isSentenceStart || parts.forms.has(word) || /^i(?:'|$)/.test(word)) continue;
    judgedCases.push({ own: ofCases[place]!, row: caseRows.indexOf(row), right: caseClassOf(written) });
  }
}

function caseClassOf(written: string): number {
  if (written === written.toLowerCase()) return 0;
  if (written.slice(1) === written.slice(1).toLowerCase()) return 1;
  return written === written.toUpperCase() ? 2 : 3;
}
