/** More gain nothing for models this small. */
const mostThreads = 4;

/**
 * Threads that a final model may compute with: one core is left to live words, and without cross-origin isolation there
 * is no shared memory for more than one.
 */
export function finalThreads(isIsolated: boolean, cores: number): number {
  return isIsolated ? Math.max(1, Math.min(mostThreads, cores - 1)) : 1;
}
