/** `npm run prove -- NAME…`: each proof prints one JSON object as its last line and fails where it does not hold. */
import { runNamed } from '../scripts/named-runs';
import { proofs } from './list';

runNamed(import.meta.dirname, 'npm run prove', proofs);
