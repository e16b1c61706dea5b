/**
 * Measures written text: runs every proof of the list, tells of each as it ends, and prints one JSON object with all
 * their results as the last line. `npm run prove:text -- itn round-trip` runs only those named.
 */
import { proveCustomWords } from './custom-words';
import { proveItn } from './itn';
import { provePunctuation } from './punctuation';
import { proveRoundTrip } from './round-trip';
import { runProofs, type Proof } from './proofs';

/** Each gives figures that JSON can hold; a proof that can't run on this machine gives `{ missing: why }`. */
const proofs: readonly Proof[] = [
  { name: 'itn', prove: proveItn },
  { name: 'round-trip', prove: proveRoundTrip },
  { name: 'punctuation', prove: async () => ({ ...(await provePunctuation()) }) },
  { name: 'custom-words', prove: async () => ({ ...(await proveCustomWords()) }) },
];

const results = await runProofs(proofs, process.argv.slice(2), (text) => void process.stderr.write(text));
process.stdout.write(`${JSON.stringify(results)}\n`);
if (Object.values(results).some((result) => 'failed' in result)) process.exitCode = 1;
