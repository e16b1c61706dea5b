/**
 * Measures written text: runs every proof of the list, tells of each as it ends, and prints one JSON object with all their results as
 * the last line:
 *
 *     npm run prove -- text [itn] [round-trip] … [--full]
 *
 * runs all proofs or those named; `--full` takes all the speech there is (an hour, two voices for each name, and the piece model too).
 * For the proof of custom words also
 *
 *     [--model utter-en] [--cache FOLDER] [--speech a.tsv,b.tsv:train] [--minutes 30] [--names 200] [--voices 1] [--boost 0]
 *     [--learn 10] [--sizes 0,10,100,1000]
 *
 * Tables of real speech are those of `utter eval`, their dev part unless another is named. Encoder output is kept in the cache folder.
 */
import { parseArgs } from 'node:util';
import { proveCommands } from './text/commands';
import { customWordsFlags, customWordsOptions, fullRun, proveCustomWords } from './text/custom-words';
import { proveEndToEnd } from './text/end-to-end';
import { proveEvidence } from './text/evidence';
import { proveItn } from './text/itn';
import { provePunctuation } from './text/punctuation';
import { proveRoundTrip } from './text/round-trip';
import { runProofs, type Proof } from './text/proofs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { full: { type: 'boolean', default: false }, ...customWordsFlags },
});
const isFull = values.full;
const tell = (text: string): void => void process.stderr.write(text);
const customWords = { ...(isFull && fullRun), ...customWordsOptions(values), log: (line: string) => tell(`${line}\n`) };

/** Each gives figures that JSON can hold; a proof that can't run on this machine gives `{ missing: why }`. */
const proofs: readonly Proof[] = [
  { name: 'itn', prove: proveItn },
  { name: 'round-trip', prove: proveRoundTrip },
  { name: 'punctuation', prove: async () => ({ ...(await provePunctuation()) }) },
  { name: 'commands', prove: proveCommands },
  { name: 'evidence', prove: proveEvidence },
  { name: 'end-to-end', prove: proveEndToEnd },
  { name: 'custom-words', prove: () => proveCustomWords(customWords) },
  // The piece model hears the names; what lists of them do to other speech is measured for both in a full run.
  {
    name: 'custom-words-pieces',
    prove: () =>
      proveCustomWords({
        ...customWords,
        model: 'utter-en-pieces',
        ...(!isFull && values.minutes === undefined && { minutes: 5 }),
      }),
  },
];

const results = await runProofs(proofs, positionals, tell);
process.stdout.write(`${JSON.stringify(results)}\n`);
if (Object.values(results).some((result) => 'failed' in result)) process.exitCode = 1;
