/**
 * Measures written text: runs every proof of the list, tells of each as it ends, and prints one JSON object with all
 * their results as the last line. `npm run prove:text -- itn round-trip` runs only those named, `-- --full` takes all the speech there is
 * (an hour, and the piece model too).
 */
import { fullRun, proveCustomWords } from './custom-words';
import { proveEndToEnd } from './end-to-end';
import { proveEvidence } from './evidence';
import { proveItn } from './itn';
import { provePunctuation } from './punctuation';
import { proveRoundTrip } from './round-trip';
import { runProofs, type Proof } from './proofs';

const isFull = process.argv.includes('--full');
const tell = (text: string): void => void process.stderr.write(text);
const customWords = { ...(isFull && fullRun), log: (line: string) => tell(`${line}\n`) };

/** Each gives figures that JSON can hold; a proof that can't run on this machine gives `{ missing: why }`. */
const proofs: readonly Proof[] = [
  { name: 'itn', prove: proveItn },
  { name: 'round-trip', prove: proveRoundTrip },
  { name: 'punctuation', prove: async () => ({ ...(await provePunctuation()) }) },
  { name: 'evidence', prove: proveEvidence },
  { name: 'end-to-end', prove: proveEndToEnd },
  { name: 'custom-words', prove: () => proveCustomWords(customWords) },
  // The piece model hears the names; what lists of them do to other speech is measured for both in a full run.
  { name: 'custom-words-pieces', prove: () => proveCustomWords({ ...customWords, model: 'utter-en-pieces', ...(!isFull && { minutes: 5 }) }) },
];

const results = await runProofs(proofs, process.argv.slice(2).filter((name) => name !== '--full'), tell);
process.stdout.write(`${JSON.stringify(results)}\n`);
if (Object.values(results).some((result) => 'failed' in result)) process.exitCode = 1;
