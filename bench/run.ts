/** `npm run bench -- NAME…`: measures speed, and fits what is weighed. How to read the figures: docs/performance.md. */
import { runNamed } from '../scripts/named-runs';
import { benches } from './list';

runNamed(import.meta.dirname, 'npm run bench', benches);
